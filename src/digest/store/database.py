"""The SQLite file that holds all state: opened, checked, and brought up to date.

SQLite runs in WAL mode. A commit survives a kill of the process at once; it survives a power cut
where it was made `durable`, or once a later durable one follows (SQLite, PRAGMA synchronous).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Self

from digest.errors import OutputError, StateDamaged, TryLater
from digest.store import schema
from digest.store.disk import unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BUSY_SECONDS = 30.0


class Database:
    """An SQLite file, or memory where `path` is None. Its errors are ours and say what to do.

    Raises `ConfigError` for a file that is not ours or newer than we are, `StateDamaged` for a
    damaged one or a full disk, `TryLater` for a locked one, `OutputError` where it cannot be
    opened.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._connection = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def rows(
        self, query: str, values: Sequence[Any] = (), *, lenient: bool = False
    ) -> list[tuple[Any, ...]]:
        """Return all rows of a query; `lenient` reads what is no UTF-8 with U+FFFD in its place."""
        self._connection.text_factory = _replacing if lenient else str
        try:
            with explained(self.path), closing(self._connection.execute(query, values)) as found:
                return found.fetchall()
        finally:
            self._connection.text_factory = str

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """Commit what the block writes, all or nothing; `durable` also survives a power cut.

        Inside another transaction the block is a part of that one, and ends with it.
        """
        connection = self._connection
        if connection.in_transaction:
            yield connection
            return
        with explained(self.path):
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has already rolled it back
                    connection.execute("ROLLBACK")
                raise


def _open(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        _prepare(path)
    with explained(path):
        db = sqlite3.connect(path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with explained(path):
            schema.check(db, path)  # first: a file that is not ours stays as it is
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            schema.migrate(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(path: Path) -> None:
    """Make the folder and an empty file that only its owner can read, whatever the umask (B19)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        advice = "run digest as the owner of the ledger, or set [run] state"
        raise unwritten(path, error, advice) from error


def _replacing(text: bytes) -> str:
    return text.decode("utf-8", "replace")


@contextmanager
def explained(path: Path | None) -> Iterator[None]:
    """Turn an SQLite error into one of ours, which says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(error, path) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise  # a bug of ours, or a law of the schema that the caller relies on
        msg = f"{path} is damaged ({error}); {schema.advice(path)}"
        raise StateDamaged(msg) from error


def _operational(error: sqlite3.OperationalError, path: Path | None) -> Exception:
    code = getattr(error, "sqlite_errorname", None)
    if not code:  # of Python's own: a text that is no UTF-8
        return StateDamaged(f"{path} is damaged ({error}); {schema.advice(path)}")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TryLater(f"{path} is in use by another run; try again later")
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StateDamaged(f"cannot write {path}: {error}; free some disk space")
    if code == "SQLITE_ERROR":
        return error  # a mistake in our own SQL
    return OutputError(f"cannot open or write {path}: {error}; check its permissions")
