"""Figures of the last nights: how much, in which languages, how long, and what failed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from digest.archive.told import Told
    from digest.store import Run


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage did in a night; `known` pieces were finished before."""

    name: str
    pieces: int
    known: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Night:
    """All runs of a day. `code` is that of the last one, None where it was killed."""

    day: date
    runs: int
    code: int | None
    articles: int
    stories: int
    translated: int
    failed: int
    seconds: float
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A source over the nights; `nights` are those in which it could not be read, the last why."""

    name: str
    new: int
    failed: int
    nights: int
    error: str


@dataclass(frozen=True, slots=True)
class Stats:
    """The nights, the oldest first; articles in the editions by language; failures by stage."""

    nights: tuple[Night, ...]
    languages: tuple[tuple[str, int], ...]
    sources: tuple[Source, ...]
    failures: tuple[tuple[str, int], ...]

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of all stages, in the order of the work."""
        names = dict.fromkeys(stage.name for night in self.nights for stage in night.stages)
        return tuple(names)


def stats(runs: Iterable[Run], editions: Sequence[Told], nights: int) -> Stats:
    """Return the figures of the last `nights` days on which there was a run, of its readers."""
    zone = ZoneInfo(editions[-1].timezone) if editions else UTC
    days: dict[date, list[Run]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.number):
        days[run.day(zone)].append(run)
    last = sorted(days)[-nights:]
    reports = [run.report for day in last for run in days[day] if run.report]
    return Stats(
        nights=tuple(_night(day, days[day]) for day in last),
        languages=_languages(told for told in editions if last and told.day >= last[0]),
        sources=_sources(reports),
        failures=_counted(f["stage"] for report in reports for f in report.get("failures", ())),
    )


def _night(day: date, runs: Sequence[Run]) -> Night:
    reports = [run.report for run in runs if run.report]
    counts = [report.get("counts", {}) for report in reports]
    most = {name: max((count.get(name, 0) for count in counts), default=0) for name in _COUNTED}
    seconds = sum((run.ended - run.started).total_seconds() for run in runs if run.ended)
    return Night(day, len(runs), runs[-1].exit_code, **most, seconds=seconds, stages=_all(reports))


_COUNTED = ("articles", "stories", "translated", "failed")


def _all(reports: Sequence[dict[str, Any]]) -> tuple[Stage, ...]:
    """Return the stages of a night; a run that was begun again adds to the time."""
    found: dict[str, Stage] = {}
    for report in reports:
        for line in report.get("stages", ()):
            old = found.get(line["stage"], Stage(line["stage"], 0, 0, 0, 0.0))
            found[old.name] = Stage(
                old.name,
                max(old.pieces, line["pieces"]),
                max(old.known, line["known"]),
                max(old.failed, line["failed"]),
                old.seconds + line["seconds"],
            )
    return tuple(found.values())


def _languages(editions: Iterable[Told]) -> tuple[tuple[str, int], ...]:
    """Return how many articles are in which language; one in two editions is counted once."""
    found = {one.article: one.original for told in editions for one in told.headlines}
    return _counted(found.values())


def _sources(reports: Sequence[dict[str, Any]]) -> tuple[Source, ...]:
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for report in reports:
        for line in report.get("sources", ()):
            lines[line["source"]].append(line)
    made = [
        Source(
            name,
            sum(line["new"] for line in told),
            sum(line["failed"] for line in told),
            sum(bool(line["error"]) for line in told),
            next((line["error"] for line in reversed(told) if line["error"]), ""),
        )
        for name, told in lines.items()
    ]
    return tuple(sorted(made, key=lambda source: (-source.new, source.name)))


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))
