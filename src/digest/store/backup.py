"""Whole copies of the state, while it is in use, and back again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from os.path import realpath  # Path.resolve raises where a link leads to itself
from typing import TYPE_CHECKING

from digest.errors import DigestError, InputMissing, OutputError, StateDamaged
from digest.store import schema
from digest.store.copies import Outcome
from digest.store.crashpoints import passing
from digest.store.database import Database, explained
from digest.store.deliveries import Deliveries
from digest.store.disk import unwritten
from digest.store.readonly import ReadOnly
from digest.store.runs import counter_of

if TYPE_CHECKING:
    from pathlib import Path


_FILES = ("", "-wal", "-shm")  # of an SQLite database
_PARTS = (*_FILES, ".runs")  # of a ledger
_UNKNOWN = Outcome("held", "restore", text="a restored backup: it may have been sent since")


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the state went that was there, and how many copies the restored one holds back.

    `gone` are the readers who had left, or were suspended, since; None where nobody can tell.
    `joined` are those who were readers, and are none in the backup.
    """

    replaced: Path | None
    held: int
    gone: int | None
    joined: int


def back_up(path: Path, target: Path | None = None) -> Path:
    """Copy the state to `target`, or to `backups/` beside it, and check the copy to its end.

    Works while another process writes. Never copy the file by other means: what is in its
    write-ahead log would be lost (S06).
    """
    if not schema.is_there(path):
        raise InputMissing(f"no ledger at {path}; check [run] state")
    copy = target or path.parent / "backups" / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.db"
    if realpath(copy) in {realpath(path.with_name(path.name + part)) for part in _PARTS}:
        raise OutputError(f"cannot write {copy}: it is the ledger itself; name another file")
    partial = copy.with_name(f".{copy.name}.part")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with explained(path), closing(sqlite3.connect(path, timeout=30)) as db:
            schema.copy_to(db, partial)
        _examine(partial)
        passing("backup.written")
        partial.replace(copy)
    except OSError as error:
        raise unwritten(copy, error, "name another file") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return copy


def restore(copy: Path, path: Path) -> Restored:
    """Put a backup in the place of the state.

    The restored file remembers it: what was delivered since the backup is not known to it, so
    an edition that already lies in the output folder is not sent again, and every copy that was
    due is held until the operator decides (S09). Who has left since stays out, as far as the state
    that is replaced can be read (S11).
    """
    if not copy.is_file():
        raise InputMissing(f"no backup at {copy}")
    _examine(copy)
    new = path.with_name(f".{path.name}.restored")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, new)
        new.chmod(0o600)
        held, (gone, joined) = _remember(new), _let_go(path, new)
        passing("restore.written")
        old = _move_away(path)
        passing("restore.moved")
        new.replace(path)
        passing("restore.placed")
        counter_of(path).unlink(missing_ok=True)
    except OSError as error:
        raise unwritten(path, error, "check the folder of [run] state") from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
    return Restored(old, held, gone, joined)


def _examine(copy: Path) -> None:
    address = f"{copy.absolute().as_uri()}?mode=ro"
    with explained(copy), closing(sqlite3.connect(address, uri=True)) as db:
        schema.check(db, copy, schema.TO_THE_END)
        if schema.is_empty(db):
            raise StateDamaged(f"{copy} is empty; name another copy")


def _remember(new: Path) -> int:
    now = datetime.now(UTC)
    moment = (now.isoformat(),)  # whole seconds might come before an issue of this one
    with Database(new) as database, database.transaction(durable=True) as connection:
        connection.execute("INSERT OR REPLACE INTO fact VALUES ('restored', ?)", moment)
        return Deliveries(database).hold(_UNKNOWN, now.timestamp())


def _let_go(old: Path, new: Path) -> tuple[int | None, int]:
    """Take who gets nothing any more from the old state into the new one; return how many.

    Also who is not in the backup, having joined and left since: a list would bring them back. Who
    has joined since is counted and no more: that list may be what the backup is to undo.
    """
    columns = "edition, address_key, address, name, state, reason, changed"
    try:
        with ReadOnly(old) as replaced:
            readers = replaced.rows(f"SELECT {columns} FROM subscriber")  # noqa: S608  # ours
    except (DigestError, sqlite3.Error):
        return None, 0
    keep = (
        f"INSERT INTO subscriber ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"  # noqa: S608  # ours
        " SET state = excluded.state, reason = excluded.reason, changed = excluded.changed"
        " WHERE state = 'active'"
    )
    active = {reader[:2] for reader in readers if reader[4] == "active"}
    with Database(new) as database, database.transaction(durable=True) as connection:
        gone = (reader for reader in readers if reader[:2] not in active)
        number = sum(connection.execute(keep, reader).rowcount for reader in gone)
        query = "SELECT edition, address_key FROM subscriber WHERE state = 'active'"
        return number, len(active.difference(database.rows(query)))


def _move_away(path: Path) -> Path | None:
    """Rename the state with its log; a kill in between leaves none, which no run replaces (S02)."""
    if not path.exists():
        return None
    old = path.with_name(f"{path.name}.replaced-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}")
    for suffix in _FILES:
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(old.with_name(old.name + suffix))
    return old
