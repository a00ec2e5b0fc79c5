"""A night's results to its report and its exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.errors import worst
from digest.report import Mailed, Report, SourceLine, StageLine, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from digest.deliver.outbox import Pass
    from digest.pipeline.night import Dawn
    from digest.records import Failure, Signature, Spent, Step
    from digest.store import Run
    from digest.store.editions import Frozen

_SHOWN = 10  # models, engines and prompts that a report names


@dataclass(slots=True)
class Account:
    """What is known of a run so far. It grows as the run goes on; a report is made at any time.

    `spent` asks the language models what they have read and written.
    """

    run: Run
    day: date
    spent: Callable[[], tuple[Spent, ...]] = tuple
    steps: dict[str, Step] = field(default_factory=dict)
    dawn: Dawn | None = None
    mailed: Pass | None = None
    undelivered: tuple[Failure, ...] = ()
    stranded: tuple[Failure, ...] = ()
    standing: tuple[Standing, ...] = ()
    mail_code: int = 0
    notes: list[str] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)
    exit_code: int = 0
    error: str = ""

    def watch(self, step: Step) -> None:
        """Keep how far a stage has come."""
        self.steps[step.stage] = step

    def end(self, code: int, error: str = "") -> None:
        """Keep how the run ended, and what ended it early."""
        self.exit_code, self.error = code, error

    def code(self) -> int:
        """Return the exit code of what has been done."""
        stranded = (failure.exit_code for failure in self.stranded)
        return worst((self.dawn.code if self.dawn else 0, self.mail_code, *stranded))

    def report(self, ended: datetime) -> Report:
        """Return the report of the run as it stands."""
        dawn, mailed = self.dawn, self.mailed
        return Report(
            run=self.run.id,
            day=self.day,
            started=self.run.started,
            ended=ended,
            code=self.exit_code,
            editions=tuple(dawn.frozen) if dawn else (),
            counts=_counts(dawn) if dawn else {},
            stages=tuple(_stage(step) for step in self.steps.values()),
            sources=tuple(_sources(dawn)) if dawn else (),
            failures=(*(dawn.failures if dawn else ()), *self.undelivered, *self.stranded),
            standing=self.standing,
            issues=tuple(Mailed(*pair) for pair in mailed.counts.items()) if mailed else (),
            doubts=mailed.doubts if mailed else 0,
            models=_models(dawn.frozen.values()) if dawn else (),
            spent=self.spent(),
            notes=tuple(self.notes),
            error=self.error,
        )


def _counts(dawn: Dawn) -> dict[str, int]:
    """Count as the editions do: what could not be translated is told, and so not failed."""
    told = ("stories", "translated", "untranslated")
    counts = [frozen.head.counts for frozen in dawn.frozen.values()]
    return {
        "articles": dawn.articles,
        **{name: sum(one.get(name, 0) for one in counts) for name in told},
        "failed": sum(failure.stage != "translate" for failure in dawn.failures),
        "repeated": dawn.repeated,
        "unwanted": dawn.unwanted,
    }


def _stage(step: Step) -> StageLine:
    return StageLine(step.stage, step.total, step.known, step.failed, round(step.seconds, 3))


def _sources(dawn: Dawn) -> Iterator[SourceLine]:
    for one in dawn.sources:
        yield SourceLine(
            one.source,
            one.new,
            one.known,
            one.failed,
            one.error,
            one.note,
            one.failing_since,
            one.old,
        )


def _models(editions: Iterable[Frozen]) -> tuple[str, ...]:
    """Return what made the stories, each as `engine model revision`."""
    named = dict.fromkeys(_name(made_by) for frozen in editions for made_by in frozen.made_by)
    return tuple(named)[:_SHOWN]


def _name(signature: Signature) -> str:
    parts = (signature.engine, signature.model, signature.revision, signature.prompt)
    return " ".join(part for part in parts if part)
