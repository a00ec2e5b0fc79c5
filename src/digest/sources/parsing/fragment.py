"""The HTML inside a feed's entry: no page around it, so every paragraph counts."""

from __future__ import annotations

import html
import re

from digest.sources.limits import DEFAULT
from digest.sources.parsing import articles, markup

_ALTERNATE = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]{1,500})""", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;(?:p|br|div|a|b|i|em|strong|ul|img)\b", re.IGNORECASE)


def paragraphs(source: str) -> tuple[str, ...]:
    """Return the paragraphs of a piece of HTML, also where it was escaped once too often."""
    if _ESCAPED.search(source):
        source = html.unescape(source)
    source = markup.bounded(markup.apart(source), DEFAULT)
    return articles.paragraphs(markup.stripped(source))


def text(source: str) -> str:
    """Return a piece of HTML as one line."""
    return " ".join(paragraphs(source))


def alternate(data: bytes) -> str:
    """Return the feed that an HTML page names, if any."""
    for link in _ALTERNATE.findall(data[:200_000].decode("utf-8", "replace")):
        if _FEED_TYPE.search(link) and (found := _HREF.search(link)):
            return html.unescape(found[1])
    return ""
