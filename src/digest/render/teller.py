"""A story in the words of one reader: credit, marks, points with their evidence, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from digest.render.clean import clean, link
from digest.render.view import HeadlineView, PointView, StoryView
from digest.text.sentences import sentences
from digest.wording import Wording, direction
from digest.wording.languages import primary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from digest.records import Article, Briefing, Caveat, Point, Story

FOR_THE_LOG = {"encoding_declared", "encoding_repaired", "feed_malformed"}  # no news for a reader


@dataclass(frozen=True, slots=True)
class Teller:
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
            original_title=self._original_title(lead),
            link=link(article.url),
            others=tuple(self._other(other) for other in story.others),
            warnings=tuple(self._warnings(lead)),
        )

    def _headline(self, briefing: Briefing) -> str:
        text = clean(briefing.headline) or clean(briefing.article.title)
        return text or self.words.text("untitled")

    def _original_title(self, lead: Briefing) -> str:
        title = clean(lead.article.title)
        return self.words.quote(title) if lead.route and title else ""

    def _other(self, briefing: Briefing) -> HeadlineView:
        article = briefing.article
        written_in = self.words.language_name(
            briefing.route[0] if briefing.route else briefing.language
        )
        origin = ", ".join(filter(None, (clean(article.source), written_in)))
        return HeadlineView(self._headline(briefing), briefing.language, origin, link(article.url))

    def _credit(self, article: Article) -> tuple[str, ...]:
        known = dict.fromkeys((clean(article.source), clean(article.byline), clean(article.credit)))
        moment = self._moment(article.published) if article.published else ""
        return tuple(part for part in (*known, moment) if part)

    def _moment(self, published: datetime) -> str:
        if published.time() == time.min:  # only the day is known: no hour, and no shift of the day
            return self.words.date(published)
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
            if warning.kind not in FOR_THE_LOG and not (_is_draft(warning) and lead.route):
                yield clean(self.words.caveat(warning))

    def _route(self, route: tuple[str, ...]) -> str:
        """Tell a route: «з англійскай праз рускую»; its last language is the reader's own."""
        between = (self.words.via_language(tag) for tag in route[1:-1])
        return " ".join((self.words.from_language(route[0]), *between))


def _is_draft(warning: Caveat) -> bool:
    return warning.kind == "draft"


def _points(points: tuple[Point, ...], article: Article) -> tuple[PointView, ...]:
    said = [clean(sentence) for sentence in sentences(article)]
    return tuple(
        PointView(clean(point.text), tuple(said[i] for i in point.evidence if 0 <= i < len(said)))
        for point in points
    )
