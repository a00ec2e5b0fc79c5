"""`digest status`: what happened in the last nights, and what is due."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli import wiring
from digest.cli.nightly import mailing
from digest.errors import PARTLY, TryLater
from digest.text.writing.invisible import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

    from digest.config import Settings
    from digest.store import Database, Run

_LATE = 75  # run again


@click.command("status")
@click.option("--nights", default=7, show_default=True, type=click.IntRange(1), help="How many.")
@wiring.json_option
@wiring.state_option
@wiring.config_option
def command(nights: int, as_json: bool, state: Path | None, config: Path | None) -> int:
    """Tell how nights ended, what is due, what fails.

    It ends as the last night did (0, 3, 69, …), and with 75 where that was killed, or where none
    has begun for 26 hours: a monitor need not read it.

    \b
    Examples:
      digest status
      digest status --nights 30 --json
    """
    from digest.store import Database, Runs
    from digest.store.sources import SourceStates

    settings = None
    if state is None:
        settings = wiring.settings(config)
        state = settings.run.state
    sends = settings is None or bool(settings.mail.sender)  # for all that a ledger alone tells
    zone = ZoneInfo(settings.edition.timezone) if settings else UTC
    path = wiring.existing(state)
    with Database(path) as database:
        failing = SourceStates(database).failing()
        code, verdict = _judged(Runs(database).last(2), path, zone)
        told = {
            "schema": "digest/status/1",
            "exit": code,
            "verdict": verdict,
            "runs": [_run(run, zone) for run in Runs(database).last(nights)],
            "due": _due(database),
            "sends": sends,
            "held": mailing.held(database),
            "readers": _readers(database, settings),
            "sources": {source.name: source.error for source in failing},
            "failing_since": {source.name: _iso(source.failing_since) for source in failing},
        }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(told)
    return code


def _judged(runs: Sequence[Run], state: Path, zone: tzinfo) -> tuple[int, str]:
    """Return the exit code and one line that says how the last night ended, the newest first.

    Of one that is at work nothing is known: the one before it counts.
    """
    from digest.report import verdict
    from digest.store.runs import GAP

    if not runs:
        return _LATE, f"no night yet in {state}: digest run, or name its [run] state by --config"
    last = runs[0]
    began = f"{last.started:%Y-%m-%d %H:%M} UTC"
    if last.exit_code is None and _is_at_work(state):
        code, before = _judged(runs[1:], state, zone) if runs[1:] else (0, "it is the first")
        return code, f"at work since {began}; before: {before}"
    if not timedelta() <= datetime.now(UTC) - last.started <= GAP:
        return (
            _LATE,
            f"LATE: the last night began {began}; look at its timer, or the machine's clock",
        )
    if last.exit_code is None:
        return (
            _LATE,
            f"KILLED: the night that began {began} did not end; digest run goes on with it",
        )
    failed = "" if last.exit_code in (0, PARTLY) else "FAILED: "
    return (
        last.exit_code,
        f"{failed}{last.day(zone)}: exit {last.exit_code}, {verdict(last.exit_code)}",
    )


def _is_at_work(state: Path) -> bool:
    from digest.store import lock

    try:
        with lock(state.parent):
            return False
    except TryLater:
        return True


def _run(run: Run, zone: tzinfo) -> dict[str, Any]:
    report = run.report or {}
    return {
        "run": run.id,
        "day": run.day(zone).isoformat(),
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "code": run.exit_code,
        "editions": report.get("editions", []),
        "counts": report.get("counts", {}),
        "error": report.get("error", ""),
    }


def _due(database: Database) -> dict[str, dict[str, int]]:
    from digest.store.issues import Issues

    issues = Issues(database)
    return {issue.name: issues.counts(issue) for issue in issues.open()}


def _readers(database: Database, settings: Settings | None) -> dict[str, str]:
    """Return what is wrong with the readers, by the edition that they are of."""
    from digest.cli.nightly import recipients

    found = recipients.stranded(database, settings) if settings else ()
    return {failure.subject: failure.error for failure in found}


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _failing(name: str, error: str, since: str) -> str:
    """Return a line about a source; one that fails for over a week is its owner's to mend (N13)."""
    from digest.report import is_long

    began = datetime.fromisoformat(since) if since else None
    advice = ": for over a week, correct or remove it" if is_long(began, datetime.now(UTC)) else ""
    return f"failing  {name}: {error}{f' (since {since[:10]}{advice})' if since else ''}"


def _print(told: dict[str, Any]) -> None:
    from digest.report import counted

    click.echo(printable(f"night    {told['verdict']}"))
    for run in told["runs"]:
        code = "no end " if run["code"] is None else f"exit {run['code']}"
        made = ", ".join(run["editions"]) or "no edition"
        what = f"{made}; {run['error'] or counted(run['counts']) or 'nothing new'}"
        click.echo(printable(f"{run['day']}  {code:8}  {what} (began {run['started'][11:16]} UTC)"))
    for name, copies in told["due"].items():
        states = ", ".join(f"{number} {state}" for state, number in copies.items())
        stuck = "" if told["sends"] else "; nobody sends them: set [mail] sender again"
        click.echo(f"due      {name}: {states}{stuck}")
    for line in mailing.told_held(told["held"]):
        click.echo(f"held     {line}")
    for name, error in told["readers"].items():
        click.echo(printable(f"readers  {name}: {error}"))
    for name, error in told["sources"].items():
        click.echo(printable(_failing(name, error, told["failing_since"][name])))
