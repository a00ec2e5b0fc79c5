"""The archive of a ledger."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from digest.archive.site import Site
from digest.archive.stats import stats
from digest.archive.told import Told, tell
from digest.render.layout import PLAIN
from digest.store import Editions, Runs

if TYPE_CHECKING:
    from digest.archive.stats import Stats
    from digest.records import Digest
    from digest.render import Layout
    from digest.store import Database

Seen = dict[tuple[tuple[str, date], datetime], Told]
_RUNS_A_NIGHT = 4  # a run that was killed or told to try later comes again


def site_of(  # noqa: PLR0913  # the last three have their defaults
    database: Database,
    language: str,
    nights: int,
    url: str = "",
    *,
    seen: Seen | None = None,
    layout: Layout = PLAIN,
) -> Site:
    """Return the archive of all editions in a ledger, with figures of its last nights.

    `language` is that of the pages about all editions; their own where it is not said. What is in
    `seen` is not read again, for an edition never changes; the others are added to it.
    """
    editions = Editions(database)
    told = tuple(told_of(editions, seen=seen))
    spoken = language or (told[-1].language if told else "en")

    def figures() -> Stats:
        return stats(Runs(database).last(nights * _RUNS_A_NIGHT), told, nights)

    return Site(
        told, lambda one: _found(editions, one.key, one.day), spoken, url, figures, layout=layout
    )


def stats_of(database: Database, nights: int) -> Stats:
    """Return the figures of the last nights, from the runs and the editions in a ledger."""
    runs = Runs(database).last(nights * _RUNS_A_NIGHT)
    first = min((run.started.date() for run in runs), default=None)
    since = first and first - timedelta(days=1)  # the day of an edition is its readers'
    return stats(runs, told_of(Editions(database), since), nights)


def told_of(editions: Editions, since: date | None = None, seen: Seen | None = None) -> list[Told]:
    """Return the editions in short, the oldest first; `since` leaves earlier ones out."""
    known = {} if seen is None else seen
    made = []
    for name, moment in editions.moments().items():
        if since is None or name[1] >= since:
            told = known.get((name, moment)) or tell(name[0], _found(editions, *name), moment)
            known[name, moment] = told
            made.append(told)
    return made


def _found(editions: Editions, key: str, day: date) -> Digest:
    digest = editions.find(key, day)
    assert digest is not None, "it was listed a moment ago"
    return digest
