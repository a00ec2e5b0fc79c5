"""A mail of several stories, parted where its structure is plain: headlines that are links.

Whatever stands below a headline, up to the next one, is of its story; no line is lost. The links
themselves are not told: those of newsletters name who reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.records import Cut
from digest.sources.parsing import articles, fragment, markup
from digest.sources.parsing.page import Page
from digest.sources.parsing.webpage import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from digest.sources.limits import Limits

_LEAST = 3  # stories; an article may link to one or two others
_WORDS = 3  # of a headline; "Read more" has fewer
_LONGEST = 180  # letters of a headline
_TEXT = 40  # letters under a headline that is none by its tag
_INTRODUCTION = 40  # words above the first headline that are an article of their own
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_OPEN, _HEAD, _CLOSE = "\ue000", "\ue001", "\ue002"  # of private use: no text has them
_MARKED = re.compile(f"[{_OPEN}{_HEAD}{_CLOSE}]")
_URL = r"<?\(?https?://[^\s<>()]+\)?>?"
_ADDRESS = re.compile(_URL)
_ADDRESSED = re.compile(rf"(.*?[^\s:—–-])\s+{_URL}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line; `is_link` where all of it is one, `is_heading` where it is so by its tag, too."""

    text: str
    is_link: bool = False
    is_heading: bool = False


def stories(html: str, plain: str, limits: Limits) -> tuple[Page, ...]:
    """Return the stories of a newsletter, none where its structure does not part them.

    What stands above the first is a page without a title, if it is long enough for an article.
    """
    return _parted(_of_html(html, limits)) or _parted(_of_plain(plain))


def _of_html(source: str, limits: Limits) -> list[_Line]:
    from lxml import html
    from trafilatura.utils import load_html  # here: a second of imports

    if not source:
        return []
    tree = load_html(markup.bounded(markup.apart(_MARKED.sub("", source)), limits))
    if tree is None:
        return []
    for link in shown(tree).iter("a"):
        if link.get("href", "").startswith(("http://", "https://")):
            _mark(link)
    lines = fragment.paragraphs(html.tostring(tree, encoding="unicode"))
    return [_line(line) for line in lines if _MARKED.sub("", line)]


def _mark(link: HtmlElement) -> None:
    around = {one.tag for one in (*link.iterancestors(), *link.iterdescendants())}
    link.text = f"{_OPEN if around.isdisjoint(_HEADINGS) else _HEAD}{link.text or ''}"
    last = link[-1] if len(link) else None
    if last is None:
        link.text += _CLOSE
    else:
        last.tail = f"{last.tail or ''}{_CLOSE}"


def _line(marked: str) -> _Line:
    text = " ".join(_MARKED.sub("", marked).split())
    around = [part for part in re.split(f"[{_OPEN}{_HEAD}][^{_CLOSE}]*{_CLOSE}?", marked) if part]
    is_link = _MARKED.search(marked) is not None and not any(map(str.isalnum, "".join(around)))
    return _Line(text, is_link, is_link and _HEAD in marked)


def _of_plain(text: str) -> list[_Line]:
    """Take the lines of a plain text, with an address after a line or in the next as its link."""
    found: list[_Line] = []
    for line in articles.paragraphs(text):
        if _ADDRESS.fullmatch(line) and found:
            found[-1] = _Line(found[-1].text, is_link=True)
        elif addressed := _ADDRESSED.fullmatch(line):
            found.append(_Line(addressed[1], is_link=True))
        else:
            found.append(_Line(line))
    return found


def _parted(lines: Sequence[_Line]) -> tuple[Page, ...]:
    heads = _headlines(lines)
    if len(heads) < _LEAST:
        return ()
    above, *sections = [
        [line.text for line in lines[start:end]] for start, end in pairwise((0, *heads, len(lines)))
    ]
    if 2 * len("".join(above)) > len("".join(line.text for line in lines)):
        return ()  # an article, with others below it
    pages = [_page(title, rest) for title, *rest in sections]
    introduction = _page("", above)
    if len(" ".join(introduction.text).split()) >= _INTRODUCTION:
        return (introduction, *pages)
    cuts = (*introduction.cuts, *(Cut(line, "newsletter") for line in introduction.text))
    first = pages[0]
    return (_page(first.title, first.text, (*cuts, *first.cuts)), *pages[1:])


def _headlines(lines: Sequence[_Line]) -> list[int]:
    """Return where the lines are that head a story."""
    texts = [line.text for line in lines]
    kept, _ = articles.parted(tuple(texts))
    could = [
        at
        for at, line in enumerate(lines)
        if line.is_link
        and len(line.text.split()) >= _WORDS
        and len(line.text) <= _LONGEST
        and texts.count(line.text) == 1
        and line.text in kept
    ]
    return [
        at
        for at, end in pairwise((*could, len(lines)))
        if lines[at].is_heading or len("".join(texts[at + 1 : end])) >= _TEXT
    ]


def _page(title: str, lines: Sequence[str], cuts: tuple[Cut, ...] = ()) -> Page:
    text, known = articles.parted(tuple(lines))
    return Page(title=title, text=text, cuts=(*cuts, *known))
