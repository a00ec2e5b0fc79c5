"""Rows N01-N06, N17: which places may be asked for at all."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from digest.errors import DigestError, Forbidden, InputError, Unavailable
from digest.sources.web import addresses
from digest.sources.web.fetch import Fetcher
from digest.sources.web.network import Network, parse
from loopback import Listener, page, path_of, saying

LITERALS = [  # they need no name server, so every one of them must be refused as private
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0x7f000001", "0x7f.1", "0x7f.0.0.1",
    "0X7F.0x0.0x0.0x1", "2130706433", "017700000001", "0177.0.0.1", "0177.1", "00000177.0.0.1",
    "0", "0.0.0.0", "0x0", "0.1.2.3",
    "10.0.0.1", "10.255.255.255", "012.1", "0xa.1", "167772161",
    "172.16.0.1", "172.31.255.255", "192.168.1.1", "3232235777", "0xc0.0xa8.1.1",
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
    "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.8", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.7", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]", "[2001:db8::1]",
    "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[100::1]", "[3fff::1]",
]  # fmt: skip
NAMES = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "[::1%25lo]",
    "%31%32%37.1",
]
PRIVATE = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00:ec2::254",
           "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1%lo"]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "::ffff:1.1.1.1", "2606:4700:4700::1111", "2a00:1450::1"]


def answer_of(*addresses: str, port: int = 80) -> list[tuple[Any, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]


@pytest.mark.parametrize("address", PRIVATE)
def test_n01_private_addresses(address: str) -> None:
    assert not addresses.public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_n01_public_addresses(address: str) -> None:
    assert addresses.public(address)


@pytest.mark.parametrize("spelling", LITERALS + NAMES)
def test_n01_n02_no_spelling_of_a_private_address_is_connected_to(spelling: str) -> None:
    with Listener(saying(page())) as inside:
        fetcher = Fetcher(Network(ports=frozenset([inside.port]), delay=0))
        expected = (Forbidden, InputError) if spelling in LITERALS else (DigestError,)
        with pytest.raises(expected):
            fetcher.get(f"http://{spelling}:{inside.port}/")
    assert inside.connections == 0


@pytest.mark.parametrize("spelling", LITERALS + NAMES)
def test_n04_no_redirect_leads_to_a_private_address(spelling: str) -> None:
    with Listener(saying(page())) as inside:
        target = f"http://{spelling}:{inside.port}/"
        moved = page(b"", "302 Found", Location=target.encode().decode("latin-1"))
        with Listener(saying(moved)) as outside:
            network = Network(
                allow_private=frozenset([outside.place]), ports=frozenset([inside.port]), delay=0
            )
            with pytest.raises(DigestError):
                Fetcher(network).get(outside.url())
            assert outside.connections == 1
    assert inside.connections == 0


@pytest.mark.parametrize("private", PRIVATE)
def test_n03_a_name_is_resolved_once_and_that_address_used(
    private: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([answer_of("1.1.1.1"), answer_of(private)])
    connected: list[str] = []

    def refuse(place: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(place[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(answers))
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(Unavailable, match="cannot connect"):
        Fetcher(Network(delay=0)).get("http://rebinding.example/")
    assert connected == ["1.1.1.1"]
    with pytest.raises(Forbidden):
        Fetcher(Network(delay=0)).get("http://rebinding.example/")
    assert connected == ["1.1.1.1"]


@pytest.mark.parametrize("private", PRIVATE)
def test_n03_one_private_address_among_public_ones_is_enough(
    private: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer_of("1.1.1.1", private))
    with pytest.raises(Forbidden, match="private address"):
        Fetcher(Network(delay=0)).get("http://mixed.example/")


def test_n03_the_host_is_named_although_the_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Listener(saying(page())) as server:
        found = answer_of("127.0.0.1", port=server.port)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        network = Network(allow_private=frozenset([f"nn.by:{server.port}"]), delay=0)
        assert Fetcher(network).get(f"http://nn.by:{server.port}/a").body == b"hello"
    assert f"Host: nn.by:{server.port}\r\n".encode() in server.requests[0]


def test_n04_at_most_five_redirects() -> None:
    with Listener(saying(page(b"", "301 Moved", Location="/again"))) as server:
        network = Network(allow_private=frozenset([server.place]), delay=0)
        with pytest.raises(Unavailable, match="more than 5 redirects"):
            Fetcher(network).get(server.url())
    assert server.connections == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://nn.by/", "gopher://nn.by/", "javascript:x", "data:,x"]
)
def test_n04_only_http_after_a_redirect(target: str) -> None:
    with Listener(saying(page(b"", "302 Found", Location=target))) as server:
        network = Network(allow_private=frozenset([server.place]), delay=0)
        with pytest.raises(InputError, match="not an http"):
            Fetcher(network).get(server.url())


@pytest.mark.parametrize(
    "address",
    ["http://nn.by/\r\nX: y", "http://nn.by/a b", "http://nn.by\\@evil.example/", "http://a\x00b/",
     "http://user:word@nn.by/", "http://user@nn.by/", "ftp://nn.by/", "nn.by", "//nn.by/", "",
     "http://", "http:///x", "http://[::1/", "http://nn.by:x/"],
)  # fmt: skip
def test_n06_what_is_no_plain_address(address: str) -> None:
    with pytest.raises(InputError):
        parse(address, Network())


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
def test_n06_ports(port: int) -> None:
    with pytest.raises(Forbidden, match=f"port {port} is not allowed"):
        parse(f"http://nn.by:{port}/", Network())
    assert parse(f"http://nn.by:{port}/", Network(ports=frozenset([port]))).port == port


def test_n06_a_redirect_cannot_carry_a_password() -> None:
    with Listener(saying(page(b"", "302 Found", Location="http://a:b@nn.by/"))) as server:
        network = Network(allow_private=frozenset([server.place]), delay=0)
        with pytest.raises(InputError, match="password"):
            Fetcher(network).get(server.url())


def test_n17_a_proxy_of_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    with Listener(saying(page(b"from the proxy"))) as proxy, Listener(saying(page())) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        network = Network(allow_private=frozenset([server.place]), delay=0)
        assert Fetcher(network).get(server.url()).body == b"hello"
    assert proxy.connections == 0


def test_n17_a_proxy_of_the_configuration_is_used() -> None:
    with Listener(saying(page(b"from the proxy"))) as proxy:
        network = Network(proxy=proxy.url(), delay=0)
        assert Fetcher(network).get("http://nn.by/a").body == b"from the proxy"
        assert path_of(proxy.requests[0]) == "http://nn.by/a"
        with pytest.raises(Forbidden, match="private address"):
            Fetcher(network).get("http://169.254.169.254/")
    assert proxy.connections == 1


def test_an_address_in_cyrillic() -> None:
    url = parse("http://прыклад.бел/навіны?а=б#в", Network())
    assert url.raw_host == b"xn--80aiqesg1f.xn--90ais"
    assert url.raw_path.startswith(b"/%D0%BD%D0%B0")
