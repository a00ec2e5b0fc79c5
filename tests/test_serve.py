"""`digest serve`, over a real connection: what it shows, and what it refuses."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html

from digest.errors import OutputError, Unavailable
from digest.records import (
    Article,
    Briefing,
    Digest,
    Point,
    Section,
    Signature,
    Step,
    Story,
    article_id,
)
from digest.serve import App, server
from digest.store import Database, Editions, Runs
from digest.store.progress import Progress
from digest.store.readonly import ReadOnly
from digest.store.search import Search
from web import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = import_module("digest.serve.server")
NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
EVIL = '"><script>alert(1)</script>'


def freeze(database: Database, day: int, headline: str) -> None:
    article = Article(article_id("s", (headline,)), headline, ("Рух па мосце спынены.",), "be")
    said = Briefing(
        article, "be", headline, (Point(article.text[0], (0,)),), Signature("extractive")
    )
    sections = (Section("Навіны", (Story(said, said),)),)
    digest = Digest("Раніца", date(2026, 11, day), "Europe/Minsk", "be", sections)
    Editions(database).save("be", digest, NOW)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serve") / "ledger.db"
    with Database(path) as database:
        freeze(database, 23, f"Снег {EVIL}")
        freeze(database, 24, "Мост у Гомелі закрылі")
        Search(database).update()
    return path


@contextmanager
def serving(state: Path) -> Iterator[int]:
    with server("127.0.0.1", 0, lambda hosts: App(state, hosts, "be")) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield listening.server_port
        finally:
            listening.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def port(state: Path) -> Iterator[int]:
    with serving(state) as number:
        yield number


def ask(port: int, path: str, method: str = "GET", host: str = "") -> tuple[int, Any, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{port}")
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def text_of(port: int, path: str) -> str:
    status, _, body = ask(port, path)
    assert status == 200, body
    return str(html.fromstring(body).text_content())


def test_every_link_of_every_page_is_answered(port: int) -> None:
    waiting, known = ["/index.html"], {"/index.html"}
    while waiting:
        path = waiting.pop()
        status, headers, body = ask(port, path)
        assert status == 200, path
        if not headers["Content-Type"].startswith("text/html"):
            continue
        tree = html.fromstring(body, base_url=f"http://h{path}")
        tree.make_links_absolute()
        for _, _, link, _ in tree.iterlinks():
            found = link.removeprefix("http://h").partition("#")[0]
            assert found.startswith("/")
            if found not in known:
                known.add(found)
                waiting.append(found)
    assert {"/2026/2026-11-24-be.html", "/live.html", "/stats.html", "/feed.xml"} <= known


def test_the_root_is_the_index(port: int) -> None:
    assert ask(port, "/")[2] == ask(port, "/index.html")[2]


def test_words_are_found_in_their_forms(port: int) -> None:
    _, _, body = ask(port, "/search.html?q=%D0%BC%D0%B0%D1%81%D1%82%D0%B0%D0%BC%D1%96&language=be")
    tree = html.fromstring(body)
    first = tree.xpath("//ol/li")[0]
    assert first.xpath("a")[0].text == "Мост у\u00a0Гомелі закрылі"  # the word is in its headline
    (link,) = first.xpath("a/@href")
    path, _, anchor = link.partition("#")
    page = html.fromstring(ask(port, f"/{path}")[2])
    assert page.xpath("string(//*[@id = $id]/h3)", id=anchor) == "Мост у\u00a0Гомелі закрылі"


def test_an_edition_that_cannot_be_found_yet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        freeze(database, 24, "Мост у Гомелі закрылі")
    told = "пошук яшчэ не ведае: 1."
    asked = "/search.html?q=%D0%BC%D0%BE%D1%81%D1%82"
    with serving(path) as port:
        assert told in text_of(port, asked)
        with Database(path) as database:
            Search(database).update()
        assert told not in text_of(port, asked)


def test_an_edition_is_rendered_again_in_another_format(port: int) -> None:
    status, headers, body = ask(port, "/again/2026-11-24-be.json")
    assert status == 200
    assert headers["Content-Disposition"] == 'attachment; filename="2026-11-24-be.json"'
    assert json.loads(body)["day"] == "2026-11-24"
    assert ask(port, "/again/2026-11-24-be.exe")[0] == 404
    assert ask(port, "/again/2026-11-25-be.md")[0] == 404


def test_pages_run_no_script_and_are_in_no_frame(port: int) -> None:
    for path in ("/", "/2026/2026-11-23-be.html", "/search.html?q=снег".encode().decode("latin-1"),
                 "/live.html", "/stats.html", "/nothing"):  # fmt: skip
        _, headers, body = ask(port, path.encode("ascii", "ignore").decode())
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert b"<script>alert" not in body


def test_the_styles_of_an_edition_are_let_in_there_alone(port: int) -> None:
    assert "unsafe-inline" in ask(port, "/2026/2026-11-23-be.html")[1]["Content-Security-Policy"]
    assert "unsafe" not in ask(port, "/index.html")[1]["Content-Security-Policy"]


def test_an_edition_offers_its_other_formats(port: int) -> None:
    page = html.fromstring(ask(port, "/2026/2026-11-24-be.html")[2])
    found = [link.removeprefix("..") for link in page.xpath("//nav//@href") if "again/" in link]
    assert [link.rpartition(".")[2] for link in found] == ["epub", "pdf", "txt", "md", "json"]
    assert all(ask(port, link)[0] == 200 for link in found)


def test_its_own_pages_are_valid(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database, serving(path) as port:
        freeze(database, 24, "Мост у Гомелі закрылі")
        Search(database).update()
        run = Runs(database).begin(NOW)
        Progress(database).record(run.id, Step("summarize", 3, 4, 0, 1, 2.5))
        pages = {"found": "/search.html?q=%D0%BC%D0%BE%D1%81%D1%82", "live": "/live.html"}
        files = []
        for name, address in pages.items():
            files.append(tmp_path / f"{name}.html")
            files[-1].write_bytes(ask(port, address)[2])
        told = [message for _, _, message in invalid(files)]
        assert told == [
            "Meta refresh must be instant (0 second delay)"
        ]  # a live view without script


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1:1", "127.0.0.1", "x"]
)
def test_another_host_is_refused(port: int, host: str) -> None:
    status, _, body = ask(port, "/index.html", host=host)
    assert status == 421
    assert "Мост".encode() not in body


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_the_names_of_this_machine_are_answered(port: int, name: str) -> None:
    assert ask(port, "/", host=f"{name}:{port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_allowed(port: int, method: str) -> None:
    status, headers, _ = ask(port, "/index.html", method)
    assert status == 405
    assert headers["Allow"] == "GET, HEAD"


def test_head_has_the_headers_only(port: int) -> None:
    status, headers, body = ask(port, "/index.html", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str(len(ask(port, "/index.html")[2]))


PART = st.sampled_from(
    ["..", ".", "%2e%2e", "..%2f", "%2F", "etc", "passwd", "again", "2026", "ledger.db", "%00",
     "%ff", "search", "2026-11-24-be.html", "%5c..", "//", "~root", "archive.css", "%D0%BC"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PART | st.text(alphabet="abc./%\\;:?=&", max_size=5), max_size=6).map("/".join))
@example("../../../etc/passwd")
@example("again/../../ledger.db")
@example("2026/../2026/2026-11-24-be.html")
def test_no_path_leads_out(port: int, path: str) -> None:
    status, _, body = ask(port, f"/{path}")
    assert status in {200, 404, 400}
    assert not body.startswith(b"SQLite format")
    assert b"root:" not in body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=30))
@example(b'"><script>alert(1)</script>')
@example(b"a" * 1100)
def test_no_query_is_markup_or_an_error(port: int, query: bytes) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in query)
    status, _, body = ask(port, f"/search.html?q={quoted}")
    assert status == 200
    assert not html.fromstring(body).xpath("//script")


def test_reading_changes_nothing_and_a_write_does_not_wait(state: Path, port: int) -> None:
    with Database(state) as database, database.transaction() as writing:
        writing.execute("INSERT INTO fact VALUES ('night', 'at work')")
        for path in ("/", "/search.html?q=a", "/live.html", "/stats.html"):
            assert ask(port, path)[0] == 200  # while somebody writes
    with ReadOnly(state) as reader, pytest.raises(OutputError, match="readonly"):
        reader.rows("DELETE FROM edition")


def test_a_reader_does_not_hold_up_a_writer(state: Path) -> None:
    with ReadOnly(state) as reader:
        reader.rows("BEGIN")
        before = reader.rows("SELECT count(*) FROM fact")
        with Database(state) as database, database.transaction(durable=True) as writing:
            writing.execute("INSERT OR REPLACE INTO fact VALUES ('written', 'meanwhile')")
        assert reader.rows("SELECT count(*) FROM fact") == before


def test_the_run_at_work_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database, serving(path) as port:
        assert "No night yet" in text_of(port, "/live.html")
        run = Runs(database).begin(NOW)
        for done in (10, 20, 30):
            Progress(database).record(run.id, Step("summarize", done, 40, 10, done // 10, done / 5))
        _, _, body = ask(port, "/live.html")
        tree = html.fromstring(body)
        assert "at work" in tree.text_content()
        assert tree.xpath("//meta[@http-equiv = 'refresh']")
        cells = [cell.text for cell in tree.xpath("//td")]
        assert cells == ["30/40", "10", "3", "6.0", "3.33"]
        title = "summarize: pieces over seconds"
        assert [tree.xpath(f"string(//{at})") for at in ("svg/title", "figcaption")] == [title] * 2
        failed = [{"stage": "read", "subject": EVIL, "error": "e"}]
        report = {"day": "2026-11-24", "failures": failed, "error": "stopped"}
        Runs(database).end(run, NOW + timedelta(seconds=9), 3, report)
        _, _, body = ask(port, "/live.html")
        assert b"exit 3" in body
        assert b"refresh" not in body
        assert b"<script>" not in body


def test_a_killed_run_is_not_at_work(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    with Database(path) as database, serving(path) as port:
        Runs(database).begin(NOW)
        database.rows("UPDATE run SET pid = ? RETURNING 1", (done.pid,))
        assert "killed" in text_of(port, "/live.html")


def test_a_new_edition_is_there_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database, serving(path) as port:
        assert ask(port, "/2026/2026-11-24-be.html")[0] == 404
        freeze(database, 24, "Мост")
        assert "Мост" in text_of(port, "/2026/2026-11-24-be.html")


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nX: y\r\n", b"\x16\x03"])
def test_a_client_that_takes_too_long_is_let_go_in_silence(
    state: Path, said: bytes, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(SERVER, "SECONDS", -1)
    with serving(state) as port, socket.create_connection(("127.0.0.1", port), 20) as slow:
        slow.sendall(said)
        slow.settimeout(20)
        with suppress(ConnectionError):
            assert not slow.recv(1)
    assert capfd.readouterr().err == ""


def test_a_reader_that_stirs_now_and_then_is_let_go_too(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SERVER, "SECONDS", 0.05)
    with serving(state) as port, socket.create_connection(("127.0.0.1", port), 20) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        with suppress(ConnectionError):
            for _ in range(1_000_000):
                slow.sendall(b"X")
            pytest.fail("a million letters, and still there")


def test_a_crowd_of_silent_clients_does_not_keep_others_out_for_good(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SERVER, "MOST", 3)
    monkeypatch.setattr(SERVER, "SECONDS", 3600)
    with serving(state) as port:
        crowd = [socket.create_connection(("127.0.0.1", port), 20) for _ in range(3)]
        with (
            socket.create_connection(("127.0.0.1", port), 20) as one_more,
            suppress(ConnectionError),
        ):
            assert not one_more.recv(1)
        monkeypatch.setattr(SERVER, "SECONDS", -1)
        for silent in crowd:
            with suppress(ConnectionError):
                assert not silent.recv(1)
            silent.close()
        monkeypatch.setattr(SERVER, "SECONDS", 3600)
        assert welcomed(port)


def welcomed(port: int) -> bool:
    """Ask until there is room: a client sees its end just before it is off the list of clients."""
    until = monotonic() + 20
    while monotonic() < until:
        with suppress(ConnectionError):
            return ask(port, "/")[0] == 200
    return False


def test_a_client_that_goes_before_its_answer_is_no_news(
    state: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(state) as port:
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port), 20) as gone:
                reset = struct.pack("ii", 1, 0)
                gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                gone.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert ask(port, "/")[0] == 200
    assert capfd.readouterr().err == ""


def test_a_taken_port_is_named(state: Path, port: int) -> None:
    with pytest.raises(Unavailable, match=f"{port}.*--port"):
        server("127.0.0.1", port, lambda hosts: App(state, hosts))


def test_serve_by_command_until_it_is_stopped(state: Path) -> None:
    command = [sys.executable, "-c", "from digest.cli import main; main()", "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "--state", str(state)], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        assert ask(int(address.rstrip("/").rpartition(":")[2]), "/")[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143


def test_a_night_leaves_its_progress_and_its_words(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    text = "Мост праз раку ў Гомелі закрылі на рамонт. Рух па ім спынены на два тыдні."
    (articles / "a.txt").write_text(f"Мост закрылі\n\n{text}\n", "utf-8")
    (tmp_path / "digest.toml").write_text(
        '[edition]\nlanguage = "be"\n[run]\noutput = "out"\nstate = "ledger.db"\n'
        '[[sources]]\nname = "folder"\npath = "articles"\n', "utf-8"
    )  # fmt: skip
    command = [sys.executable, "-c", "from digest.cli import main; main()", "run", "--config"]
    done = subprocess.run(
        [*command, str(tmp_path / "digest.toml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with ReadOnly(tmp_path / "ledger.db") as database:
        (run,) = Runs(database).last(1)
        marks = {mark.stage: mark for mark in Progress(database).of(run.id)}
        assert (marks["summarize"].done, marks["summarize"].total) == (1, 1)
        assert len(Search(database).find("мосце")) == 1
