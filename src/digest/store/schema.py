"""A database file is ours, whole and of our schema, or it is not opened."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from threading import TIMEOUT_MAX, Timer
from typing import TYPE_CHECKING

from digest.errors import ConfigError, StateDamaged
from digest.store.crashpoints import passing
from digest.store.disk import unwritten
from digest.store.migrations import steps

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x44694765  # "DiGe": marks the file as ours (SQLite, PRAGMA application_id)
CHECK_SECONDS = 0.5  # of a start; `digest backup` checks a large file to its end (S10)
TO_THE_END = TIMEOUT_MAX


def check(db: sqlite3.Connection, path: Path | None, seconds: float | None = None) -> None:
    """Refuse a file that is not ours, newer than we are, or damaged as far as `seconds` reach.

    Without `seconds` it is CHECK_SECONDS: a large file is opened before it is read to its end.
    """
    if _pragma(db, "application_id") != APPLICATION_ID and not is_empty(db):
        raise ConfigError(f"{path} is not a ledger of digest; name another file in [run] state")
    version, newest = _pragma(db, "user_version"), max(steps())
    if version > newest:
        raise ConfigError(f"{path} was written by a newer digest (schema {version}); upgrade")
    verdict = _verdict(db, CHECK_SECONDS if seconds is None else seconds)
    if verdict != "ok":
        raise StateDamaged(f"{path} is damaged ({verdict}); {advice(path)}")


def _verdict(db: sqlite3.Connection, seconds: float) -> str:
    """Return what quick_check finds; what it has not reached in time counts as sound."""
    bell = Timer(seconds, db.interrupt)
    try:
        bell.start()  # where a signal ends it, the thread may be there already
        return str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_INTERRUPT":
            return "ok"
        raise
    finally:
        bell.cancel()
        if bell.is_alive():
            bell.join()  # it must not ring later, in the middle of something else


def advice(path: Path | None) -> str:
    """Say what to do about a damaged file; name its newest backup where there is one (S01)."""
    folder = path.parent / "backups" if path else None
    copies = sorted(folder.glob("*.db"), key=lambda copy: copy.stat().st_mtime) if folder else []
    if copies:
        return f"restore the newest backup: digest backup --restore {copies[-1]}"
    return "restore a backup, or move it away to begin anew"


def migrate(db: sqlite3.Connection, path: Path | None) -> None:
    """Take the schema to the newest version in one transaction, after a backup (S03)."""
    version = _pragma(db, "user_version")
    if version == max(steps()):
        return
    if version and path is not None:
        copy_to(db, path.with_name(f"{path.name}.schema-{version}"))
        passing("migrate.copied")
    db.execute("BEGIN IMMEDIATE")
    try:
        for step, statements in steps().items():
            if step > _pragma(db, "user_version"):  # read anew: another process may have been first
                for statement in statements:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {step}")
                passing("migrate.stepped")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("COMMIT")
        passing("migrate.committed")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def copy_to(db: sqlite3.Connection, copy: Path) -> None:
    """Write a whole copy of the database to `copy`, which nobody else can read (B19).

    Raises `OutputError` where it cannot be written.
    """
    try:
        copy.unlink(missing_ok=True)
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise unwritten(copy, error, "check its folder") from error
    db.execute("VACUUM INTO ?", (str(copy),))


def _pragma(db: sqlite3.Connection, name: str) -> int:
    with closing(db.execute(f"PRAGMA {name}")) as row:
        return int(row.fetchone()[0])


def is_there(path: Path) -> bool:
    """Tell whether there is a ledger; a file of 0 bytes is what became of one, or of none."""
    try:
        return path.is_file() and path.stat().st_size > 0
    except PermissionError:
        return True  # in a folder of somebody else's: who opens it is told so (B20)


def is_empty(db: sqlite3.Connection) -> bool:
    """Tell whether a file is a database of nothing."""
    with closing(db.execute("SELECT count(*) FROM sqlite_master")) as row:
        return not int(row.fetchone()[0])
