"""A night: from what the sources have to editions that are frozen, all at once.

In one transaction all editions of the day are frozen, their copies are addressed, and the
articles in them are taken from the sources' lists. Killed before it, a run leaves everything to
the next one, which computes nothing twice; killed after it, only files and mail are left to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from digest.errors import PARTLY, Unavailable
from digest.pipeline import allotment
from digest.pipeline.day import Day, Plan, process
from digest.store import Editions, Ledger
from digest.store.crashpoints import passing
from digest.store.sources import SourceStates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date, datetime

    from digest.pipeline.engines import Engines
    from digest.pipeline.profile import Profile
    from digest.pipeline.work import Watch
    from digest.records import Digest, Failure
    from digest.sources import Gathered, Report
    from digest.store import Database
    from digest.store.editions import Frozen

    Gather = Callable[[SourceStates, datetime | None, datetime], Gathered]
    Address = Callable[[str, Digest], object]


@dataclass(frozen=True, slots=True)
class Night:
    """What is asked of a night. Readers have those in `already`, by edition, though no row says so.

    `weights` are those of sources, by their names. `known` are failures of inputs, by subject and
    error, that the last edition has told: its readers need not hear of a broken file every night.
    """

    day: date
    now: datetime
    profiles: tuple[Profile, ...]
    points: int = 4
    batch: int = 32
    already: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    known: Collection[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Means:
    """What a night works with. `address` is called inside the transaction that freezes."""

    database: Database
    engines: Engines
    gather: Gather
    address: Address
    watch: Watch


@dataclass(frozen=True, slots=True)
class Dawn:
    """What a night came to. `code` is that of the night itself, before files and mail.

    `frozen` are the day's editions; `digests` those of them that this run has made, with their
    stories. `is_new` tells whether it has read the sources, or found the editions frozen;
    `repeated` how many articles were left out of an edition that has had them, `unwanted` how many
    are of no topic and source that any edition asks for. `notes` are what its operator should
    look at.
    """

    code: int
    frozen: dict[str, Frozen]
    failures: tuple[Failure, ...] = ()
    sources: tuple[Report, ...] = ()
    articles: int = 0
    is_new: bool = False
    repeated: int = 0
    unwanted: int = 0
    digests: dict[str, Digest] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def compose(night: Night, means: Means) -> Dawn:
    """Make and freeze the day's editions, or return them where they are frozen already."""
    editions = Editions(means.database)
    known = {key: editions.frozen(key, night.day) for key, _ in editions.known(night.day)}
    if known:
        return _again({key: frozen for key, frozen in known.items() if frozen})
    since = editions.last_read(night.now)
    gathered = means.gather(SourceStates(means.database), since, night.now)
    if gathered.exit_code == Unavailable.exit_code:
        return Dawn(gathered.exit_code, {}, gathered.failures, gathered.reports)
    return _made(night, means, gathered)


def _made(night: Night, means: Means, gathered: Gathered) -> Dawn:
    """Make the editions of what was read, and freeze them; none where no engine did anything."""
    had = allotment.had(night, means.database, gathered)
    day = _process(night, means, gathered, had)
    if day.postponed and not day.originals:
        return Dawn(Unavailable.exit_code, {}, day.failures, gathered.reports, day.articles)
    digests = allotment.digests(night, Editions(means.database), day, gathered, had)
    frozen = _freeze(night, means, digests, gathered, day)
    failures = (*day.failures, *chain.from_iterable(day.untranslated.values()))
    repeated = set().union(*had.values())
    return Dawn(
        PARTLY if failures else 0,
        frozen,
        failures,
        gathered.reports,
        day.articles,
        is_new=True,
        repeated=len(repeated),
        unwanted=allotment.unwanted(day, digests.values(), repeated),
        digests=digests,
        notes=(day.meaning.error,) if day.meaning.error else (),
    )


def _unread(gathered: Gathered) -> int:
    """Count the sources that could not be read: they are told as failures, and are no articles."""
    failed = {report.source for report in gathered.reports if report.error}
    return sum(failure.subject in failed for failure in gathered.failures)


def _again(frozen: dict[str, Frozen]) -> Dawn:
    """Return what is frozen, and what was wrong with it."""
    heads = [one.head for one in frozen.values()]
    failures = tuple(dict.fromkeys(failure for head in heads for failure in head.failures))
    articles = max(head.counts.get("articles", 0) for head in heads)
    return Dawn(PARTLY if failures else 0, frozen, failures, articles=articles)


def _process(night: Night, means: Means, gathered: Gathered, had: Mapping[str, set[str]]) -> Day:
    """Take what some edition has not had yet through all stages."""
    nowhere_new = set.intersection(*had.values()) if had else set()
    new = [article for article in gathered.articles if article.id not in nowhere_new]
    plan = Plan(_languages(night.profiles), night.points, night.batch)
    ledger = Ledger(means.database)
    day = process((*new, *gathered.failures), means.engines, ledger, plan, means.watch)
    return replace(day, articles=day.articles - _unread(gathered))


def _freeze(
    night: Night, means: Means, digests: dict[str, Digest], gathered: Gathered, day: Day
) -> dict[str, Frozen]:
    passing("night.composed")
    states = SourceStates(means.database)
    frozen = {}
    with means.database.transaction(durable=True):
        for key, digest in digests.items():
            frozen[key] = Editions(means.database).save(key, digest, night.now)
            passing("night.saved")
            means.address(key, digest)
            passing("night.addressed")
            states.tell(key, night.day, allotment.rows(gathered, set(frozen[key].articles)))
        states.settle(allotment.finished(gathered, day), night.day.isoformat())
        passing("night.settled")
    passing("night.frozen")
    return frozen


def _languages(profiles: Sequence[Profile]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(profile.language for profile in profiles if profile.language))
