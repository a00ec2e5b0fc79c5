"""Finished work, addressed by its content.

A row is one piece of work; its key is the SHA-256 of everything that determines the result, so a
row is right for ever and is never updated. Batches are written in one transaction each: a run
that is killed loses at most the batch in hand.
"""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.store.database import Database

log = logging.getLogger(__name__)

_VARIABLES = 500  # keys a query; SQLite allows 999 variables on its oldest builds


def key_of(stage: str, *parts: object) -> bytes:
    """Return the key of a piece of work: 32 bytes of SHA-256 over its stage and `parts`.

    Parts are JSON values; mappings are sorted, so that equal content has an equal key.
    """
    text = json.dumps([stage, *parts], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class Ledger:
    """The finished work in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, keys: Iterable[bytes]) -> dict[bytes, Any]:
        """Return what is finished among `keys`, as JSON values.

        What is damaged is forgotten, and a warning says so: it is to be done again.
        """
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, Any] = {}
        damaged: list[tuple[bytes]] = []
        for start in range(0, len(wanted), _VARIABLES):
            part = wanted[start : start + _VARIABLES]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, CAST(result AS BLOB) FROM work WHERE key IN ({marks})"  # noqa: S608  # only "?"
            for key, result in self._database.rows(query, part):
                try:
                    found[key] = json.loads(result)
                except ValueError:
                    damaged.append((key,))
        if damaged:
            self._forget(damaged)
        return found

    def _forget(self, damaged: Sequence[tuple[bytes]]) -> None:
        log.warning(
            "%s has %d finished pieces of work that are damaged; they are done again",
            self._database.path, len(damaged),
        )  # fmt: skip
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM work WHERE key = ?", damaged)

    def record(self, stage: str, finished: Mapping[bytes, tuple[str, Any]]) -> None:
        """Write one finished batch, key -> (subject, JSON value), in one transaction."""
        rows = [
            (key, stage, subject, json.dumps(value, ensure_ascii=False))
            for key, (subject, value) in finished.items()
        ]
        insert = "INSERT OR IGNORE INTO work (key, stage, subject, result) VALUES (?, ?, ?, ?)"
        with self._database.transaction() as connection:
            connection.executemany(insert, rows)

    def count(self) -> int:
        """Return how many pieces of work are recorded."""
        return int(self._database.rows("SELECT count(*) FROM work")[0][0])
