"""Editions as they were frozen: what `digest render` shows again without computing anything."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from digest.records import Digest
from digest.store.packing import pack, unpack

if TYPE_CHECKING:
    from digest.store.database import Database


class Editions:
    """The frozen digests in a database, one for an edition and a day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, edition: str, digest: Digest, read: datetime) -> None:
        """Freeze a digest, for good: a second one of that edition and day is an error.

        `read` is when the reading for it began.
        """
        text = json.dumps(pack(digest), ensure_ascii=False)
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"))
        row = (edition, digest.day.isoformat(), packed, read.astimezone(UTC).isoformat())
        with self._database.transaction(durable=True) as connection:
            connection.execute("INSERT INTO edition VALUES (?, ?, ?, ?)", row)

    def find(self, edition: str, day: date) -> Digest | None:
        """Return the digest of an edition and day, or nothing where there was none."""
        query = "SELECT digest FROM edition WHERE edition = ? AND day = ?"
        rows = self._database.rows(query, (edition, day.isoformat()))
        return _unpack(rows[0][0]) if rows else None

    def before(self, edition: str, day: date, days: int) -> list[Digest]:
        """Return the digests of the `days` days before a day, the oldest first."""
        query = "SELECT digest FROM edition WHERE edition = ? AND day >= ? AND day < ? ORDER BY day"
        since = (day - timedelta(days=days)).isoformat()
        rows = self._database.rows(query, (edition, since, day.isoformat()))
        return [_unpack(packed) for (packed,) in rows]

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


def _unpack(packed: bytes) -> Digest:
    return unpack(Digest, json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))
