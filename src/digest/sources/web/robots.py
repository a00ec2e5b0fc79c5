"""robots.txt (RFC 9309): what a site lets programs read.

It governs what we find by following links; an address that a user has named is fetched because the
user asks for it, as a browser would.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.errors import Failed
from digest.sources.web.fetch import BadStatus
from digest.sources.web.network import ROBOT

if TYPE_CHECKING:
    from protego import Protego

    from digest.sources.web.fetch import Fetcher

_MOST = 500_000  # bytes; a crawler must read at least 500 KiB (RFC 9309, 2.5)
_ALL = ""
_NOTHING = "User-agent: *\nDisallow: /"


class Robots:
    """The rules of the sites of one run, each asked for once."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, Protego] = {}

    def allow(self, url: str, ca_file: str = "") -> bool:
        """Tell whether a site lets us read a page, and keep the pause that it asks for."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._guard:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if site not in self._known:
                self._known[site] = self._ask(site, ca_file)
            rules = self._known[site]
        if (delay := rules.crawl_delay(ROBOT)) and parts.hostname:
            self._fetcher.hosts.slow_down(parts.hostname, delay)
        return bool(rules.can_fetch(url, ROBOT))

    def _ask(self, site: str, ca_file: str) -> Protego:
        from protego import Protego  # here: only who follows links pays for it

        return Protego.parse(self._text(site, ca_file))

    def _text(self, site: str, ca_file: str) -> str:
        try:
            page = self._fetcher.get(f"{site}/robots.txt", ca_file=ca_file)
        except BadStatus as error:  # 4xx: there are no rules; 5xx: they cannot be known
            return _ALL if 400 <= error.status < 500 else _NOTHING
        except Failed:
            return _NOTHING
        return page.body[:_MOST].decode("utf-8", "replace")
