"""A story in the words of one reader: credit, marks, points with their evidence, warnings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING

from digest.records import Copy
from digest.render.clean import clean, link
from digest.render.figures import told as figure_told
from digest.render.translated import (
    headline,
    in_short,
    is_draft,
    kept,
    mark,
    spoken,
    told_text,
)
from digest.render.view import HeadlineView, LineView, PointView, StoryView
from digest.text.sentences import sentences
from digest.text.words import reading_minutes
from digest.text.writing.typography import capital
from digest.wording import Wording, direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime, tzinfo

    from digest.records import Article, Briefing, Line, Point, Story

# No news for a reader; what the mark above the story says already.
FOR_THE_LOG = {"encoding_declared", "encoding_repaired", "feed_malformed"}
MARKED = {"corrected", "words"}


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells stories in the words of one reader; dates in the year of `today` go without it."""

    words: Wording
    language: str
    zone: tzinfo | None
    bilingual: bool = False
    today: date | None = None

    def story(self, story: Story) -> StoryView:
        """Return the view of one story."""
        lead, article = story.lead, story.original.article
        return StoryView(
            id=article.id,
            headline=headline(lead, self.words),
            told=_told(lead.headline, lead),
            language=lead.language,
            direction=direction(lead.language),
            credit=self._credit(article),
            mark=mark(lead, self.words, self.language),
            points=tuple(self._points(story)),
            original_language=story.original.language,
            original_title=self._original_title(lead),
            link=link(article.url),
            others=tuple(self._other(other) for other in story.others),
            note=self._note(lead),
            published=article.published,
            copies=self._copies(story),
            figures=tuple(figure_told(figure, self.words) for figure in story.figures),
            running=self._running(story),
            reading=self._reading(article),
        )

    def brief(self, story: Story) -> HeadlineView:
        """Return the view of a story in one line, and one for each further report of it."""
        also = tuple(map(self._other, story.others))
        return replace(self._other(story.lead), id=story.original.article.id, also=also)

    def line(self, line: Line) -> LineView:
        """Return the view of a line of the overview."""
        note = self.words.count("outlets", line.outlets) if line.outlets > 1 else ""
        text = clean(line.text)
        return LineView(kept(text, self.words), spoken(text, line.language), note, line.article)

    def _copies(self, story: Story) -> str:
        """Tell who printed the same text, and how many copies name no outlet."""
        article = story.original.article
        outlets = dict.fromkeys(map(_outlet, article.copies))
        others = ", ".join(name for name in outlets if name not in {"", clean(article.outlet)})
        named = self.words.text("copies", outlets=others) if others else ""
        return capital("; ".join(filter(None, (named, self._unnamed(article)))))

    def _unnamed(self, article: Article) -> str:
        count = sum(not _outlet(copy) for copy in article.copies)
        return self.words.count("unnamed", count) if count else ""

    def _reading(self, article: Article) -> str:
        """Tell how long the whole article takes to read; nothing where we have not seen it."""
        if any(warning.kind in {"headline", "teaser"} for warning in article.warnings):
            return ""
        words = sum(len(paragraph.split()) for paragraph in article.text)
        return self.words.count("minutes", reading_minutes(words)) if words else ""

    def _running(self, story: Story) -> str:
        if not story.earlier:
            return ""
        last, days = story.earlier[-1], {earlier.day for earlier in story.earlier}
        title, day = self.words.quote(clean(last.headline)), self.words.short_date(last.day)
        return self.words.text("running", n=len(days) + 1, day=day, headline=title)

    def _original_title(self, lead: Briefing) -> str:
        title = clean(lead.article.title)
        is_news = lead.route and title not in {"", clean(lead.headline)}
        return self.words.quote(title) if is_news else ""

    def _points(self, story: Story) -> Iterator[PointView]:
        lead = story.original
        said = {point.evidence: clean(point.text) for point in lead.points}
        quoted = _sentences(lead.article)
        for point in story.lead.points:
            view = _point(point, quoted, lead.language, story.lead)
            shown = said.get(point.evidence, "") if self.bilingual and story.lead.route else ""
            yield replace(view, text=told_text(view.text, story.lead, self.words), original=shown)
        for addition in story.additions:
            told = addition.briefing
            view = _point(addition.point, _sentences(told.article), _written_in(told), told)
            text, outlets = told_text(view.text, told, self.words), _outlets(told.article)
            spoken = in_short(told, self.words, self.language)
            origin = f"{outlets} ({spoken})" if outlets and spoken else outlets or spoken
            shown = " ".join(view.evidence) if self.bilingual and told.route else ""
            yield replace(view, text=text, origin=origin, original=shown)

    def _other(self, briefing: Briefing) -> HeadlineView:
        address = link(briefing.article.url)
        text, published = headline(briefing, self.words), briefing.article.published
        when = self._moment(published, short=True) if published else ""
        spoken, unnamed = (
            in_short(briefing, self.words, self.language),
            self._unnamed(briefing.article),
        )
        about = filter(None, (_outlets(briefing.article), when, spoken, unnamed))
        return HeadlineView(text, briefing.language, ", ".join(about), address)

    def _credit(self, article: Article) -> tuple[str, ...]:
        known = dict.fromkeys((clean(article.source), clean(article.byline), clean(article.credit)))
        moment = self._moment(article.published) if article.published else ""
        return tuple(part for part in (*known, moment) if part)

    def _moment(self, published: datetime, *, short: bool = False) -> str:
        """Tell a moment; in short, that of today is its hour, and any other the day."""
        is_day = published.time() == time.min  # without its hour: the zone cannot shift it
        moment = published.astimezone(self.zone) if self.zone and not is_day else published
        if short and moment.date() == self.today:
            return "" if is_day else f"{moment:%H:%M}"
        is_day = is_day or short
        if self.today and self.today.year == moment.year:
            day = self.words.short_date(moment)
            return day if is_day else f"{day}, {moment:%H:%M}"
        return self.words.date(moment) if is_day else self.words.time(moment)

    def _note(self, lead: Briefing) -> str:
        """Tell the warnings that the mark of the story does not say already."""
        said = [
            capital(clean(self.words.caveat(warning)))
            for warning in (*lead.article.warnings, *lead.warnings)
            if warning.kind not in FOR_THE_LOG | MARKED and not (is_draft(warning) and lead.route)
        ]
        return self.words.text("warning", text=". ".join(said)) if said else ""


def _outlet(copy: Copy) -> str:
    address = link(copy.url)
    return clean(copy.source) or (address.host if address else "")


def _outlets(article: Article) -> str:
    own = Copy(article.id, article.source, article.url)
    names = dict.fromkeys(map(_outlet, (own, *article.copies)))
    return ", ".join(filter(None, names))


def _written_in(briefing: Briefing) -> str:
    return briefing.route[0] if briefing.route else briefing.language


def _sentences(article: Article) -> list[str]:
    return [clean(sentence) for sentence in sentences(article)]


def _told(text: str, briefing: Briefing) -> str:
    """Return the language of what a briefing says."""
    return spoken(clean(text), briefing.language) if briefing.route else briefing.language


def _point(point: Point, said: Sequence[str], language: str, briefing: Briefing) -> PointView:
    text = clean(point.text)
    evidence = (said[i] for i in point.evidence if 0 <= i < len(said))
    shown = tuple(one for one in evidence if one not in text)
    return PointView(text, shown, language, _told(text, briefing))
