"""Feeds (RSS, RDF, Atom, JSON Feed) to articles, newest first."""

from __future__ import annotations

import calendar
import io
import itertools
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urljoin, urlsplit

from digest.errors import InputError
from digest.records import Caveat, caveat
from digest.sources.decoding.decode import decode
from digest.sources.item import Item
from digest.sources.limits import DEFAULT, Limits
from digest.sources.parsing import articles, fragment
from digest.sources.parsing.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from time import struct_time

_DECLARATION = re.compile(r"""\s*<\?xml\b(?:[^>]*?\bencoding\s*=\s*["']([\w.:-]+))?[^>]*>""")
_REFERENCE = re.compile(r"&#(?:x([\da-f]{1,8})|(\d{1,8}));", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def read(data: bytes, url: str = "", limits: Limits = DEFAULT, charset: str = "") -> Iterator[Item]:
    """Yield the entries of an XML feed; raise `InputError` where it is none.

    `charset` is what its server says, and comes before what the feed says of itself.
    """
    import feedparser  # here: slow to load, and many runs have no feed

    xml, doubts = _decoded(data, charset)
    # Only ever bytes in memory: a string that looks like a path or a URL would be opened.
    try:
        parsed = feedparser.parse(io.BytesIO(_without_doctype(xml)), response_headers=_headers(url))
    except Exception as error:  # of names and namespaces that it does not expect
        raise InputError(f"not a feed that can be read ({type(error).__name__})") from None
    if not parsed.get("version") and not parsed.entries:
        raise InputError(not_a_feed(data, url))
    source, language = articles.line(_said(parsed.feed, "title")), _said(parsed.feed, "language")
    warnings = (*doubts, *_noted(parsed))
    for entry in _newest(parsed.entries, _published, limits.items):
        page = _page(entry, source, url)
        yield Item(articles.from_page(page, language, warnings), _said(entry, "id"))


def json_feed(feed: dict[str, Any], limits: Limits = DEFAULT) -> Iterator[Item]:
    """Yield the items of a JSON Feed."""
    items = [item for item in feed.get("items") or () if isinstance(item, dict)]
    source = articles.line(str(feed.get("title") or ""))
    language = str(feed.get("language") or "")
    for item in _newest(items, _json_published, limits.items):
        page = articles.from_page(_json_page(item, source), language)
        yield Item(page, str(item.get("id") or ""))


def _decoded(data: bytes, charset: str) -> tuple[bytes, tuple[Caveat, ...]]:
    """Return a feed as UTF-8 without a declaration: feedparser would believe one that is wrong."""
    declared = _DECLARATION.match(data[:1000].decode("latin-1"))
    decoded = decode(data, charset or ((declared[1] or "") if declared else ""))
    xml = _DECLARATION.sub("", _REFERENCE.sub(_sound, decoded.text), count=1)
    return xml.encode(), decoded.warnings


def _sound(reference: re.Match[str]) -> str:
    """Return a reference to a character, or a sign for half of a surrogate pair, which is none."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else reference[0]


def _without_doctype(data: bytes) -> bytes:
    """Drop the entity definitions: the fast and the loose parser differ in what they expand."""
    start = data[:65536].upper().find(b"<!DOCTYPE")
    if start < 0 or b"[" not in data[start : start + 1000].split(b">")[0]:
        return data
    end = data.find(b"]>", start)
    return data[:start] + data[end + 2 :] if end > 0 else data


def _headers(url: str) -> dict[str, str]:
    """Say what feedparser would hear from a server, whose own word for the type is often wrong."""
    return {"content-location": url, "content-type": "application/xml; charset=utf-8"}


def not_a_feed(data: bytes, url: str) -> str:
    """Say that some bytes are no feed, and which feed they name, if any."""
    if b"<opml" in data[:1000].lower():
        return "a list of feeds, not a feed: give it to `digest sources import`"
    channel = urlsplit(url).path.strip("/") if articles.host(url) == "t.me" else ""
    hint = f"/s/{channel}" if channel else fragment.alternate(data)
    hint = urljoin(url, hint) if hint else ""
    return f"not a feed: give {hint} instead" if hint else "not a feed: check its address"


def _noted(parsed: Any) -> tuple[Caveat, ...]:
    if not parsed.bozo:
        return ()
    reason = articles.line(str(parsed.get("bozo_exception") or ""), 80)
    return (caveat("feed_malformed", reason=reason),)


def _page(entry: Any, source: str, url: str) -> Page:
    bodies = [part.get("value") or "" for part in entry.get("content") or ()]
    body = max([*bodies, _said(entry, "summary")], key=len)
    text, cuts = articles.parted(fragment.paragraphs(body))
    title = fragment.text(_said(entry, "title"))
    return Page(
        title=title,
        text=_beyond(title, text),
        url=_link(urljoin(url, link)) if (link := _said(entry, "link")) else "",
        source=source,
        byline=_said(entry, "author"),
        published=_published(entry),
        tags=tuple(tag.term for tag in entry.get("tags") or () if tag.get("term"))[:20],
        cuts=cuts,
    )


def _said(of: Any, key: str) -> str:
    """Return what an entry or a feed says under a key, which may be there and hold nothing."""
    return str(of.get(key) or "")


def _json_page(item: dict[str, Any], source: str) -> Page:
    html, plain = (str(item.get(key) or "") for key in ("content_html", "content_text"))
    authors = item.get("authors") or [item.get("author") or {}]
    names = [str(author.get("name") or "") for author in authors if isinstance(author, dict)]
    body = fragment.paragraphs(html) if html else articles.paragraphs(plain)
    text, cuts = articles.parted(body or articles.paragraphs(str(item.get("summary") or "")))
    title = str(item.get("title") or "")
    return Page(
        title=title,
        text=_beyond(title, text),
        url=_link(str(item.get("url") or "")),
        source=source,
        byline=", ".join(filter(None, names)),
        published=_json_published(item),
        tags=tuple(str(tag) for tag in item.get("tags") or ()),
        cuts=cuts,
    )


def _beyond(title: str, text: tuple[str, ...]) -> tuple[str, ...]:
    """Return a text, or nothing where it says the title again, as those of aggregators do."""
    return text if _WORD.findall(" ".join(text)) != _WORD.findall(title) else ()


def _link(url: str) -> str:
    """Return the address of an article, also where Google Alerts counts who goes there."""
    if articles.host(url) == "google.com" and (target := parse_qs(urlsplit(url).query).get("url")):
        url = target[0]
    return url if articles.host(url) else ""


def _published(entry: Any) -> datetime | None:
    for key in ("published", "updated"):  # dict.get: the entry's own warns that it mixes the two
        if parts := dict.get(entry, f"{key}_parsed"):
            return _utc(parts)
        if found := articles.rfc(str(dict.get(entry, key) or "")):
            return found
    return None


def _utc(parts: struct_time) -> datetime | None:
    try:
        return articles.moment(datetime.fromtimestamp(calendar.timegm(parts), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _json_published(item: dict[str, Any]) -> datetime | None:
    return articles.iso(item.get("date_published"))


def _newest(
    entries: list[Any], published: Callable[[Any], datetime | None], count: int
) -> Iterator[Any]:
    """Return the newest; the undated count as new, so that a missing date hides nothing."""
    newest = datetime.now(UTC)
    ordered = sorted(entries, key=lambda entry: published(entry) or newest, reverse=True)
    return itertools.islice(ordered, count)
