"""Rows N05, N07-N12, N16: what a server may say, and what it costs us."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import ssl
import threading
import tracemalloc
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import trustme

from digest.errors import ConfigError, Forbidden, InputError, Unavailable
from digest.sources.web import guard
from digest.sources.web.fetch import BadStatus, Fetcher, Validators, retry_after
from digest.sources.web.hosts import Hosts
from digest.sources.web.network import Network
from digest.sources.web.robots import Robots
from loopback import Listener, page, path_of, saying, silent

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Handler

NOW = dt.datetime(2026, 11, 24, 4, 30, tzinfo=dt.UTC)
BODY = "Сёння ў Мінску адкрылі бібліятэку. ".encode() * 40


def fetcher(*servers: Listener, **rules: object) -> Fetcher:
    places = frozenset(server.place for server in servers)
    return Fetcher(Network(allow_private=places, delay=0, **rules))  # type: ignore[arg-type]


def test_n05_no_way_back_from_https_to_http(authority: trustme.CA, ca_file: str) -> None:
    with Listener(saying(page())) as plain:
        moved = page(b"", "301 Moved", Location=plain.url())
        with Listener(saying(moved), context(authority)) as safe:
            with pytest.raises(Forbidden, match="https to http"):
                fetcher(safe, plain).get(safe.url(), ca_file=ca_file)
            assert plain.connections == 0
            allowing = fetcher(safe, plain, allow_downgrade=True)
            assert allowing.get(safe.url(), ca_file=ca_file).body == b"hello"


def test_n07_gzip_is_accepted() -> None:
    with Listener(saying(page(gzip.compress(BODY, mtime=0), Content_Encoding="gzip"))) as server:
        assert fetcher(server).get(server.url()).body == BODY
    assert b"Accept-Encoding: gzip\r\n" in server.requests[0]


@pytest.mark.parametrize("padding", [b"", bytes(50)])
def test_n09_a_gzip_stream_of_several_members_is_read_to_its_end(padding: bytes) -> None:
    parts = b"".join(gzip.compress(part, mtime=0) + padding for part in (BODY, b"", BODY))
    with Listener(saying(page(parts, Content_Encoding="gzip"))) as server:
        assert fetcher(server).get(server.url()).body == BODY * 2
    with (
        Listener(saying(page(parts + b"\x1f\x8b", Content_Encoding="gzip"))) as server,
        pytest.raises(Unavailable, match="incomplete"),
    ):
        fetcher(server).get(server.url())


@pytest.mark.parametrize(
    "before",
    [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 9, b""],
)
def test_n09_a_head_ends_where_the_last_one_does(before: bytes) -> None:
    body = b"a\r\n\r\nb\n\nc"
    with Listener(saying(before + page(body))) as server:
        assert fetcher(server).get(server.url()).body == body
    with Listener(saying(page(body).replace(b"\r\n\r\na", b"\n\na"))) as server:  # bare line feeds
        assert fetcher(server).get(server.url()).body == body.replace(b"\r\n\r\na", b"\n\na")


def test_n07_a_bomb_is_stopped_early() -> None:
    bomb = gzip.compress(bytes(300_000_000), mtime=0)
    with Listener(saying(page(bomb, Content_Encoding="gzip"))) as server:
        tracemalloc.start()
        with pytest.raises(InputError, match="compressed more than 100 times"):
            fetcher(server).get(server.url())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 20_000_000


def test_n07_the_size_after_decompression_is_bounded() -> None:
    noise = bytes(range(256)) * 400
    with Listener(saying(page(gzip.compress(noise, mtime=0), Content_Encoding="gzip"))) as server:
        assert len(fetcher(server, body=len(noise)).get(server.url()).body) == len(noise)
        with pytest.raises(InputError, match="too large"):
            fetcher(server, body=len(noise) - 1).get(server.url())


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "deflate", "compress", "gzip, br"])
def test_n07_codings_not_asked_for(coding: str) -> None:
    body = gzip.compress(gzip.compress(BODY), mtime=0)
    with (
        Listener(saying(page(body, Content_Encoding=coding))) as server,
        pytest.raises(InputError, match="not asked for"),
    ):
        fetcher(server).get(server.url())


@pytest.mark.parametrize(
    "body",
    [gzip.compress(BODY, mtime=0)[:-9], b"\x1f\x8b\x08\x00rubbish", b"", zlib.compress(BODY)],
)
def test_n07_n09_a_damaged_gzip_stream_is_no_page(body: bytes) -> None:
    with (
        Listener(saying(page(body, Content_Encoding="gzip"))) as server,
        pytest.raises(Unavailable, match="incomplete"),
    ):
        fetcher(server).get(server.url())


class Clock:
    """The monotonic clock, and a socket on which every wait takes seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        read = guard.Stream.read

        def slow(stream: guard.Stream, max_bytes: int, timeout: float | None = None) -> bytes:
            self.now += 10
            return read(stream, 1, timeout)

        monkeypatch.setattr(guard.Stream, "read", slow)


