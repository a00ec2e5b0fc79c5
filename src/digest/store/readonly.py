"""A ledger that is only read, beside whoever writes it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

from digest.store.database import Database, explained

if TYPE_CHECKING:
    from pathlib import Path

_BUSY_SECONDS = 2.0


class ReadOnly(Database):
    """A database file that SQLite lets nobody write through here (PRAGMA query_only).

    In WAL mode a reader never makes a writer wait. It migrates nothing: open a `Database` first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        with explained(path):
            self._connection = sqlite3.connect(
                address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None
            )
            self._connection.execute("PRAGMA query_only = ON")
