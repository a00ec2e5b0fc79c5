"""The report as a person reads it at three in the morning: what, which, why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.text.writing.invisible import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from digest.records import Failure, Spent
    from digest.report.record import Mailed, Report, SourceLine, StageLine

_LONG = timedelta(days=7)
_ONE = {"articles": "article", "stories": "story"}
_VERDICTS = {
    0: "all is well", 3: "finished with problems", 69: "nothing could be reached",
    75: "to be tried again", 77: "refused: authentication or permission",
    78: "the configuration is wrong", 130: "interrupted", 143: "asked to stop",
}  # fmt: skip


def subject(report: Report) -> str:
    """Return one line of ASCII that names the day, the code and its meaning."""
    return f"digest {report.day.isoformat()}: exit {report.code}, {verdict(report.code)}"


def summary(report: Report) -> str:
    """Return the one line that a run says where nobody watches."""
    counts = counted(report.counts)
    copies = Counter[str]()
    for issue in report.issues:
        copies.update(issue.copies)
    counts += f", {len(report.standing)} fail as before" * bool(report.standing)
    old = sum(line.old for line in report.sources)
    counts += f", {old} too old to be news" * bool(old)
    mail = "; copies: " + _numbers(copies) if copies else ""
    made = ", ".join(report.editions) or "no edition"
    seconds = (report.ended - report.started).total_seconds()
    return f"{made}; {counts or 'nothing new'}{mail}; {seconds:.0f} s; exit {report.code}"


def write(report: Report) -> str:
    """Return the whole report as text, in which no stranger's text ends a line."""
    return "\n".join((subject(report), *map(printable, _body(report)), ""))


def counted(counts: Mapping[str, int]) -> str:
    """Return counts as `41 articles, 1 story`; what is none is not said."""
    return ", ".join(
        f"{number} {_ONE.get(name, name) if number == 1 else name}"
        for name, number in counts.items()
        if number
    )


def together(failures: Sequence[Failure]) -> list[Failure]:
    """Tell once why many articles are not translated: each is marked where it stands."""
    shared = Counter(one.error for one in failures if one.stage == "translate")
    told: dict[tuple[str, str, str], Failure] = {}
    for one in failures:
        many = shared[one.error] if one.stage == "translate" else 1
        subject = f"{many} articles" if many > 1 else one.subject
        told.setdefault((one.stage, subject, one.error), replace(one, subject=subject))
    return list(told.values())


def is_long(failing_since: datetime | None, now: datetime) -> bool:
    """Tell whether a source has failed for so long that its owner should look at it (N13)."""
    return failing_since is not None and now - failing_since > _LONG


def _body(report: Report) -> Iterator[str]:
    run = report.run or "that was not recorded"
    yield f"run {run}, {report.started:%Y-%m-%d %H:%M:%S} UTC: {summary(report)}"
    if report.error:
        yield ""
        yield f"ended by: {report.error}"
    yield from _section("look at", [f"- {note}" for note in report.notes])
    yield from _section("failed", [f"- {one.stage}: {one}" for one in together(report.failures)])
    known = [f"- {one.subject}: {one.error} (since {one.since})" for one in report.standing]
    yield from _section("fails as before", known)
    troubled = [line for line in report.sources if line.error or line.note]
    long = [line for line in troubled if is_long(line.failing_since, report.ended)]
    yield from _section(
        "sources that have failed for over a week: correct or remove them",
        [_source(line) for line in long],
    )
    yield from _section(
        "sources in trouble", [_source(line) for line in troubled if line not in long]
    )
    old = [f"- {line.source}: {line.old}" for line in report.sources if line.old]
    yield from _section("articles that were too old to be news", old)
    yield from _section("copies", [_issue(issue) for issue in report.issues])
    if report.doubts:
        yield f"- {report.doubts} times the server may or may not have taken a copy"
    yield from _section("stages", [_stage(line) for line in report.stages])
    yield from _section("tokens", [_spent(one) for one in report.spent])
    yield from _section("made by", [f"- {model}" for model in report.models])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title}:"
        yield from lines


def _source(line: SourceLine) -> str:
    since = f" (since {line.failing_since:%Y-%m-%d %H:%M} UTC)" if line.failing_since else ""
    return f"- {line.source}: {line.error or line.note}{since}"


def _issue(mailed: Mailed) -> str:
    return f"- {mailed.issue}: {_numbers(mailed.copies) or 'no readers'}"


def _numbers(copies: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {state}" for state, number in copies.items())


def _stage(line: StageLine) -> str:
    return (
        f"- {line.stage}: {line.pieces} pieces, {line.known} known, {line.failed} failed, "
        f"{line.seconds:.1f} s"
    )


def _spent(one: Spent) -> str:
    counted = f", {one.estimated} of them by our own estimate" if one.estimated else ""
    cost = f", {one.cost:.4g} in money" if one.cost else ""
    return (
        f"- {one.task}: {one.asked} prompts, {one.read} read, {one.written} written{counted}{cost}"
        f" ({one.engine} {one.model})"
    )


def verdict(code: int) -> str:
    """Say what an exit code means to whoever runs it."""
    return _VERDICTS.get(code, "ended by an error")