@pytest.mark.parametrize("whole", [page(), b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 90])
def test_n08_a_byte_in_ten_seconds(whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    with (
        Listener(saying(whole)) as server,
        pytest.raises(Unavailable, match="within 30 seconds"),
    ):
        fetcher(server).get(server.url())
    assert clock.now == 30


def test_n08_a_server_that_says_nothing() -> None:
    def stall(connection: socket.socket, request: bytes) -> None:
        server.stopped.wait()

    with Listener(stall) as server, pytest.raises(Unavailable, match=r"within 0\.2 seconds"):
        fetcher(server, seconds=0.2).get(server.url())


def test_n08_a_host_that_never_answers_is_asked_three_times_a_run() -> None:
    with Listener(silent) as server:
        asking = fetcher(server)
        for _ in range(3):
            with pytest.raises(Unavailable, match="incomplete or broken"):
                asking.get(server.url())
        for _ in range(9):
            with pytest.raises(Unavailable, match="not asked again in this run"):
                asking.get(server.url())
    assert server.connections == 3


def test_n08_a_host_that_answers_now_and_then_is_not_given_up() -> None:
    answers = iter([b"", b"", page(), b"", b"", page(b"", "503 Busy"), b"", b"", page()])

    def sometimes(connection: socket.socket, request: bytes) -> None:
        connection.sendall(next(answers))

    with Listener(sometimes) as server:
        asking = fetcher(server)
        for _ in range(9):
            with suppress(Unavailable):
                asking.get(server.url())
    assert server.connections == 9


def test_n08_a_name_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait() and [])
    with pytest.raises(Unavailable, match=r"within 0\.2 seconds"):
        Fetcher(Network(seconds=0.2)).get("http://nn.by/")
    answered.set()


