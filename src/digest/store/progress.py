"""How far the stages of a run have come, so that another process can watch it."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.store.database import Database


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a stage had come, `seconds` after its begin; `known` pieces took no time."""

    stage: str
    done: int
    total: int
    known: int
    failed: int
    seconds: float


class Progress:
    """The progress of runs in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, run: str, mark: Mark) -> None:
        """Add a mark: a row a batch, which a power cut may lose."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO progress VALUES (?, ?, ?, ?, ?, ?, ?)", (run, *astuple(mark))
            )

    def of(self, run: str) -> list[Mark]:
        """Return the marks of a run, the oldest first."""
        query = (
            "SELECT stage, done, total, known, failed, seconds FROM progress WHERE run = ?"
            " ORDER BY rowid"
        )
        return [Mark(*row) for row in self._database.rows(query, (run,))]
