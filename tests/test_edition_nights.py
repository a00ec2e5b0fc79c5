"""Editions of several nights and of several readers: copies, running stories, policies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.pipeline.night import Profile, compose
from digest.records import Article, article_id
from digest.sources import Gathered
from digest.store import Database
from test_night_compose import MOST, SNOW, Sources, headlines, means, night

if TYPE_CHECKING:
    from digest.store.sources import SourceStates

EVENING = datetime(2026, 11, 24, 18, tzinfo=UTC)


class Named(Sources):
    """Sources whose articles come from the outlet that they name."""

    def __call__(self, states: SourceStates, since: datetime | None, now: datetime) -> Gathered:
        found = super().__call__(states, since, now)
        return replace(found, origins={one.id: one.source for one in found.articles})


def printed(article: Article, outlet: str) -> Article:
    return replace(article, id=article_id(outlet, article.text), source=outlet)


def test_F22_an_edition_of_one_source_has_what_that_source_copied() -> None:
    of_one = Profile("one", "One", "ru", "UTC", sources=("Газета",))
    with Database(None) as database:
        asked = night(EVENING.date(), EVENING, of_one)
        dawn = compose(asked, means(database, Named([MOST, printed(MOST, "Газета"), SNOW])))
    assert headlines(dawn.digests["one"]) == {"Мост закрыт"}
    (story,) = dawn.digests["one"].stories
    assert [copy.source for copy in story.original.article.copies] == ["Газета"]
