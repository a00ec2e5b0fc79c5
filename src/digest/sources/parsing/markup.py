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


# An element that holds little: some text, a few tags, none of its own kind; linear on any input.
_LITTLE = r"((?:[^<]{{0,999}}+<(?!/?(?:{0})\b)[^<>]*+>){{0,8}}+[^<]{{0,999}}+)</(?:{0})\s*>"
_RAISED = re.compile(r"<sup\b[^<>]*+>" + _LITTLE.format("sup"), re.IGNORECASE)
_STRUCK = re.compile(r"<(?:del|s|strike)\b[^<>]*+>" + _LITTLE.format("del|s|strike"), re.IGNORECASE)
_NOTE = re.compile(r"(?<=[^\s>])<a\b([^<>]*+)>\s*+(\d{1,3})\s*+</a\s*+>", re.IGNORECASE)
_ON_PAGE = re.compile(r"""\bhref\s*=\s*["']?[^"'\s#]*+#""", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def apart(source: str) -> str:
    """Return `source` with raised figures raised in the text, too, and what is struck out left out.

    Without it 2027<sup>1</sup> is the year 20271, and a price lowered from 100 to 90 is 10090.
    """
    kept = _STRUCK.sub(" ", source)
    raised = _RAISED.sub(lambda found: _above(_ANY_TAG.sub("", found[1])), kept)
    return _NOTE.sub(
        lambda link: _above(link[2]) if _ON_PAGE.search(link[1][:999]) else link[0], raised
    )


def _above(text: str) -> str:
    return text.strip().translate(_SUPERSCRIPT)


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