def test_n08_headers_without_end() -> None:
    def endless(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not server.stopped.is_set():
            connection.sendall(b"X-Header: " + b"y" * 1000 + b"\r\n")

    with Listener(endless) as server, pytest.raises(Unavailable, match="no end of the headers"):
        fetcher(server).get(server.url())


BROKEN = {
    "short": page(BODY, Content_Length=str(len(BODY) + 1)),
    "long": page(BODY, Content_Length=str(len(BODY) - 1)),
    "negative": page(BODY, Content_Length="-1"),
    "no number": page(BODY, Content_Length="many"),
    "two lengths": page(BODY, Content_Length="3, 5"),
    "chunk without end": page(b"5\r\nhello\r\n", Content_Length="", Transfer_Encoding="chunked"),
    "chunk of no length": page(b"xyz\r\nhello", Content_Length="", Transfer_Encoding="chunked"),
    "chunk cut": page(b"ffff\r\nhello", Content_Length="", Transfer_Encoding="chunked"),
    "not HTTP": b"SSH-2.0-OpenSSH\r\n\r\n",
    "head cut": b"HTTP/1.1 200 OK\r\nContent-Le",
    "nothing": b"",
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_n09_never_half_an_article(answer: bytes) -> None:
    with (
        Listener(saying(answer)) as server,
        pytest.raises(Unavailable, match="incomplete"),
    ):
        fetcher(server).get(server.url())


def test_n09_a_chunked_page_is_whole() -> None:
    body = b"5\r\nhello\r\n0\r\n\r\n"
    with Listener(saying(page(body, Content_Length="", Transfer_Encoding="chunked"))) as server:
        assert fetcher(server).get(server.url()).body == b"hello"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def context(
    authority: trustme.CA, host: str = "127.0.0.1", expired: bool = False
) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    until = dt.datetime(2020, 1, 2, tzinfo=dt.UTC) if expired else None
    since = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) if expired else None
    authority.issue_cert(host, not_before=since, not_after=until).configure_cert(made)
    return made


def test_n10_a_ca_of_the_source_is_enough(authority: trustme.CA, ca_file: str) -> None:
    with Listener(saying(page()), context(authority)) as server:
        assert fetcher(server).get(server.url(), ca_file=ca_file).body == b"hello"


@pytest.mark.parametrize(
    ("host", "expired", "reason"),
    [
        ("127.0.0.1", True, "expired"),
        ("nn.by", False, "mismatch"),
    ],
)
def test_n10_certificates_that_prove_nothing(
    authority: trustme.CA, ca_file: str, host: str, expired: bool, reason: str
) -> None:
    with (
        Listener(saying(page()), context(authority, host, expired)) as server,
        pytest.raises(Unavailable, match=f"no safe connection.*({reason})"),
    ):
        fetcher(server).get(server.url(), ca_file=ca_file)
    assert server.requests == []


def test_n10_an_authority_nobody_knows(authority: trustme.CA) -> None:
    unknown = "self-signed certificate|unable to get local issuer"
    with (
        Listener(saying(page()), context(authority)) as server,
        pytest.raises(Unavailable, match=f"no safe connection.*({unknown})"),
    ):
        fetcher(server).get(server.url())


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated:DeprecationWarning")
def test_n10_old_tls(authority: trustme.CA, ca_file: str) -> None:
    old = context(authority)
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with (
        Listener(saying(page()), old) as server,
        pytest.raises(Unavailable, match="no safe connection"),
    ):
        fetcher(server).get(server.url(), ca_file=ca_file)
    assert server.requests == []


def test_n10_a_ca_file_that_is_not_there(authority: trustme.CA, tmp_path: Path) -> None:
    with (
        Listener(saying(page()), context(authority)) as server,
        pytest.raises(ConfigError, match="ca_file"),
    ):
        fetcher(server).get(server.url(), ca_file=str(tmp_path / "none.pem"))


def test_n11_validators_are_sent_back() -> None:
    first = page(ETag='W/"1"', Last_Modified="Tue, 24 Nov 2026 04:30:00 GMT")
    with Listener(saying(first, page(b"", "304 Not Modified"))) as server:
        asking = fetcher(server)
        answer = asking.get(server.url())
        assert not answer.is_unchanged
        assert asking.get(server.url(), answer.validators).is_unchanged
    assert b'If-None-Match: W/"1"\r\n' in server.requests[1]
    assert b"If-Modified-Since: Tue, 24 Nov 2026 04:30:00 GMT\r\n" in server.requests[1]
    assert b"If-" not in server.requests[0]


def test_n11_not_modified_is_no_answer_to_who_has_nothing() -> None:
    with (
        Listener(saying(page(b"", "304 Not Modified"))) as server,
        pytest.raises(BadStatus, match="304"),
    ):
        fetcher(server).get(server.url())


@pytest.mark.parametrize("etag", ["\xff", "a\tb", "x" * 2000])
def test_n11_validators_that_fit_no_header(etag: str) -> None:
    with Listener(saying(page(ETag=etag))) as server:
        assert fetcher(server).get(server.url()).validators == Validators()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("0", 0), (" 5 ", 5), ("315360000", 86400), ("9" * 50, 86400),
     ("Tue, 24 Nov 2026 04:31:00 GMT", 60), ("Tue, 24 Nov 2036 04:31:00 GMT", 86400),
     ("-5", None), ("Tue, 24 Nov 2020 04:31:00 GMT", None), ("soon", None), ("", None)],
)  # fmt: skip
def test_n12_retry_after(value: str, seconds: int | None) -> None:
    expected = None if seconds is None else dt.timedelta(seconds=seconds)
    assert retry_after(value, NOW) == expected


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 451, 500, 503, 520])
def test_n12_n13_a_status_is_kept(status: int) -> None:
    with (
        Listener(saying(page(b"", f"{status} No", Retry_After="60"))) as server,
        pytest.raises(BadStatus, match=f"HTTP status {status}") as caught,
    ):
        fetcher(server).get(server.url())
    assert caught.value.status == status
    assert caught.value.wait == dt.timedelta(seconds=60)


