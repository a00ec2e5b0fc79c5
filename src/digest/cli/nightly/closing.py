"""The begin and the end of a run: what its operator should know, kept and told."""

from __future__ import annotations

import json
import os
import re
import socket
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.cli.nightly import operator, published, recipients
from digest.cli.nightly.earlier import RUNS
from digest.deliver import folder
from digest.pipeline.account import Account
from digest.report import Report, summary, write
from digest.store import Runs, retention
from digest.store.lock import on_network
from digest.store.packing import pack, unpack
from digest.store.runs import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.cli.logs import Log
    from digest.config import Settings
    from digest.store import Database, Run

_CONTAINER = re.compile("[0-9a-f]{12}")  # its name unless it is given one
_JUMP = timedelta(days=100)  # no machine was off that long: a clock of another year
_NIGHTS = 30  # that such a clock has to be set right in


def begin(database: Database, settings: Settings, notes: tuple[str, ...], day: date) -> Account:
    """Record that a run begins; note what looks wrong before it does."""
    now = datetime.now(UTC)
    runs = Runs(database)
    before = runs.last(1)
    stranded = tuple(recipients.stranded(database, settings))
    found = [*notes, *_notes(settings, now, before)]
    return Account(runs.begin(now), day, stranded=stranded, notes=found)


def _notes(settings: Settings, now: datetime, before: list[Run]) -> Iterator[str]:
    state = settings.run.state
    if before and not timedelta() <= now - before[0].started <= GAP:
        last = f"the last run began {before[0].started:%Y-%m-%d %H:%M} UTC"
        yield f"{last}: nights were missed, or the clock was changed"
    if before and before[0].ended is None:
        yield f"run {before[0].id} did not end: it was killed, or the machine went down"
    if before and _has_moved(before[0].host, socket.gethostname()):
        yield f"the last run was on {before[0].host}: if runs go on there, readers get two copies"
    if on_network(state.parent):
        yield f"{state.parent} is on a network file system: two hosts may both run"
    if state.stat().st_uid != os.geteuid():
        yield f"{state} belongs to another user: run digest as that one"


def _has_moved(before: str, now: str) -> bool:
    """Tell whether two hosts are two machines; a container has another name each time."""
    return before != now and not (_CONTAINER.fullmatch(before) and _CONTAINER.fullmatch(now))


def finish(database: Database, settings: Settings, log: Log, account: Account) -> dict[str, Any]:
    """Record the end of a run, write its reports, forget what is old, tell the operator.

    Return the report as a JSON value.
    """
    report = account.report(datetime.now(UTC))
    packed: dict[str, Any] = pack(report)
    Runs(database).end(account.run, report.ended, report.code, packed)
    _forget(database, settings, report.ended)
    _write(database, settings, report.day)
    operator.tell(settings, log, report)
    log.say("info", "run.ended", summary(report), code=report.code, **report.counts)
    return packed


def reports(settings: Settings) -> Path:
    """Return the folder of reports."""
    return settings.report.folder or settings.run.state.parent / "reports"


def _forget(database: Database, settings: Settings, now: datetime) -> None:
    begun = [run.started for run in Runs(database).last(_NIGHTS)]
    steps = [later - earlier for later, earlier in pairwise(begun)]
    if not steps or not timedelta() <= steps[0] <= GAP or max(steps) > _JUMP:
        return  # a clock that jumped would make everything old
    forget(database, settings, now)


def forget(database: Database, settings: Settings, now: datetime) -> dict[str, int]:
    """Forget what is older than `[retention]` says, in the ledger and beside it.

    Return how many rows and files of each kind went.
    """
    keep, place = settings.retention, settings.run.state.parent
    before = (now - timedelta(days=keep.editions)).date()
    files = {
        "lists": (published.folder_of(settings), r"-.+\.txt"),
        "reports": (reports(settings), r"\.(json|txt)"),
        "backups": (place / "backups", r"T\d{6}Z\.db"),
    }
    gone = retention.prune(database, now - timedelta(days=keep.work), before)
    return gone | {
        kind: retention.prune_files(database, folder, names, before)
        for kind, (folder, names) in files.items()
    }


def _write(database: Database, settings: Settings, day: date) -> None:
    """Write reports/DAY.json and reports/DAY.txt: all runs of the day, the killed ones, too."""
    place = reports(settings)
    zone = ZoneInfo(settings.edition.timezone)
    today = [run for run in reversed(Runs(database).last(RUNS)) if run.day(zone) == day]
    runs = [run.report or {"run": run.id, "code": run.exit_code} for run in today]
    told = {"schema": "digest/reports/1", "day": day.isoformat(), "runs": runs}
    written = {
        f"{day}.json": json.dumps(told, ensure_ascii=False, indent=2) + "\n",
        f"{day}.txt": "\n".join(_told(run) for run in today),
    }
    for name, text in written.items():
        folder.write(place / name, text.encode("utf-8", "replace"), mode=0o640)


def _told(run: Run) -> str:
    if run.report:
        return write(unpack(Report, run.report))
    return f"run {run.id}, {run.started:%Y-%m-%d %H:%M:%S} UTC: it was killed\n"
