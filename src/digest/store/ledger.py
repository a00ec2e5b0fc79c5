"""An SQLite file of finished work.

A row is one piece of work; its key is the SHA-256 of everything that determines the result, so a
row is right for ever and is never updated. Batches are written in one transaction each: a run
that is killed loses at most the batch in hand.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Self

from digest.errors import ConfigError, OutputError, StateDamaged, TryLater

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

APPLICATION_ID = 0x44694765  # "DiGe": marks the file as ours (SQLite, PRAGMA application_id)
SCHEMA_VERSION = 1
_BUSY_SECONDS = 30.0
_VARIABLES = 500  # keys a query; SQLite allows 999 variables on its oldest builds

_SCHEMA = f"""
BEGIN;
CREATE TABLE work (
  key BLOB PRIMARY KEY,
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  result TEXT NOT NULL,
  finished TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


def key_of(stage: str, *parts: object) -> bytes:
    """Return the key of a piece of work: 32 bytes of SHA-256 over its stage and `parts`.

    Parts are JSON values; mappings are sorted, so that equal content has an equal key.
    """
    text = json.dumps([stage, *parts], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class Ledger:
    """Finished work in an SQLite file, or in memory where `path` is None."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._db = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def known(self, keys: Iterable[bytes]) -> dict[bytes, Any]:
        """Return what is finished among `keys`, as JSON values."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, Any] = {}
        for start in range(0, len(wanted), _VARIABLES):
            part = wanted[start : start + _VARIABLES]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, result FROM work WHERE key IN ({marks})"  # noqa: S608  # only "?"
            with _explained(self._path):
                rows = self._db.execute(query, part).fetchall()
            found.update((key, json.loads(result)) for key, result in rows)
        return found

    def record(self, stage: str, finished: Mapping[bytes, tuple[str, Any]]) -> None:
        """Write one finished batch, key -> (subject, JSON value), in one transaction."""
        rows = [
            (key, stage, subject, json.dumps(value, ensure_ascii=False))
            for key, (subject, value) in finished.items()
        ]
        insert = "INSERT OR IGNORE INTO work (key, stage, subject, result) VALUES (?, ?, ?, ?)"
        with _explained(self._path), self._db:
            self._db.executemany(insert, rows)

    def count(self) -> int:
        """Return how many pieces of work are recorded."""
        with _explained(self._path):
            return int(self._db.execute("SELECT count(*) FROM work").fetchone()[0])


def _open(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        _prepare_folder(path)
    with _explained(path):
        db = sqlite3.connect(path or ":memory:", timeout=_BUSY_SECONDS)
    try:
        with _explained(path):
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            _migrate(db, path)
            _check(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot create {path.parent} for the ledger: {error.strerror}; set [run] state"
        raise OutputError(msg) from error


def _migrate(db: sqlite3.Connection, path: Path | None) -> None:
    with closing(db.execute("PRAGMA user_version")) as row:
        version = int(row.fetchone()[0])
    with closing(db.execute("PRAGMA application_id")) as row:
        owner = int(row.fetchone()[0])
    with closing(db.execute("SELECT count(*) FROM sqlite_master")) as row:
        is_new = not int(row.fetchone()[0])
    if is_new:
        db.executescript(_SCHEMA)
    elif owner != APPLICATION_ID:
        raise ConfigError(f"{path} is not a ledger of digest; name another file in [run] state")
    elif version > SCHEMA_VERSION:
        raise ConfigError(f"{path} was written by a newer digest (schema {version}); upgrade")


def _check(db: sqlite3.Connection, path: Path | None) -> None:
    verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise StateDamaged(f"{path} is damaged ({verdict}); restore a backup or move it away")


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    """Turn an SQLite error into one of ours, which says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(error, path) from error
    except sqlite3.DatabaseError as error:
        msg = f"{path} is damaged ({error}); restore a backup or move it away"
        raise StateDamaged(msg) from error


def _operational(error: sqlite3.OperationalError, path: Path | None) -> Exception:
    code = error.sqlite_errorname or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TryLater(f"{path} is in use by another run; try again later")
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StateDamaged(f"cannot write {path}: {error}; free some disk space")
    return OutputError(f"cannot open or write {path}: {error}; check its permissions")
