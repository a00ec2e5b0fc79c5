"""How far the stages of a run have come, so that another process can watch it."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from digest.records import Step

if TYPE_CHECKING:
    from digest.store.database import Database


class Progress:
    """The progress of runs in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, run: str, step: Step) -> None:
        """Add a step: a row a batch, which a power cut may lose."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO progress VALUES (?, ?, ?, ?, ?, ?, ?)", (run, *astuple(step))
            )

    def of(self, run: str) -> list[Step]:
        """Return the steps of a run, the oldest first."""
        query = (
            "SELECT stage, done, total, known, failed, seconds FROM progress WHERE run = ?"
            " ORDER BY rowid"
        )
        return [Step(*row) for row in self._database.rows(query, (run,))]
