"""A `Digest` as what the page says: strings in the reader's words, cleaned, in order.

Every format for readers is made from this one view, so that none of them knows more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.records import Story
from digest.render.clean import Link, clean, link
from digest.render.warnings import told
from digest.text.sentences import sentences
from digest.wording import Wording, direction, wording
from digest.wording.languages import primary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from digest.records import Article, Briefing, Digest, Failure, Point

DRAFT = "draft:"


@dataclass(frozen=True, slots=True)
class PointView:
    """A statement, and the sentences of the article behind it."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """Another report of the same story."""

    text: str
    language: str
    language_name: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story, ready to be laid out."""

    headline: str
    language: str
    direction: str
    credit: str
    mark: str
    points: tuple[PointView, ...]
    original_language: str
    original_title: str
    link: Link | None
    others: tuple[HeadlineView, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """Stories under a heading that can be linked to."""

    anchor: str
    heading: str
    size: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True)
class FailureView:
    """What is missing, why in plain words, and the exact message."""

    subject: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document."""

    title: str
    language: str
    direction: str
    date: str
    counts: str
    sections: tuple[SectionView, ...]
    failures: tuple[FailureView, ...]
    words: Wording


def page(digest: Digest) -> Page:
    """Return the view of an edition."""
    words = wording(digest.language)
    teller = _Teller(words, digest.language, ZoneInfo(digest.timezone))
    return Page(
        title=clean(digest.edition),
        language=digest.language or words.language,
        direction=direction(digest.language or words.language),
        date=words.date(digest.day),
        counts=_counts(digest, words),
        sections=tuple(
            SectionView(
                f"s{number}",
                clean(section.heading),
                words.count("stories", len(section.stories)),
                tuple(teller.story(story) for story in section.stories),
            )
            for number, section in enumerate(digest.sections, 1)
        ),
        failures=tuple(_failure(failure, words) for failure in digest.failures),
        words=words,
    )


def briefings_page(briefings: Sequence[tuple[Briefing, tuple[Briefing, ...]]]) -> Page:
    """Return the view of single articles: their translations, or else their own briefing."""
    shown = [
        Story(lead, original)
        for original, translations in briefings
        for lead in translations or (original,)
    ]
    reader = next((story.lead.language for story in shown if story.lead.route), "")
    language = reader or next((story.lead.language for story in shown), "en")
    words = wording(language)
    teller = _Teller(words, reader, None)
    stories = tuple(teller.story(story) for story in shown)
    return Page(
        title=stories[0].headline if stories else "",
        language=language,
        direction=direction(language),
        date="",
        counts="",
        sections=(SectionView("s1", "", "", stories),),
        failures=(),
        words=words,
    )


def _counts(digest: Digest, words: Wording) -> str:
    counts = digest.counts
    stories = counts.get("stories", 0)
    total = counts.get("articles")
    first = (
        words.count("stories", stories)
        if total is None
        else words.count("articles_of", stories, total=total)
    )
    # an edition for no reader in particular translates nothing, so nothing is missing there
    keys = ("translated", "untranslated", "failed") if digest.language else ("failed",)
    rest = (words.count(key, counts[key]) for key in keys if counts.get(key))
    return " · ".join((first, *rest))


_REASONS = {66: "missing", 69: "unavailable", 75: "unavailable"}
_STAGES = frozenset({"language", "summarize", "translate"})


def _failure(failure: Failure, words: Wording) -> FailureView:
    if failure.stage in _STAGES:
        reason = failure.stage
    else:
        reason = _REASONS.get(failure.exit_code, "input" if failure.exit_code == 65 else "other")
    return FailureView(clean(failure.subject), words.text(f"failed_{reason}"), clean(failure.error))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells stories in the words of one reader."""

    words: Wording
    language: str
    zone: tzinfo | None

    def story(self, story: Story) -> StoryView:
        """Return the view of one story."""
        lead, article = story.lead, story.original.article
        return StoryView(
            headline=self._headline(lead),
            language=lead.language,
            direction=direction(lead.language),
            credit=self._credit(article),
            mark=self._mark(lead),
            points=_points(lead.points, article),
            original_language=story.original.language,
            original_title=self.words.quote(clean(article.title)) if lead.route else "",
            link=link(article.url),
            others=tuple(self._other(other) for other in story.others),
            warnings=tuple(self._warnings(lead)),
        )

    def _headline(self, briefing: Briefing) -> str:
        text = clean(briefing.headline) or clean(briefing.article.title)
        return text or self.words.text("untitled")

    def _other(self, briefing: Briefing) -> HeadlineView:
        name = self.words.language_name(briefing.language)
        address = link(briefing.article.url)
        return HeadlineView(self._headline(briefing), briefing.language, name, address)

    def _credit(self, article: Article) -> str:
        known = dict.fromkeys((clean(article.source), clean(article.byline), clean(article.credit)))
        moment = self._moment(article.published) if article.published else ""
        return " · ".join(part for part in (*known, moment) if part)

    def _moment(self, published: datetime) -> str:
        return self.words.time(published.astimezone(self.zone) if self.zone else published)

    def _mark(self, briefing: Briefing) -> str:
        if briefing.route:
            key = "draft" if any(map(_is_draft, briefing.warnings)) else "translated"
            return self.words.text(key, route=self._route(briefing.route))
        if self.language and primary(briefing.language) != primary(self.language):
            name = self.words.language_name(briefing.language)
            return self.words.text("untranslated", language=name)
        return ""

    def _warnings(self, lead: Briefing) -> Iterator[str]:
        """Tell what the mark of the story does not say already."""
        for warning in (*lead.article.warnings, *lead.warnings):
            text = clean(told(warning, self.words))
            if text and not (_is_draft(warning) and lead.route):
                yield text

    def _route(self, route: tuple[str, ...]) -> str:
        """Tell a route: «з англійскай праз рускую»; its last language is the reader's own."""
        between = (self.words.via_language(tag) for tag in route[1:-1])
        return " ".join((self.words.from_language(route[0]), *between))


def _is_draft(warning: str) -> bool:
    return warning.startswith(DRAFT)


def _points(points: tuple[Point, ...], article: Article) -> tuple[PointView, ...]:
    said = [clean(sentence) for sentence in sentences(article)]
    return tuple(
        PointView(clean(point.text), tuple(said[i] for i in point.evidence if i < len(said)))
        for point in points
    )
