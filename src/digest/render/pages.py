"""Records to a `Page`: an edition, or single briefings."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import PurePath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.records import Story
from digest.render.clean import clean
from digest.render.layout import PLAIN, Layout
from digest.render.teller import Teller
from digest.render.view import FailureView, Page, SectionView
from digest.text.writing.typography import capital
from digest.wording import Wording, direction, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Briefing, Digest, Failure


def page(digest: Digest, layout: Layout = PLAIN) -> Page:
    """Return the view of an edition."""
    words = wording(digest.language)
    zone = ZoneInfo(digest.timezone)
    teller = Teller(words, digest.language, zone, layout.bilingual, digest.day)
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
        failures=_failures(digest, words),
        words=words,
        overview=tuple(teller.line(line) for line in digest.overview),
        brief=tuple(teller.brief(story) for story in digest.brief),
        id=f"{digest.edition}/{digest.day.isoformat()}/{digest.language}",
        moment=datetime.combine(digest.day, time.min, zone),
        layout=layout,
    )


def briefings_page(
    briefings: Sequence[tuple[Briefing, tuple[Briefing, ...]]], reader: str = ""
) -> Page:
    """Return the view of single articles: their translations, or else their own briefing."""
    shown = [
        Story(lead, original)
        for original, translations in briefings
        for lead in translations or (original,)
    ]
    language = reader or next((story.lead.language for story in shown), "en")
    words = wording(language)
    teller = Teller(words, reader, None)
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
    articles = counts.get("articles", stories)
    first = words.count("stories", stories)
    if articles != stories:
        first += " " + words.count("from_articles", articles)
    # what is not translated is counted as such, and not once more as a problem
    known = {**counts, "failed": sum(f.stage != "translate" for f in digest.failures)}
    # an edition for no reader in particular translates nothing, so nothing is missing there
    keys = ("translated", "untranslated", "failed") if digest.language else ("failed",)
    known |= {"brief": len(digest.brief), "minutes": digest.minutes}
    keys = ("minutes", "brief", *keys)
    rest = (words.count(key, known[key]) for key in keys if known.get(key))
    return " · ".join((first, *rest))


_REASONS = {65: "input", 66: "missing", 69: "unavailable", 75: "unavailable"}
_STAGES = frozenset({"language", "summarize"})


def _failures(digest: Digest, words: Wording) -> tuple[FailureView, ...]:
    """Tell what failed, by reasons that a reader knows; the report tells an operator more."""
    names = _headlines(digest)
    groups: dict[str, list[str]] = {}
    for failure in digest.failures:
        if failure.stage == "translate":
            continue  # it is marked where it stands, or is of another edition
        subject = clean(names.get(failure.subject, _place(failure.subject)))
        groups.setdefault(_reason(failure), []).append(subject)
    return tuple(
        FailureView(capital(words.text(f"failed_{reason}")), tuple(subjects))
        for reason, subjects in groups.items()
    )


def _place(subject: str) -> str:
    """Return an address, or the name of a file: readers need not know the operator's folders."""
    return subject if "://" in subject else PurePath(subject).name or subject


def _headlines(digest: Digest) -> dict[str, str]:
    """Return the headlines of the stories by what a failure may call their articles."""
    stories = digest.stories
    others = (other for story in stories for other in story.others)
    reports = (*others, *(story.lead for story in stories))  # what is told wins
    return {
        name: report.headline
        for report in reports
        for name in (report.article.id, report.article.url, report.article.title)
        if name and report.headline
    }


def _reason(failure: Failure) -> str:
    if failure.stage in _STAGES:
        return failure.stage
    return _REASONS.get(failure.exit_code, "other")
