"""Subscriptions of other readers: OPML 2.0, which is an outline of feeds in XML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.sources.parsing import articles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEPTH = 50
_NAME = 80


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed of somebody's list; `topics` are the folders that it lay in, the outer first."""

    name: str
    url: str
    topics: tuple[str, ...] = ()


def read(data: bytes) -> list[Subscription]:
    """Return the feeds of an OPML file; raise `InputError` where it is none.

    Entities and a DTD are refused, not expanded; an outline without an address is a folder.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise InputError("an OPML file with entities or a DTD: refused, export it anew") from None
    except (ParseError, ValueError, LookupError) as error:
        raise InputError(f"not XML ({error}): export it anew") from None
    if root.tag != "opml":
        raise InputError("not an OPML file: export one from the other reader")
    return _feeds(root)


def _feeds(root: Element) -> list[Subscription]:
    found: dict[str, Subscription] = {}
    pending: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while pending:
        element, topics = pending.pop()
        name = articles.line(element.get("text") or element.get("title") or "", _NAME)
        url = (element.get("xmlUrl") or "").strip()
        if url:
            found.setdefault(url, Subscription(name or articles.host(url) or url, url, topics))
        elif element.tag == "outline" and name:
            topics = (*topics, name)
        if len(topics) < _DEPTH:
            pending += [(child, topics) for child in reversed(element)]
    return list(found.values())
