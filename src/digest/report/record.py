"""The record of a run. No address of a reader is in it, and no secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003  # read again by the types of its fields
from typing import TYPE_CHECKING

from digest.records import Failure, Spent  # noqa: TC001  # read again by the types of its fields

if TYPE_CHECKING:
    from datetime import datetime

SCHEMA = "digest/report/1"


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage: `known` pieces were in the ledger already."""

    stage: str
    pieces: int
    known: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How one source fared, in numbers of articles; `old` ones were too old to be news."""

    source: str
    new: int
    known: int
    failed: int
    error: str = ""
    note: str = ""
    failing_since: datetime | None = None
    old: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """An input that fails as it did when it was last read; `since` is the day of the first time."""

    subject: str
    error: str
    since: date


@dataclass(frozen=True, slots=True)
class Mailed:
    """The copies of one issue, by their state."""

    issue: str
    copies: dict[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """A run. `error` is what ended it early; `notes` are what its operator should look at."""

    run: str
    day: date
    started: datetime
    ended: datetime
    code: int
    editions: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    stages: tuple[StageLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    failures: tuple[Failure, ...] = ()
    standing: tuple[Standing, ...] = ()
    issues: tuple[Mailed, ...] = ()
    doubts: int = 0
    models: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    spent: tuple[Spent, ...] = ()
    error: str = ""
    schema: str = SCHEMA
