"""Editions as they were frozen: what `digest render` shows again without computing anything."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from digest.errors import StateDamaged
from digest.records import Digest
from digest.store import schema
from digest.store.blobs import Unreadable, compressed, restored

if TYPE_CHECKING:
    from digest.store.database import Database


log = logging.getLogger(__name__)


class Editions:
    """The frozen digests in a database, one for an edition and a day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, edition: str, digest: Digest, read: datetime) -> None:
        """Freeze a digest, for good: a second one of that edition and day is an error.

        `read` is when the reading for it began.
        """
        moment = read.astimezone(UTC).isoformat()
        row = (edition, digest.day.isoformat(), compressed(digest), moment)
        with self._database.transaction(durable=True) as connection:
            connection.execute("INSERT INTO edition VALUES (?, ?, ?, ?)", row)

    def find(self, edition: str, day: date) -> Digest | None:
        """Return the digest of an edition and day, or nothing where there was none.

        Raises `StateDamaged` where it cannot be read any more.
        """
        query = "SELECT digest FROM edition WHERE edition = ? AND day = ?"
        rows = self._database.rows(query, (edition, day.isoformat()))
        try:
            return restored(Digest, rows[0][0]) if rows else None
        except Unreadable as error:
            path = self._database.path
            msg = f"edition {edition}/{day} in {path} is damaged ({error}); {schema.advice(path)}"
            raise StateDamaged(msg) from error

    def before(self, edition: str, day: date, days: int) -> list[Digest]:
        """Return the digests of the `days` days before a day, the oldest first.

        One that is damaged is left out, and a warning says so: today's edition can do without it.
        """
        query = "SELECT day FROM edition WHERE edition = ? AND day >= ? AND day < ? ORDER BY day"
        since = (day - timedelta(days=days)).isoformat()
        rows = self._database.rows(query, (edition, since, day.isoformat()))
        found = (self._readable(edition, date.fromisoformat(on)) for (on,) in rows)
        return [digest for digest in found if digest]

    def _readable(self, edition: str, day: date) -> Digest | None:
        try:
            return self.find(edition, day)
        except StateDamaged as error:
            log.warning("%s; it is left out", error)
            return None

    def last_read(self) -> datetime | None:
        """Return when the reading for the newest edition began, in UTC, or nothing."""
        found = self._database.rows("SELECT read FROM edition ORDER BY day DESC, read DESC LIMIT 1")
        return datetime.fromisoformat(found[0][0]) if found else None

    def known(self, day: date | None = None) -> list[tuple[str, date]]:
        """Return (edition, day) of what is frozen, the newest day first."""
        query = "SELECT edition, day FROM edition WHERE ? IN ('', day) ORDER BY day DESC, edition"
        rows = self._database.rows(query, (day.isoformat() if day else "",))
        return [(edition, date.fromisoformat(on)) for edition, on in rows]

    def moments(self) -> dict[tuple[str, date], datetime]:
        """Return when the reading for each edition began, by (edition, day), in UTC."""
        rows = self._database.rows("SELECT edition, day, read FROM edition ORDER BY day, edition")
        return {(key, date.fromisoformat(on)): datetime.fromisoformat(at) for key, on, at in rows}
