"""A page of the web to its article, without scripts, menus and what no reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from digest.errors import InputError
from digest.records import Caveat, caveat
from digest.sources.decoding.decode import decode
from digest.sources.limits import DEFAULT, Limits
from digest.sources.parsing import articles, markup
from digest.sources.parsing.page import Page
from digest.text.pages import walls

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_NOTHING = re.compile(r"0+(?:\.0*)?[a-z%]*")
_KEPT = frozenset(("html", "body", "main", "article"))  # pages hide these until a script shows them
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
_HEADS = frozenset(("table", "h1", "h2", "h3", "h4"))
_LAID = _HEADS | {"p", "div", "section", "ul", "ol"}
_FEW = 80  # words; a page of scripts has no more without them
_LEAST_LETTERS = 40


def extract(data: bytes | str, url: str = "", limits: Limits = DEFAULT, charset: str = "") -> Page:
    """Return the article of a page; raise `InputError` where there is none.

    `charset` is what a server says of a page that does not say it itself.
    """
    source, warnings = _source(data, charset)
    source = markup.bounded(markup.apart(source), limits)
    document = _document(source, url)
    text, cuts = articles.parted(articles.paragraphs(document.text or "") if document else ())
    title = articles.title(document.title or "") if document else ""
    _require(source, title, text)
    stub = (caveat("stub"),) if walls.is_stub([*text, *(cut.text for cut in cuts)]) else ()
    return Page(
        title=title,
        text=_without(title, text),
        url=_address(document.url, url),
        source=articles.line(document.sitename or ""),
        byline=articles.line(document.author or ""),
        published=articles.iso(document.date),
        tags=_tags(document),
        cuts=cuts,
        warnings=(*warnings, *stub),
    )


def _source(data: bytes | str, charset: str) -> tuple[str, tuple[Caveat, ...]]:
    if isinstance(data, str):
        return data, ()
    if not data.strip():
        raise InputError("empty: there is nothing to read")
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else charset)
    return decoded.text, decoded.warnings


def _document(source: str, url: str) -> Any:  # trafilatura's types are loose
    from trafilatura import bare_extraction  # here: a second of imports
    from trafilatura.utils import load_html

    tree = load_html(source)
    if tree is None:
        return None
    return bare_extraction(
        shown(tree),
        url=url or None,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
    )


def shown(tree: HtmlElement) -> HtmlElement:
    """Return a page without what a reader does not see, and without tables that only lay it out."""
    _unhide(tree)
    _unlay(tree)
    return tree


def _unhide(tree: HtmlElement) -> None:
    """Take out what a reader does not see: the carrier of text meant for machines only."""
    for element in list(tree.iter()):
        if element.getparent() is not None and _is_hidden(element):
            element.drop_tree()


def _unlay(tree: HtmlElement) -> None:
    """Make blocks of the tables that only lay out a page, as in newsletters: no row is a line."""
    laying = set(filter(_is_layout, tree.iter("table")))
    for element in [one for one in tree.iter(*_TABLE) if _table_of(one) in laying]:
        element.tag = "div"


def _table_of(element: HtmlElement) -> HtmlElement | None:
    return element if element.tag == "table" else next(element.iterancestors("table"), None)


def _is_layout(table: HtmlElement) -> bool:
    """Tell whether a table holds no data: one column, or cells of several blocks."""
    rows = [row for row in table.iter("tr") if _table_of(row) is table]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    if table.get("role") == "presentation" or all(len(row) < 2 for row in cells):
        return True
    return any(_is_laid(cell) for row in cells for cell in row)


def _is_laid(cell: HtmlElement) -> bool:
    blocks = [child.tag for child in cell if child.tag in _LAID]
    return len(blocks) > 1 or not _HEADS.isdisjoint(blocks)


def _is_hidden(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag in {"noscript", "template"}:
        return True
    if element.tag in _KEPT:
        return False
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return _hides(style) if style else False


def _hides(style: str) -> bool:
    parts = (part.partition(":") for part in "".join(style.lower().split()).split(";"))
    rules = {name: value.removesuffix("!important") for name, _, value in parts}
    return (
        rules.get("display") == "none"
        or rules.get("visibility") == "hidden"
        or any("line-through" in value for name, value in rules.items() if "decoration" in name)
        or any(_NOTHING.fullmatch(rules.get(name, "")) for name in ("font-size", "opacity"))
        or rules.get("color", "") in {rules.get("background"), rules.get("background-color")}
    )


def _require(source: str, title: str, text: tuple[str, ...]) -> None:
    whole = " ".join(text)
    if sum(map(str.isalpha, whole)) < _LEAST_LETTERS:
        if "<script" in source.lower() and len(markup.stripped(source).split()) < _FEW:
            raise InputError("no text without scripts: save the page as a browser shows it")
        raise InputError("no article: the page has no running text")
    if found := walls.wall(title, text):
        raise InputError(f"no article: a wall or an error page ({found[:40]})")


def _without(title: str, text: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the heading that repeats the title."""
    return tuple(part for part in text if part != title) or text


def _address(canonical: str | None, url: str) -> str:
    """Return the address that a page names for itself, where that is on its own site."""
    found = articles.host(canonical or "")
    if url and found != articles.host(url):
        return url
    return (canonical or "") if found else url


def _tags(document: Any) -> tuple[str, ...]:
    found = [*(document.categories or ()), *(document.tags or ())]
    return tuple(dict.fromkeys(articles.line(tag, 60) for tag in found if tag.strip()))[:20]
