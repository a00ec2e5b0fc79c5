"""`digest status`: what happened in the last nights, and what is due."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from digest.cli import mailing, wiring
from digest.text.printing import printable

if TYPE_CHECKING:
    from pathlib import Path

    from digest.config import Settings
    from digest.store import Database, Run


@click.command("status")
@click.option("--nights", default=7, show_default=True, type=click.IntRange(1), help="How many.")
@wiring.json_option
@wiring.state_option
@wiring.config_option
def command(nights: int, as_json: bool, state: Path | None, config: Path | None) -> int:
    """Tell how the last runs ended, what is due, what fails.

    \b
    Examples:
      digest status
      digest status --nights 30 --json
    """
    from digest.config import load
    from digest.store import Database, Runs
    from digest.store.sources import SourceStates

    settings = None
    if state is None:
        settings = load(config)
        state = settings.run.state
    sends = settings is None or bool(settings.mail.sender)  # for all that a ledger alone tells
    path = wiring.existing(state)
    with Database(path) as database:
        failing = SourceStates(database).failing()
        told = {
            "schema": "digest/status/1",
            "runs": [_run(run) for run in Runs(database).last(nights)],
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
        _print(told, path)
    return 0


def _run(run: Run) -> dict[str, Any]:
    report = run.report or {}
    return {
        "run": run.id,
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
    from digest.cli import recipients

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


def _print(told: dict[str, Any], path: Path) -> None:
    from digest.report import counted

    for run in told["runs"]:
        code = "killed, or still at work" if run["code"] is None else f"exit {run['code']}"
        counts = counted(run["counts"])
        made = ", ".join(run["editions"]) or "no edition"
        click.echo(printable(f"{run['started'][:16]}  {code:8}  {made}; {run['error'] or counts}"))
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
    if not told["runs"]:
        click.echo(f"no night yet in {path}: digest run, or name its [run] state by --config")
