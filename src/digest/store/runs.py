"""The runs: when each began, how it ended, and its report."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from digest.errors import ConfigError, StateDamaged
from digest.store.crashpoints import passing
from digest.store.disk import unwritten

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from digest.store.database import Database

GAP = timedelta(hours=26)  # between two nights; more is a missed one, or a clock that was changed


@dataclass(frozen=True, slots=True)
class Run:
    """One run; `exit_code` is None where it is still at work, or was killed."""

    id: str
    number: int
    started: datetime
    ended: datetime | None = None
    exit_code: int | None = None
    report: dict[str, Any] | None = None
    host: str = ""

    def day(self, zone: tzinfo) -> date:
        """Return the day whose editions it made; a killed one says none, and is of its readers'."""
        if self.report:
            return date.fromisoformat(self.report["day"])
        return self.started.astimezone(zone).date()


class Runs:
    """The runs in a database. Only the holder of the lock begins one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counter = counter_of(database.path) if database.path else None

    def begin(self, now: datetime) -> Run:
        """Record that a run begins, for good.

        Raises `StateDamaged` where the file knows fewer runs than were counted beside it: it is
        an old copy, or its write-ahead log was lost (S06).
        """
        last = self._database.rows("SELECT coalesce(max(number), 0) FROM run")[0][0]
        self._never_fewer(last)
        run = Run(uuid4().hex[:12], last + 1, now, host=socket.gethostname())
        row = (run.id, run.number, os.getpid(), run.host, _utc(now))
        insert = "INSERT INTO run (id, number, pid, host, started) VALUES (?, ?, ?, ?, ?)"
        with self._database.transaction(durable=True) as connection:
            connection.execute(insert, row)
        passing("run.begun")
        if self._counter:
            _count(self._counter, run.number)
        passing("run.counted")
        return run

    def end(self, run: Run, now: datetime, exit_code: int, report: dict[str, Any]) -> None:
        """Record how a run ended."""
        update = "UPDATE run SET ended = ?, exit_code = ?, report = ? WHERE id = ?"
        text = json.dumps(report, ensure_ascii=False)
        with self._database.transaction(durable=True) as connection:
            connection.execute(update, (_utc(now), exit_code, text, run.id))
        passing("run.ended")

    def last(self, count: int) -> list[Run]:
        """Return the last runs, the newest first."""
        query = "SELECT id, number, started, ended, exit_code, report, host FROM run"
        rows = self._database.rows(f"{query} ORDER BY number DESC LIMIT ?", (count,))
        return [_run(row) for row in rows]

    def restored(self) -> datetime | None:
        """Return when the file was restored: it may not know what was sent since the backup."""
        found = self._database.rows("SELECT value FROM fact WHERE name = 'restored'")
        return datetime.fromisoformat(found[0][0]) if found else None

    def claim(self, instance: str) -> None:
        """Make the file that of one configuration; refuse it to any other (S08)."""
        insert = "INSERT INTO fact VALUES ('instance', ?) ON CONFLICT DO NOTHING"
        with self._database.transaction() as connection:
            connection.execute(insert, (instance,))
        owner = self._database.rows("SELECT value FROM fact WHERE name = 'instance'")[0][0]
        if owner != instance:
            raise ConfigError(
                f"{self._database.path} belongs to {owner}, and this is {instance}: name another "
                f"[run] state; where you moved it, set [run] instance = {owner!r}"
            )

    def _never_fewer(self, last: int) -> None:
        try:
            counted = int(self._counter.read_text("ascii")) if self._counter else 0
        except (OSError, ValueError):
            return
        if counted > last:
            raise StateDamaged(
                f"{self._database.path} ends with run {last}, though there were {counted}: an old "
                "copy, or its -wal file was lost; use digest backup --restore FILE, or move it and "
                f"{self._counter} away to begin anew"
            )


def counter_of(ledger: Path) -> Path:
    """Return the file beside a ledger in which its runs are counted."""
    return ledger.with_name(f"{ledger.name}.runs")


def _count(path: Path, number: int) -> None:
    """Write the number of runs beside the file: the old one or the new one, never half of it."""
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(f"{number}\n", "ascii")
        new.chmod(0o600)
        new.replace(path)
    except OSError as error:
        raise unwritten(path, error, "check its permissions") from error


def _run(row: tuple[Any, ...]) -> Run:
    name, number, started, ended, code, report, host = row
    finished = datetime.fromisoformat(ended) if ended else None
    return Run(name, number, datetime.fromisoformat(started), finished, code, _told(report), host)


def _told(report: str | None) -> dict[str, Any] | None:
    """Return a report; nothing where it is damaged, as after a run that was killed."""
    try:
        told: dict[str, Any] | None = json.loads(report) if report else None
    except ValueError:
        return None
    return told


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
