"""The page as a letter: one column that every mail program shows, its styles still in one place.

Whoever sends it puts the styles on their elements, for programs that drop a `<style>`. What does
not fit is named in a line, and what does not fit then is counted; both lead to the web version.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from digest.render import plain
from digest.render.feeds import stories
from digest.render.layout import PLAIN
from digest.render.pages import page as view_of
from digest.render.templating import fill
from digest.render.view import HeadlineView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.records import Digest
    from digest.render.layout import Layout
    from digest.render.view import FailureView, Page, StoryView

FEW = 5  # failures of a kind that a text names
WHOLE, LINES = 150, 40  # stories that are named in a letter that tells all others; in a shorter one
_PREHEADER = 110  # characters; inboxes show 40 to 110
# Letters and digits of the scripts that run from right to left, from Hebrew to Adlam.
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Letters:
    """The letters of an edition, of any length: its page is made once for all of them."""

    def __init__(self, digest: Digest, layout: Layout = PLAIN) -> None:
        """Look at the edition once."""
        self._whole = view_of(digest, layout)
        self._size = sum(len(section.stories) for section in digest.sections)

    def html(self, most: int) -> str:
        """Return the letter that tells at most so many stories; its styles are in the head still.

        Raises `ConfigError` where a template of the user's is broken.
        """
        whole = self._whole
        letter, unsaid = _letter(whole, most)
        values = {"preheader": _preheader(whole), "rest": unsaid, "tongue": _tongue(whole.language)}
        made = fill("mail.html.jinja", letter, **values)
        one_way = whole.direction == "ltr" and not _FROM_THE_RIGHT.search(made)
        return made.replace(' dir="auto"', "") if one_way else made  # it is in every line

    def text(self, most: int) -> str:
        """Return the same as plain text; it ends with the way to what it leaves out, and to leave.

        A letter that is short of stories is short of failures, too.
        """
        letter, unsaid = _letter(self._whole, most)
        if most < self._size:
            letter = replace(letter, failures=tuple(map(_few, letter.failures)))
        words, url = letter.words, letter.layout.url
        rest = [words.count("rest", unsaid)] if unsaid else []
        rest += [f"{words.text('open_in_browser')}: {url}"] if url else []
        rest.append(plain.wrap(words.text("unsubscribe")))
        return plain.render(letter) + "".join(f"\n{one}\n" for one in rest)


def _few(failures: FailureView) -> FailureView:
    """Return failures of a kind of which FEW are named; a sign stands for the others."""
    more = ("…",) * (len(failures.subjects) > FEW)
    return replace(failures, subjects=(*failures.subjects[:FEW], *more))


def _tongue(page: str) -> Callable[..., str]:
    """Return what writes the language of a passage, where it is not that of what it stands in."""

    def told(language: str, around: str = page) -> str:
        return "" if language == around else Markup(' lang="{}"').format(language)

    return told


def _letter(whole: Page, most: int) -> tuple[Page, int]:
    """Return a page that tells at most so many stories, and how many it does not even name."""
    untold = tuple(map(_line, list(stories(whole))[most:]))
    left, lines = untold + whole.brief, LINES if untold else WHOLE
    return replace(_first(whole, most), brief=left[:lines]), max(0, len(left) - lines)


def _first(page: Page, most: int) -> Page:
    """Return the page with its first stories, and no heading above nothing."""
    sections = []
    for section in page.sections:
        kept = section.stories[: max(most, 0)]
        most -= len(kept)
        if kept:
            sections.append(replace(section, stories=kept))
    return replace(page, sections=tuple(sections))


def _line(story: StoryView) -> HeadlineView:
    outlet = ", ".join(story.credit[:1])
    return HeadlineView(story.headline, story.told, outlet, story.link, also=story.others)


def _preheader(page: Page) -> str:
    """Return what an inbox shows after the subject: the first headlines, whole words of them."""
    said = " · ".join(_headlines(page))
    if len(said) <= _PREHEADER:
        return said
    return said[: said.rindex(" ", 0, _PREHEADER)] + " …" if " " in said[:_PREHEADER] else ""


def _headlines(page: Page) -> Iterator[str]:
    lines = [line.text for line in page.overview] or [story.headline for story in stories(page)]
    yield from lines[:4]