def test_n14_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    network = Network(allow_private=frozenset([f"127.0.0.1:{port}"]))
    with pytest.raises(Unavailable, match="cannot connect"):
        Fetcher(network).get(f"http://127.0.0.1:{port}/")


def test_n14_hung_up() -> None:
    with Listener(silent) as server, pytest.raises(Unavailable, match="incomplete"):
        fetcher(server).get(server.url())


def test_n14_no_such_host() -> None:
    with pytest.raises(Unavailable, match="no such host"):
        Fetcher().get("http://nowhere.invalid/")


def test_n16_who_we_are() -> None:
    with Listener(saying(page())) as server:
        fetcher(server, contact="mailto:editor@nn.by").get(server.url())
    (request,) = server.requests
    assert b"User-Agent: article-digest/" in request
    assert b"+mailto:editor@nn.by" in request


def test_n16_a_pause_between_two_requests_to_a_host() -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    hosts = Hosts(2.0, lambda: now[0], sleep)
    for host in ("a", "b", "a"):
        with hosts.turn(host):
            now[0] += 0.5
    hosts.slow_down("a", 999)
    with hosts.turn("a"):
        pass
    assert slept == [1.5, 30.0]


def test_n16_one_connection_a_host() -> None:
    earlier: list[socket.socket] = []
    still_open: list[int] = []
    lock = threading.Lock()

    def count(connection: socket.socket, request: bytes) -> None:
        with lock:
            still_open.append(sum(is_open(other) for other in earlier))
            earlier.append(connection)
        connection.sendall(page())
        connection.recv(1)  # until the other side has closed

    with Listener(count) as server:
        asking = fetcher(server)
        threads = [threading.Thread(target=asking.get, args=(server.url(),)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert server.connections == 8
    assert still_open == [0] * 8


def is_open(connection: socket.socket) -> bool:
    """Tell whether the other side has yet to close: its end arrives before a later call."""
    try:
        return connection.recv(1, socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def site(rules: bytes) -> Handler:
    def handle(connection: socket.socket, request: bytes) -> None:
        connection.sendall(rules if path_of(request) == "/robots.txt" else page())

    return handle


@pytest.fixture
def rules() -> bytes:
    text = b"User-agent: *\nDisallow: /private\nDisallow: /*?print\nAllow: /private/open\n"
    return page(text)


def test_n16_robots(rules: bytes) -> None:
    with Listener(site(rules)) as server:
        robots = Robots(fetcher(server))
        verdicts = {
            path: robots.allow(server.url(path))
            for path in ("/", "/private/a", "/private/open/a", "/a?print", "/a?b")
        }
    assert verdicts == {
        "/": True, "/private/a": False, "/private/open/a": True, "/a?print": False, "/a?b": True,
    }  # fmt: skip
    assert server.connections == 1


@pytest.mark.parametrize(
    ("status", "allowed"),
    [("404 No", True), ("403 No", True), ("500 No", False), ("503 No", False)],
)
def test_n16_no_robots(status: str, allowed: bool) -> None:
    with Listener(site(page(b"", status))) as server:
        assert Robots(fetcher(server)).allow(server.url("/a")) is allowed


def test_n08_n16_a_host_costs_a_run_no_more_than_a_quarter_of_an_hour() -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    hosts = Hosts(0.0, lambda: now[0], sleep)
    hosts.slow_down("a", 30)
    while now[0] < 900:
        with hosts.turn("a"):
            now[0] += 20.0  # a page that drips
    with pytest.raises(Unavailable, match="a has taken 15 minutes"), hosts.turn("a"):
        pass
    with hosts.turn("b"):
        pass
