"""A page saved or pasted as plain text: its story, without the lines of the site around it.

Nothing is lost silently: every line of the input is in the text, the title, a field or the cuts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.records import Caveat, Cut, caveat
from digest.sources.parsing.page import Page
from digest.text.pages import boilerplate, storylines, walls
from digest.text.statements.asides import is_aside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_SENTENCE = re.compile(r"[.!?…。！？][\"”“»'’)]*$")
_SENTENCE_LENGTH = 40  # letters; shorter lines with a full stop are as often labels as sentences
_FIRST_ALONE = re.compile(r"\s*\S[^\n]*\n[ \t]*\n")  # an empty line follows the first one
_LONG_WORD = re.compile(r"\w{4,}")
_ABOVE = 30  # lines between a title and its story: a byline, a date, share bars, a picture
_TITLE_LENGTH = 160
_TELLING = 8  # paragraphs of a story whose words its title shares
_DUMP = 60  # lines; a text with more, most of them short, is a page even if no phrase is known
_KNOWN = frozenset({"phrase", "copyright", "share bar", "plug-in"})  # surely no story
_IN_STORIES = frozenset({"", "ornament", "caption"})
_REFRAIN = 60  # letters; shorter lines of a story may come again
_SHORT = 40  # lines; a text with fewer is hardly a dump of a page
_BOOK = 20_000  # lines; no page has as many, and judging one takes about a kilobyte
_BETWEEN = 4  # lines; so many may stand above a text with their title
_DATE = re.compile(r"[^.!?]{0,30}\b\d{1,2}(?:[.:]\d\d|\s\w+\s\d{4})\b.{0,20}$")
_ROW = 2  # bars of the shortest row of sections, and spaces of the longest name in it
_REPEATS = 3  # texts; a line in two may be a story told twice


def extract(text: str, repeated: Collection[str] = ()) -> Page:
    """Return the story of a text; raise `InputError` where there is a banner or an error instead.

    `repeated` are lines that the articles of its source share.
    """
    page = _extracted(text, repeated)
    if found := walls.wall(page.title, page.text):
        raise InputError(f"no article: a wall or an error page ({found})")
    return page


def _extracted(text: str, repeated: Collection[str]) -> Page:
    lines = [folded for line in text.splitlines() if (folded := " ".join(line.split()))]
    headed = _FIRST_ALONE.match(text) is not None
    if len(lines) > _BOOK:
        return _whole(lines, headed=headed)
    labels = boilerplate.labels(lines, repeated)
    if not _has_furniture(lines, labels):
        return _whole(lines, headed=headed)
    for story in _stories(lines, labels):
        decided = _decided(lines, labels, story)
        if not _cuts_too_much(lines, decided, story):
            return _page(lines, decided)
    return _whole(lines, (caveat("furniture"),), headed=headed)


def _stories(lines: list[str], labels: list[str]) -> Iterator[list[bool]]:
    """Yield which lines may be the story: by the model, and of a short text all that are no phrase.

    The model knows pages; to it, the few paragraphs of an article may look like anything.
    """
    yield storylines.story(lines, labels)
    if len(lines) <= _SHORT:
        yield _unlisted(lines, labels)


def _unlisted(lines: list[str], labels: list[str]) -> list[bool]:
    """Say of each line whether it is neither a known phrase nor, below one, the title of a link."""
    found, listed = [], False
    for line, label in zip(lines, labels, strict=True):
        listed = label == "phrase" or (listed and not _SENTENCE.search(line))
        found.append(not listed and label in _IN_STORIES)
    return found


def repeated_lines(texts: Sequence[str]) -> frozenset[str]:
    """Return the lines that most of the texts share, and that are no sentences of a story."""
    counts = Counter(
        line for text in texts for line in {" ".join(x.split()) for x in text.splitlines()}
    )
    least = max(_REPEATS, len(texts) // 2 + 1)
    return frozenset(
        x for x, times in counts.items() if x and times >= least and not _is_sentence(x)
    )


def _is_sentence(line: str) -> bool:
    return len(line) >= _SENTENCE_LENGTH and _SENTENCE.search(line) is not None


def _has_furniture(lines: list[str], labels: list[str]) -> bool:
    """Say whether anything on the page is known not to be its story; a poem has no such line."""
    if any(label not in _IN_STORIES for label in labels):
        return True
    return len(lines) > _DUMP and sum(line.count(" ") < 3 for line in lines) > len(lines) / 3


def _decided(lines: list[str], labels: list[str], story: list[bool]) -> list[str]:
    """Return for each line "" (story), a role, "title", or the reason of its cut."""
    decided = [
        "" if kept and label == "caption" else label or ("" if kept else "outside the story")
        for kept, label in zip(story, labels, strict=True)
    ]
    decided = _once(lines, decided)
    title = _title(lines, decided)
    if title is not None:
        decided[title] = "title"
    return [
        label if label == "caption" and not why else why
        for label, why in zip(labels, decided, strict=True)
    ]


def _once(lines: list[str], decided: list[str]) -> list[str]:
    """Cut what a story says again to the letter: the caption of each size of a picture."""
    first: dict[str, int] = {}
    for at, line in enumerate(lines):
        if not decided[at]:
            first.setdefault(line, at)
    return [
        "said before" if not why and len(line) >= _REFRAIN and first[line] < at else why
        for at, (line, why) in enumerate(zip(lines, decided, strict=True))
    ]


def _title(lines: list[str], decided: list[str]) -> int | None:
    """Return the line above the story, or its first, that shares the most words with it."""
    story = [at for at, why in enumerate(decided) if not why]
    if not story:
        return None
    begins = [set(_LONG_WORD.findall(lines[at].lower())) for at in story[:_TELLING]]
    known = Counter(word for words in begins for word in words)
    best, most = None, -1
    for at in range(min(story[0] + 1, len(lines) - 1), max(-1, story[0] - _ABOVE), -1):
        if decided[at] in ("", "outside the story") and _could_head(lines[at]):
            own = not decided[at]  # a line of the story is no evidence for itself
            shared = sum(known[x] > own for x in set(_LONG_WORD.findall(lines[at].lower())))
            if shared > most:
                best, most = at, shared
    return best


def _could_head(line: str) -> bool:
    if _is_menu(line):
        return False
    return line.count(" ") >= 2 and 15 <= len(line) <= _TITLE_LENGTH and line[-1] not in ".:,;"


def _is_menu(line: str) -> bool:
    """Tell whether a line is a row of sections: `Home | News | Sport`."""
    parts = line.split(" | ")
    return len(parts) > _ROW and all(part.count(" ") < _ROW for part in parts)


def _cuts_too_much(lines: list[str], decided: list[str], story: list[bool]) -> bool:
    """Say whether most of an article would go: of a short text, or of what looks like a story."""
    kept = ("", "title")
    left = sum(len(line) for line, why in zip(lines, decided, strict=True) if why in kept)
    if len(lines) <= _SHORT:  # no dump of a page; and verses do not look like a story
        judged = sum(
            len(line) for line, why in zip(lines, decided, strict=True) if why not in _KNOWN
        )
        return 2 * left < judged or 4 * left < sum(map(len, lines))
    return (
        2 * left < sum(len(line) for line, kept in zip(lines, story, strict=True) if kept)
        or not left
    )


def _whole(lines: list[str], warnings: tuple[Caveat, ...] = (), *, headed: bool) -> Page:
    """Return everything; the first line is the title where it stands alone, or over a sentence."""
    title = ""
    if len(lines) > 1:
        text = next((line for line in lines[1:_BETWEEN] if not _is_between(line)), "")
        over = _could_head(lines[0]) and _is_sentence(text) and len(text) > len(lines[0])
        alone = (
            headed
            and not _is_menu(lines[0])
            and len(lines[0]) <= _TITLE_LENGTH
            and lines[0][-1] not in ".:,;…"
        )
        title = lines[0] if over or alone else ""
    return Page(title=title, text=tuple(lines[1:] if title else lines), warnings=warnings)


def _is_between(line: str) -> bool:
    """Tell whether a line is a caption or a date, as one stands between a title and its text."""
    return is_aside(line) or _DATE.match(line) is not None


def _page(lines: list[str], decided: list[str]) -> Page:
    fields: dict[str, str] = {"title": "", "byline": "", "credit": "", "source": ""}
    text, cuts = [], []
    for line, why in zip(lines, decided, strict=True):
        if not why:
            text.append(line)
        elif fields.get(why) == "":
            fields[why] = line if why == "title" else boilerplate.remainder(line)
        else:
            cuts.append(Cut(line, why))
    known = [cut.text for cut in cuts if cut.reason == "phrase"]
    return Page(
        title=fields["title"],
        text=tuple(text),
        byline=fields["byline"],
        credit=fields["credit"],
        source=fields["source"],
        cuts=tuple(cuts),
        warnings=(caveat("stub"),) if walls.is_stub(known) else (),
    )
