"""What is known of the sources: how each fares, and which articles it has already listed.

An article waits here from the moment it is first listed until an edition takes it: a killed run
loses nothing, and no edition gets it twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from digest.records import Article
from digest.store.blobs import Unreadable, compressed, restored
from digest.store.packing import pack, unpack
from digest.store.traces import Trace, Waiting, columns, trace_of, utc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from digest.store.database import Database

log = logging.getLogger(__name__)

_TRACE = "identity, link, version, title, fingerprint, sketch, published"
_INSERT = (
    f"INSERT INTO item ({_TRACE}, source, first_seen, article)"  # noqa: S608  # ours
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CANDIDATES = 50  # rows that one item is compared with, the newest; a link may stand for many


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source fares. Times are aware; the columns are explained in the migration."""

    name: str
    place: str
    moved: str = ""
    moves: int = 0
    etag: str = ""
    modified: str = ""
    content: str = ""
    cursor: str = ""
    wait_until: datetime | None = None
    failing_since: datetime | None = None
    error: str = ""
    gone: datetime | None = None
    succeeded: datetime | None = None


class SourceStates:
    """The sources in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, place: str) -> SourceState:
        """Return the state of a source; a fresh one where it is new.

        Where its place was changed it is known still, or what it lists late would pass for archive.
        """
        columns = ", ".join(field.name for field in fields(SourceState))
        query = f"SELECT {columns} FROM source WHERE name = ?"  # noqa: S608
        for row in self._database.rows(query, (name,)):
            values = dict(zip((field.name for field in fields(SourceState)), row, strict=True))
            state = unpack(SourceState, values)
            moved = SourceState(name, place, succeeded=state.succeeded)
            return state if state.place == place else moved
        return SourceState(name, place)

    def failing(self) -> list[SourceState]:
        """Return the sources that could not be read the last time, by their names."""
        rows = self._database.rows("SELECT name, place FROM source WHERE error != '' ORDER BY name")
        return [self.get(name, place) for name, place in rows]

    def record(
        self,
        state: SourceState,
        now: datetime,
        found: Iterable[tuple[Trace, Article | None]] = (),
        seen_again: Iterable[Trace] = (),
    ) -> None:
        """Write, all or nothing, the state of a source and what it has newly listed.

        `found` are traces with the article that waits, or None for one that no edition shall
        have; `seen_again` are known articles whose files have a new version.
        """
        with self._database.transaction() as connection:
            _write_state(connection, state)
            connection.executemany(_INSERT, _listed(state.name, now, found))
            connection.executemany(
                "UPDATE item SET version = ?, fingerprint = ? WHERE source = ? AND identity = ?",
                ((one.version, one.fingerprint, state.name, one.identity) for one in seen_again),
            )

    def like(self, source: str, trace: Trace) -> list[Trace]:
        """Return earlier articles of a source that may be the same: by name, link, or text."""
        select = f"SELECT {_TRACE} FROM item WHERE"  # noqa: S608  # ours
        where = (
            ("source = ? AND identity = ?", (source, trace.identity), trace.identity),
            ("source = ? AND link = ?", (source, trace.link), trace.link),
            ("source = ? AND fingerprint = ?", (source, trace.fingerprint), "always"),
        )
        order = f"ORDER BY id DESC LIMIT {_CANDIDATES}"
        return [
            trace_of(row)
            for condition, values, wanted in where
            if wanted
            for row in self._database.rows(f"{select} {condition} {order}", values)
        ]

    def versions(self, source: str) -> dict[str, str]:
        """Return the version of each file of a source, by its identity."""
        query = "SELECT identity, version FROM item WHERE source = ? AND version != ''"
        return dict(self._database.rows(query, (source,)))

    def waiting(self, sources: Sequence[str]) -> list[Waiting]:
        """Return the articles that no edition has taken yet, in the order of the sources.

        One that is damaged is forgotten, and a warning says so: its source may list it anew.
        """
        query = "SELECT id, article FROM item WHERE source = ? AND article IS NOT NULL ORDER BY id"
        found, damaged = [], []
        for source in sources:
            for row, packed in self._database.rows(query, (source,)):
                try:
                    found.append(Waiting(row, source, restored(Article, packed)))
                except Unreadable:
                    log.warning("an article of %s is damaged; it is read anew", source)
                    damaged.append((row,))
        if damaged:
            with self._database.transaction() as connection:
                connection.executemany("DELETE FROM item WHERE id = ?", damaged)
        return found

    def left(self, names: Collection[str]) -> dict[str, int]:
        """Return how many articles wait for sources that are not among these, by their names."""
        query = "SELECT source, count(*) FROM item WHERE article IS NOT NULL GROUP BY source"
        return {name: count for name, count in self._database.rows(query) if name not in names}

    def rename(self, places: Mapping[str, str]) -> None:
        """Let each source that is new here go on as the one of its place that has no name any more.

        `places` are those of all sources that are configured, by their names.
        """
        known = dict(self._database.rows("SELECT name, place FROM source"))
        gone = {place: name for name, place in known.items() if name not in places}
        new = {name: gone[at] for name, at in places.items() if name not in known and at in gone}
        with self._database.transaction() as connection:
            for name, old in new.items():
                connection.execute(
                    "UPDATE OR IGNORE source SET name = ? WHERE name = ?", (name, old)
                )
                connection.execute("UPDATE item SET source = ? WHERE source = ?", (name, old))

    def told(self, edition: str) -> set[int]:
        """Return the rows of articles that wait although the edition has had their text."""
        query = (
            "SELECT item.id FROM item JOIN told ON told.edition = ?"
            " AND told.fingerprint = item.fingerprint WHERE item.article IS NOT NULL"
        )
        return {row for (row,) in self._database.rows(query, (edition,))}

    def tell(self, edition: str, day: date, rows: Iterable[int]) -> None:
        """Record that an edition has these texts: it gets them from no other source either."""
        insert = "INSERT OR IGNORE INTO told SELECT ?, fingerprint, ? FROM item WHERE id = ?"
        with self._database.transaction() as connection:
            connection.executemany(insert, ((edition, day.isoformat(), row) for row in rows))

    def settle(self, rows: Iterable[int], edition: str) -> None:
        """Record, for good, that an edition has taken these articles: no later one gets them."""
        update = "UPDATE item SET edition = ?, article = NULL WHERE id = ? AND edition IS NULL"
        with self._database.transaction(durable=True) as connection:
            connection.executemany(update, ((edition, row) for row in rows))

    def prune(self, before: datetime) -> int:
        """Forget articles that were first listed before a time and wait no more; return the number.

        One that is still listed comes back; keep more than the oldest list goes back. Files are
        kept in mind: a folder lists them for as long as they lie there.
        """
        delete = "DELETE FROM item WHERE first_seen < ? AND article IS NULL AND version = ''"
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM told WHERE day < ?", (before.date().isoformat(),))
            return connection.execute(delete, (utc(before),)).rowcount


def _listed(
    source: str, now: datetime, found: Iterable[tuple[Trace, Article | None]]
) -> Iterator[tuple[Any, ...]]:
    for trace, article in found:
        yield (*columns(trace), source, utc(now), compressed(article, 1) if article else None)


def _write_state(connection: sqlite3.Connection, state: SourceState) -> None:
    values = pack(state)
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT OR REPLACE INTO source ({names}) VALUES ({marks})", values)  # noqa: S608
