"""Linear passes over HTML that keep a parser within what it can bear.

libxml2 returns an empty tree, without a word, for elements nested deeper than 255 or an attribute
over 10 MB.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.sources.limits import Limits

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/><]*+)[^<>]*+>")  # possessive: linear on any input
_INLINE = re.compile(
    r"</?(?:a|abbr|b|code|em|font|i|s|small|span|strong|sub|sup|u)(?=[\s/>])[^<>]*+>", re.IGNORECASE
)
_MANY_TAGS = 50_000  # trafilatura needs minutes where so many stand in one paragraph
_VOID = frozenset(  # the last two lines are those that the parser closes by itself
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
        *("p", "li", "dt", "dd", "tr", "td", "th", "option"),
        *("thead", "tbody", "tfoot", "colgroup"),
    )
)
_BLOCK = frozenset(
    (
        *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "caption"),
        *("section", "article", "aside", "header", "footer", "blockquote", "pre"),
        *("figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
# What a tag puts between the texts around it; without it, the cells 54 and 3 would read 543.
_BETWEEN = {mark + name: "\n" for name in _BLOCK for mark in ("", "/")}
_BETWEEN |= {"td": " | ", "th": " | "}
_SCRIPT = frozenset(("script", "style", "noscript", "template"))


def bounded(source: str, limits: Limits) -> str:
    """Return `source` with long attributes shrunk and the deepest wrappers taken out."""
    opened = source.replace("<html/>", "<html>", 1)  # closed at once, it would hold nothing
    if opened.count("<") > _MANY_TAGS:
        opened = _INLINE.sub("", opened)
    return _flattened(_shrunk(opened, limits.attribute), limits.depth)


def _shrunk(source: str, limit: int) -> str:
    if len(source) <= limit:
        return source
    return re.sub(rf"""=\s*(?:"[^"<>]{{{limit},}}"|'[^'<>]{{{limit},}}')""", '=""', source)


def _flattened(source: str, limit: int) -> str:
    """Drop every tag nested deeper than `limit`; what it holds stays, one level up."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _VOID or match[0].endswith("/>"):
            return match[0]
        inner = depth if match[1] else depth + 1
        depth = max(0, depth - 1) if match[1] else inner
        return match[0] if inner <= limit else " "

    return _TAG.sub(keep, source)


def uncommented(source: str) -> str:
    """Drop the comments; one that never ends hides what follows it, as in a browser."""
    first, *rest = source.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def stripped(source: str) -> str:
    """Return the text between the tags, a line per block, without scripts, styles and comments."""
    parts: list[str] = []
    skipped = ""
    end = 0
    source = uncommented(source)
    for match in _TAG.finditer(source):
        name = match[2].lower()
        if not skipped:
            parts.append(source[end : match.start()])
            parts.append(_BETWEEN.get(match[1] + name, ""))
            skipped = name if name in _SCRIPT and not match[1] else ""
        elif name == skipped and match[1]:
            skipped = ""
        end = match.end()
    if not skipped:
        parts.append(source[end:])
    return html.unescape("".join(parts))
