"""What an article's strings must lose before they reach a reader, in any format.

Titles, texts and addresses come from strangers. Here the invisible ones lose their power
(terminal escapes, bidirectional overrides, lone surrogates) and links their dangerous schemes;
each format escapes its own markup after that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from digest.text.writing.invisible import readable

SCHEMES = frozenset({"http", "https", "mailto"})

_BREAKS = re.compile("[\t-\r \x85\u2028\u2029]+")  # a no-break space stays: «7,4 км» is one thing
_UNFIT = re.compile(r"[\s\\]")  # browsers read a backslash as a slash, and so see another host


@dataclass(frozen=True, slots=True)
class Link:
    """An address that is safe to follow, and the host it leads to."""

    url: str
    host: str


def clean(text: str) -> str:
    """Return one line without what nobody sees."""
    return readable(_BREAKS.sub(" ", text)).strip()


def link(url: str) -> Link | None:
    """Return the link, or nothing where it misleads: a browser would run it, or go elsewhere."""
    address = clean(url)
    if address != url.strip() or _UNFIT.search(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or "@" in parts.netloc:  # http://bank.by@evil.example
        return None
    if parts.scheme == "mailto":
        return Link(address, parts.path)
    return Link(address, _spelled(host)) if host else None


def _spelled(host: str) -> str:
    """Return a host as what it is on the wire: a look-alike letter shows as punycode."""
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return ascii(host).strip("'")
