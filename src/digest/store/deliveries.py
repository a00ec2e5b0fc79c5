"""The copies of an issue: each ends in exactly one state, and every step leaves evidence.

A copy is `armed` before its message is begun, safe from a power cut, and `handing` right before
the final dot, safe from a kill; what came of it is committed after. A row that is found `handing`
is a doubt: the server may have the message. So is one that is found armed after a new boot, which
may have lost that it was handing; docs/reliability.md has the argument.
"""

from __future__ import annotations

from functools import cached_property
from math import inf, nextafter
from typing import TYPE_CHECKING, Literal

from digest.errors import DigestError
from digest.store.boot import boot_of
from digest.store.copies import DUE, Copies, Outcome
from digest.store.crashpoints import passing

if TYPE_CHECKING:
    import sqlite3

    from digest.store.copies import Policy, Row
    from digest.store.database import Database

_LONGEST = 3600.0  # seconds that a copy may be put off
_DISARM = f"UPDATE delivery SET armed = '' WHERE armed != '' AND state IN {DUE}"  # noqa: S608  # ours


class Deliveries:
    """The copies in a database, as the run `run` moves them."""

    def __init__(self, database: Database, run: str = "") -> None:
        self._database = database
        self._run = run

    @cached_property
    def _boot(self) -> str:
        return boot_of(self._database.path)

    def recover(self, now: float) -> int:
        """Turn every row that an earlier run may have handed over into a doubt; return how many.

        Those are `handing`, or were armed in another boot.
        """
        why = Outcome("uncertain", "dot", text="the process ended before the reply was recorded")
        lost = f"d.state IN {DUE} AND d.armed NOT IN ('', ?)"
        rows = Copies(self._database).select(f"d.state = 'handing' OR {lost}", self._boot)
        for row in rows:
            self.record(row, why, now)
            passing("recover.row")
        with self._database.transaction() as connection:
            connection.execute(_DISARM)
        passing("recover.committed")
        return len(rows)

    def settle(self, policy: Policy) -> None:
        """Hold the doubts that must not be sent again: all, or those that were sent again once."""
        limit = 1 if policy == "resend" else 0
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE delivery SET state = 'held' WHERE state = 'uncertain' AND doubts > ?",
                (limit,),
            )
        passing("settle.committed")

    def expire(self, now: float) -> None:
        """Give up what is due no longer; a doubt among it stays a doubt, and is held."""
        update = (
            "UPDATE delivery SET updated = ?,"  # noqa: S608  # ours
            " state = CASE state WHEN 'uncertain' THEN 'held' ELSE 'expired' END"
            f" WHERE state IN {DUE} AND issue IN (SELECT id FROM issue WHERE deliver_until <= ?)"
        )
        with self._database.transaction() as connection:
            connection.execute(update, (now, now))
        passing("expire.committed")

    def hold(self, why: Outcome, now: float) -> int:
        """Hold every copy that is not settled, and say why; return their number."""
        unsettled = f"state = 'handing' OR state IN {DUE}"
        values = (why.phase, why.code, why.enhanced, why.text, now)
        with self._database.transaction(durable=True) as connection:
            connection.execute(
                "INSERT INTO attempt (delivery, moment, run, state, phase, code, enhanced, text)"  # noqa: S608  # ours
                f" SELECT id, ?, ?, 'held', ?, ?, ?, ? FROM delivery WHERE {unsettled}",
                (now, self._run, *values[:4]),
            )
            held = connection.execute(
                "UPDATE delivery SET state = 'held', armed = '', phase = ?, code = ?,"  # noqa: S608  # ours
                f" enhanced = ?, text = ?, updated = ? WHERE {unsettled}",
                values,
            ).rowcount
        return int(held)

    def due(self, now: float) -> list[int]:
        """Return the rows to be sent now, those that gave no trouble yet first.

        So are those that are put off for longer than any is: the clock was set back since (B07).
        """
        query = (
            f"SELECT id FROM delivery WHERE state IN {DUE} AND NOT next_try BETWEEN ? AND ?"  # noqa: S608  # ours
            " ORDER BY issue, retries, id"
        )
        soon = nextafter(now, inf)
        return [number for (number,) in self._database.rows(query, (soon, now + _LONGEST))]

    def next_try(self) -> float | None:
        """Return when the next row is due, in seconds since 1970; nothing where none waits."""
        query = f"SELECT min(next_try) FROM delivery WHERE state IN {DUE}"  # noqa: S608  # ours
        found: float | None = self._database.rows(query)[0][0]
        return found

    def arm(self, row: Row) -> bool:
        """Commit, safe from a power cut, that this message is about to be handed over.

        It must not be begun where this is false, since another process has moved the row after it
        was loaded, or where it raises `StateDamaged`, since it cannot be written.
        """
        update = "UPDATE delivery SET armed = ? WHERE id = ? AND state = ?"
        passing("arm.begin")
        with self._database.transaction(durable=True) as connection:
            boot = self._boot or "unknown"
            done = connection.execute(update, (boot, row.id, row.state)).rowcount
            passing("arm.written")
        passing("arm.committed")
        return done == 1

    def disarm(self, row: Row) -> None:
        """Take back that a message was about to be handed over: it was not."""
        with self._database.transaction() as connection:
            connection.execute(f"{_DISARM} AND id = ?", (row.id,))

    def mark(self, row: Row, now: float) -> None:
        """Commit, safe from a kill, that the server may have this armed message from now on.

        Raises `StateDamaged` where it cannot be written, `DigestError` where another process has
        moved the row: then the message must not be completed.
        """
        update = (
            "UPDATE delivery SET state = 'handing', attempts = attempts + 1, run = ?, updated = ?"
            " WHERE id = ? AND state = ? AND armed != ''"
        )
        passing("mark.begin")
        with self._database.transaction() as connection:
            done = connection.execute(update, (self._run, now, row.id, row.state)).rowcount
            if done != 1:
                raise DigestError(f"copy {row.id} was moved by another process; nothing is sent")
            passing("mark.written")
        passing("mark.committed")

    def record(self, row: Row, outcome: Outcome, now: float, next_try: float = 0.0) -> None:
        """Commit what came of an attempt. A row with a doubt stays one until it is settled."""
        doubt = outcome.state == "uncertain"
        waiting = outcome.state in ("pending", "deferred")
        state = "uncertain" if waiting and row.doubts else outcome.state
        reply = (outcome.phase, outcome.code, outcome.enhanced, outcome.text)
        passing("record.begin")
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE delivery SET state = ?, armed = '', doubts = doubts + ?,"
                " retries = retries + ?, next_try = ?, phase = ?, code = ?, enhanced = ?,"
                " text = ?, run = ?, updated = ? WHERE id = ?",
                (state, doubt, waiting or doubt, next_try, *reply, self._run, now, row.id),
            )
            passing("record.written")
            self._witness(connection, row.id, outcome, now)
        passing("record.committed")

    def come_back(self, row: Row, why: Outcome, now: float) -> bool:
        """Record that a copy was returned, once; false where it is in hand at this moment.

        Whoever has it in hand records what comes of it, and a copy in hand may come back, too.
        """
        with self._database.transaction() as connection:
            free = connection.execute(
                "SELECT state FROM delivery WHERE id = ? AND armed = '' AND state != 'handing'",
                (row.id,),
            ).fetchone()
            if free and free != ("refused",):
                self.record(row, why, now)
        return bool(free)

    def resolve(self, number: int, state: Literal["sent", "pending"], now: float) -> None:
        """Settle a doubt as a person or a server's log says; `pending` sends it once more."""
        said = Outcome(state, "resolve", text="settled by the operator or the server's log")
        with self._database.transaction(durable=True) as connection:
            connection.execute(
                "UPDATE delivery SET state = ?, armed = '', doubts = 0, next_try = 0, updated = ?"
                " WHERE id = ?",
                (state, now, number),
            )
            self._witness(connection, number, said, now)
            reopen = "UPDATE issue SET status = 'frozen' WHERE id = (SELECT issue FROM delivery"
            connection.execute(f"{reopen} WHERE id = ?)", (number,))
        passing("resolve.committed")

    def _witness(
        self, connection: sqlite3.Connection, number: int, outcome: Outcome, now: float
    ) -> None:
        values = (outcome.state, outcome.phase, outcome.code, outcome.enhanced, outcome.text)
        connection.execute(
            "INSERT INTO attempt (delivery, moment, run, state, phase, code, enhanced, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, now, self._run, *values),
        )
