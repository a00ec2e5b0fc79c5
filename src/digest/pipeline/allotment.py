"""Which of a day's articles each edition gets: those that its readers ask for and have not had."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from digest.pipeline.day import Day, assemble
from digest.store.issues import Issues
from digest.store.sources import SourceStates
from digest.stories import DAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from digest.pipeline.night import Night
    from digest.pipeline.profile import Profile
    from digest.records import Digest
    from digest.sources import Gathered
    from digest.store import Database, Editions
    from digest.stories import Past


def had(night: Night, database: Database, gathered: Gathered) -> dict[str, set[str]]:
    """Return the articles that each edition has had, from this source or another (X07)."""
    issues, states = Issues(database), SourceStates(database)
    names = {row: one.id for row, one in zip(gathered.rows, gathered.articles, strict=True)}
    return {
        key: issues.published(key, names.values())
        | (night.already.get(key, frozenset()) & set(names.values()))
        | {names[row] for row in states.told(key) & names.keys()}
        for key in (profile.key for profile in night.profiles)
    }


def digests(
    night: Night,
    editions: Editions,
    day: Day,
    gathered: Gathered,
    had: Mapping[str, set[str]],
) -> dict[str, Digest]:
    """Return the editions that have stories, by their keys."""
    made: dict[str, Digest] = {}
    news = tuple(one for one in day.failures if (one.subject, one.error) not in night.known)
    articles = day.articles - len(day.failures) + len(news)
    for profile in night.profiles:
        had_here = had[profile.key]
        unread = tuple(b for b in day.originals if had_here.isdisjoint(b.article.ids))
        if not unread:
            continue
        past = partial(editions.past, profile.key, night.day, DAYS)
        mine = replace(day, originals=unread, failures=news, articles=articles)
        digest = _edition(night, profile, mine, gathered.origins, past)
        if digest.sections:
            made[profile.key] = digest
    return made


def _edition(
    night: Night,
    profile: Profile,
    day: Day,
    origins: Mapping[str, Sequence[str]],
    past: Past,
) -> Digest:
    meant = day.meant(profile.policy.topics)
    chosen = tuple(b for b in day.originals if profile.wants(b.article, origins, meant))
    mine = replace(day, originals=chosen)
    weights = {
        name: max(night.weights.get(source, 1.0) for source in sources)
        for name, sources in origins.items()
    }
    policy = replace(profile.policy, weights=weights, meant=meant)
    return assemble(mine, replace(profile, policy=policy), night.day, past)


def unwanted(day: Day, digests: Iterable[Digest], had: Collection[str]) -> int:
    """Count the articles that are in no edition, and have been in none."""
    told = set(had).union(*(digest.articles for digest in digests))
    return sum(told.isdisjoint(briefing.article.ids) for briefing in day.originals)


def finished(gathered: Gathered, day: Day) -> list[int]:
    """Return the rows of articles that are done with; what no engine could brief waits."""
    return rows(gathered, {article.id for article in gathered.articles} - day.postponed)


def rows(gathered: Gathered, names: Collection[str]) -> list[int]:
    """Return the rows of articles, by their ids."""
    pairs = zip(gathered.rows, gathered.articles, strict=True)
    return [row for row, article in pairs if article.id in names]
