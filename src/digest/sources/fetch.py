"""One page from the web: bounded, and never from a private address."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.errors import Forbidden, InputError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.sources.limits import Limits

_REDIRECTS = 5
_SECONDS = 20.0
_MOVED = frozenset((301, 302, 303, 307, 308))
# Ranges that Python 3.11 takes for global although they lead inside, or to nobody.
_INSIDE = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "224.0.0.0/4", "64:ff9b::/96", "2002::/16", "::/96"))
)


def get(url: str, limits: Limits) -> tuple[bytes, str]:
    """Return the body of a page and the address it came from in the end."""
    for _ in range(_REDIRECTS + 1):
        _require_public(url)
        body, moved = _once(url, limits.bytes)
        if not moved:
            return body, url
        url = urljoin(url, moved)
    raise Unavailable(f"more than {_REDIRECTS} redirects: give the final address")


def _once(url: str, limit: int) -> tuple[bytes, str]:
    import httpx2  # here: only who fetches pays for it

    try:
        with httpx2.stream("GET", url, timeout=_SECONDS, follow_redirects=False) as response:
            if response.status_code in _MOVED:
                return b"", response.headers.get("location", "")
            if response.status_code != 200:
                raise Unavailable(
                    f"HTTP status {response.status_code}: try its address in a browser"
                )
            return _bounded(response.iter_bytes(), limit), ""
    except httpx2.HTTPError as error:
        raise Unavailable(f"cannot be fetched ({type(error).__name__}): try again later") from None


def _bounded(chunks: Iterator[bytes], limit: int) -> bytes:
    """Join the chunks, as they are after decompression."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise InputError(f"too large (more than {limit} bytes): give a smaller page")
    return bytes(body)


def _require_public(url: str) -> None:
    """Refuse a host where any of its addresses is private."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise InputError("not a plain http(s) address: give one without a password")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unavailable(f"no such host ({parts.hostname}): check the address") from None
    for entry in found:
        if not public(str(entry[4][0])):
            raise Forbidden(
                f"a private address ({parts.hostname}): save the page to a file instead"
            )


def public(address: str) -> bool:
    """Tell whether an address is one of the open internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return public(str(mapped))
    return found.is_global and not any(found in network for network in _INSIDE)
