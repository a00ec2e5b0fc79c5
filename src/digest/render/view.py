"""A `Digest` as what the page says: strings in the reader's words, cleaned, in order.

Every format for readers is made from this one view, so that none of them knows more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.render.layout import PLAIN, Layout
from digest.text.writing.typography import capital

if TYPE_CHECKING:
    from digest.render.clean import Link
    from digest.wording import Wording


@dataclass(frozen=True, slots=True)
class PointView:
    """A statement in the language `told`, and the sentences of an article behind it, in its own.

    `evidence` holds no sentence that the statement repeats word for word. `origin` is the outlet,
    where it is not the one that tells the story; `original` what the point says in its own
    language, which is that of the evidence, in a bilingual layout.
    """

    text: str
    evidence: tuple[str, ...]
    language: str
    told: str
    origin: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """Another report, or a story in one line; `origin` is its outlet and its own language.

    `id` is that of its article, where the line stands for the story;
    `also` are its other reports.
    """

    text: str
    language: str
    origin: str
    link: Link | None
    id: str = ""
    also: tuple[HeadlineView, ...] = ()

    @property
    def host(self) -> str:
        """The host that the line leads to, where no outlet is called so already."""
        is_named = self.link is None or self.link.host in self.origin.split(", ")
        return "" if self.link is None or is_named else self.link.host

    @property
    def place(self) -> str:
        """The origin and the host, for brackets behind the line."""
        return ", ".join(filter(None, (self.origin, self.host)))


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story, ready to be laid out; `id` is that of its article.

    `told` is the language of its headline, which is its own where a translation kept it.
    `mark` is how it was translated, `note` what else to beware of; `reading` is how long the whole
    article takes to read, where it can be read elsewhere.
    """

    id: str
    headline: str
    told: str
    language: str
    direction: str
    credit: tuple[str, ...]
    mark: str
    points: tuple[PointView, ...]
    original_language: str
    original_title: str
    link: Link | None
    others: tuple[HeadlineView, ...]
    note: str
    published: datetime | None = None
    copies: str = ""
    figures: tuple[str, ...] = ()
    running: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """Stories under a heading that can be linked to."""

    anchor: str
    heading: str
    size: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the overview; `note` is how many outlets tell it, `story` the story's id."""

    text: str
    language: str
    note: str
    story: str


@dataclass(frozen=True, slots=True)
class FailureView:
    """Why some subjects failed, in plain words; the exact message is for the operator."""

    reason: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document; `id` is the same for each making of it, `moment` the begin of its day."""

    title: str
    language: str
    direction: str
    date: str
    counts: str
    sections: tuple[SectionView, ...]
    failures: tuple[FailureView, ...]
    words: Wording
    overview: tuple[LineView, ...] = ()
    brief: tuple[HeadlineView, ...] = ()
    id: str = ""
    moment: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    layout: Layout = PLAIN

    @property
    def dateline(self) -> str:
        """The date as a line of its own: «Аўторак, 24 лістапада 2026 г.»."""
        return capital(self.date)
