"""Finished work, addressed by its content.

A row is one piece of work; its key is the SHA-256 of everything that determines the result, so a
row is right for ever and is never updated. Batches are written in one transaction each: a run
that is killed loses at most the batch in hand.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from digest.store.database import Database

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
        """Return what is finished among `keys`, as JSON values."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, Any] = {}
        for start in range(0, len(wanted), _VARIABLES):
            part = wanted[start : start + _VARIABLES]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, result FROM work WHERE key IN ({marks})"  # noqa: S608  # only "?"
            rows = self._database.rows(query, part)
            found.update((key, json.loads(result)) for key, result in rows)
        return found

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
