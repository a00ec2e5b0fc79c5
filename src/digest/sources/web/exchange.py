"""One request and its answer, without following it anywhere."""

from __future__ import annotations

import ssl
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import httpcore2  # this module itself is imported only by who fetches
import httpx2

from digest.errors import ConfigError, Forbidden, Unavailable
from digest.sources.web import addresses, encoding
from digest.sources.web.guard import Backend, Deadline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.sources.web.network import Network

_OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: names of headers are in lower case, the body only that of a 200."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    url: httpx2.URL, network: Network, headers: dict[str, str], deadline: Deadline, ca_file: str
) -> Answer:
    """GET a page; raise `Unavailable` where no whole answer comes."""
    backend = Backend(deadline, _trusted(network), network.head)
    target = httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    try:
        with (
            closing(_pool(url, network, backend, ca_file)) as pool,
            pool.stream("GET", target, headers=_pairs(url, network, headers)) as response,
        ):
            return _answer(response, backend, network)
    except (httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.ProxyError) as error:
        raise Unavailable(f"incomplete or broken answer ({error}): try again later") from None


def _trusted(network: Network) -> frozenset[str]:
    proxy = httpx2.URL(network.proxy)
    return network.allow_private | {f"{proxy.host}:{proxy.port or 80}"}


def _pool(
    url: httpx2.URL, network: Network, backend: Backend, ca_file: str
) -> httpcore2.ConnectionPool:
    context = _context(ca_file) if url.scheme == "https" else None
    if not network.proxy:
        return httpcore2.ConnectionPool(context, max_connections=1, network_backend=backend)
    _require_no_literal(url, network)
    return httpcore2.HTTPProxy(network.proxy, ssl_context=context, network_backend=backend)


def _require_no_literal(url: httpx2.URL, network: Network) -> None:
    """Refuse a private address where a proxy resolves the names, and only literals can be seen."""
    try:
        is_public = addresses.public(url.host)
    except ValueError:
        return
    if not is_public and f"{url.host}:{url.port or 80}" not in network.allow_private:
        raise Forbidden(f"refused: private address ({url.host})")


@cache
def _context(ca_file: str) -> ssl.SSLContext:
    if not ca_file:
        return httpx2.create_ssl_context(trust_env=False)
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise ConfigError(f"ca_file {ca_file} cannot be read ({error}): check the name") from None


def _pairs(url: httpx2.URL, network: Network, headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    fixed = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": network.agent,
        "Accept": "application/atom+xml, application/rss+xml, application/feed+json, text/html,"
        " */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    pairs = (fixed | headers).items()
    return [(name.encode("ascii"), value.encode("latin-1", "ignore")) for name, value in pairs]


def _answer(response: httpcore2.Response, backend: Backend, network: Network) -> Answer:
    stream = backend.stream
    assert stream is not None
    head = stream.head_ended()
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }
    if response.status != _OK:
        return Answer(response.status, headers, b"")
    chunks: Iterator[bytes] = response.iter_stream()
    coding = headers.get("content-encoding", "")
    body = encoding.decoded(chunks, coding, network.body, network.ratio)
    announced = headers.get("content-length", "")
    if announced.isdecimal() and stream.size > head + int(announced) and not network.proxy:
        raise Unavailable(f"incomplete: more than the {announced} bytes that it announces")
    return Answer(response.status, headers, body)
