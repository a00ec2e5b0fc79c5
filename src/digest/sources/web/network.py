"""What fetching may do and cost, and which addresses it accepts at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest import __version__
from digest.errors import Forbidden, InputError

if TYPE_CHECKING:
    from httpx2 import URL

ROBOT = "article-digest"  # the name that robots.txt knows us by
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Network:
    """The rules of one run.

    `allow_private` holds `host:port` as it stands in an address. Bounds are in bytes and seconds;
    `body` holds after decompression, `ratio` is the most that decompression may multiply by.
    """

    contact: str = ""
    allow_private: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset((80, 443))
    proxy: str = ""
    allow_downgrade: bool = False
    delay: float = 1.0
    seconds: float = 30.0
    redirects: int = 5
    head: int = 65_536
    body: int = 15_000_000
    ratio: int = 100

    @property
    def agent(self) -> str:
        """Who we say we are: the program, its version, and whom to write to."""
        contact = f"; +{self.contact}" if self.contact else ""
        return f"{ROBOT}/{__version__} (news digest for its own readers{contact})"


DEFAULT = Network()


def parse(address: str, network: Network, base: URL | None = None) -> URL:
    """Return a web address that may be asked for, joined to `base` where it is relative.

    Raises `InputError` for what is no plain http(s) address, `Forbidden` for a port not allowed.
    """
    import httpx2  # here: only who fetches pays for it

    if any(ord(sign) <= 32 or ord(sign) == 127 or sign == "\\" for sign in address.strip()):
        raise InputError("not an address (blanks or control characters in it): check it")
    try:
        url = base.join(address.strip()) if base else httpx2.URL(address.strip())
        port = url.port or _PORTS.get(url.scheme, 0)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise InputError(f"not an address ({error}): check it") from None
    if url.scheme not in _PORTS or not url.raw_host:
        raise InputError(f"not an http(s) address ({url.scheme or 'no scheme'}): give one")
    if url.userinfo:
        raise InputError("a password in the address: give it without one")
    if port not in network.ports and place(url) not in network.allow_private:
        raise Forbidden(
            f"port {port} is not allowed: add it to [network] ports, "
            f"or {place(url)} to allow_private"
        )
    return url


def place(url: URL) -> str:
    """Return `host:port`, the way `allow_private` names it."""
    return f"{url.raw_host.decode('ascii')}:{url.port or _PORTS[url.scheme]}"
