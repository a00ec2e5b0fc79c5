"""A night composed: windows, filters, and what waits for another night."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.errors import Unavailable
from digest.pipeline import Engines
from digest.pipeline.day import ignore
from digest.pipeline.night import Means, Night, compose
from digest.pipeline.profile import Profile
from digest.records import Failure
from digest.sources import Gathered
from digest.store import Database, Editions
from test_pipeline import FirstSentences, OneLanguage, article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Article, Briefing, Digest
    from digest.store.sources import SourceStates

MOST = article("Мост закрыт", "Мост закрыт на 14 дней.", "Движение пойдет по новой дороге.")
SNOW = article("Снег в городе", "Ночью выпало 20 сантиметров снега.")


class Sources:
    """Sources that give the articles they are told to, and note when they were asked."""

    def __init__(self, *nights: Sequence[Article]) -> None:
        self.nights = list(nights)
        self.windows: list[tuple[datetime | None, datetime]] = []

    def __call__(self, states: SourceStates, since: datetime | None, now: datetime) -> Gathered:
        self.windows.append((since, now))
        found = tuple(self.nights.pop(0))
        rows = tuple(range(len(found)))
        return Gathered(found, (), (), rows, {one.id: ("wire",) for one in found})


def night(day: date, now: datetime, *profiles: Profile) -> Night:
    return Night(day, now, profiles or (Profile("main", "Night", "ru", "Europe/Warsaw"),))


def means(database: Database, sources: Sources, summarizer: FirstSentences | None = None) -> Means:
    engines = Engines(OneLanguage(), summarizer or FirstSentences())
    return Means(database, engines, sources, lambda key, digest: None, ignore)


def headlines(digest: Digest) -> set[str]:
    return {story.lead.headline for section in digest.sections for story in section.stories}


def test_b08_windows_meet_over_a_change_of_the_clocks() -> None:
    zone = ZoneInfo("Europe/Warsaw")
    moments = [datetime(2026, 10, day, 2, 30, tzinfo=zone) for day in (24, 25, 26)]  # DST ends
    sources = Sources([MOST], [SNOW], [])
    with Database(None) as database:
        for moment in moments:
            compose(night(moment.date(), moment), means(database, sources))
    assert sources.windows[0][0] is None
    for (_, before), (since, _) in zip(sources.windows, sources.windows[1:], strict=False):
        assert since == before.astimezone(UTC)  # no gap, no overlap
    spans = [now - since for since, now in sources.windows[1:] if since]
    assert [span.total_seconds() / 3600 for span in spans] == [24, 24] or len(spans) == 2


def test_an_edition_has_its_topics_and_sources_only() -> None:
    from dataclasses import replace

    sport = replace(SNOW, tags=("Спорт",))
    everything = Profile("all", "All", "ru", "UTC")
    sports = Profile("sport", "Sport", "ru", "UTC", topics=("sport",))
    other = Profile("other", "Other", "ru", "UTC", sources=("elsewhere",))
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    with Database(None) as database:
        asked = night(moment.date(), moment, everything, sports, other)
        dawn = compose(asked, means(database, Sources([MOST, sport])))
        assert {key: headlines(digest) for key, digest in dawn.digests.items()} == {
            "all": {"Мост закрыт", "Снег в городе"}, "sport": {"Снег в городе"}
        }  # fmt: skip
        assert [key for key, _ in Editions(database).known()] == ["all", "sport"]


def test_what_no_edition_asks_for_is_counted() -> None:
    sports = Profile("sport", "Sport", "ru", "UTC", topics=("sport",))
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    with Database(None) as database:
        dawn = compose(night(moment.date(), moment, sports), means(database, Sources([MOST, SNOW])))
    assert (dawn.frozen, dawn.unwanted, dawn.repeated) == ({}, 2, 0)


class Absent(FirstSentences):
    """A summarizer whose model is not there."""

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        code = Unavailable.exit_code
        return [Failure(one.id, "summarize", "the model is not there", code) for one in articles]


def test_b18_where_no_engine_answers_everything_waits() -> None:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    with Database(None) as database:
        dawn = compose(
            night(moment.date(), moment), means(database, Sources([MOST, SNOW]), Absent())
        )
        assert (dawn.code, dawn.frozen) == (69, {})
        assert Editions(database).known() == []
        again = compose(night(moment.date(), moment), means(database, Sources([MOST, SNOW])))
        assert len(again.frozen) == 1


def test_an_article_that_readers_have_is_not_in_a_new_edition() -> None:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    with Database(None) as database:
        asked = Night(
            moment.date(), moment, night(moment.date(), moment).profiles,
            already={"main": frozenset({MOST.id})},
        )  # fmt: skip
        dawn = compose(asked, means(database, Sources([MOST, SNOW])))
    assert headlines(dawn.digests["main"]) == {"Снег в городе"}
