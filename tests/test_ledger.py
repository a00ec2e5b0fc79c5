"""The ledger: finished work is found again, and damage is never passed over."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from digest.errors import ConfigError, OutputError, StateDamaged, TryLater
from digest.store import Database, Ledger, key_of

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_recorded_is_known(tmp_path: Path) -> None:
    path = tmp_path / "state" / "ledger.db"
    key = key_of("summarize", "text", {"b": 1, "a": 2})
    with Database(path) as database:
        ledger = Ledger(database)
        ledger.record("summarize", {key: ("article", {"headline": "Ў"})})
    with Database(path) as database:
        ledger = Ledger(database)
        assert ledger.known([key, key_of("other")]) == {key: {"headline": "Ў"}}
        assert ledger.count() == 1


def test_a_key_depends_on_every_part_and_not_on_the_order_of_a_mapping() -> None:
    assert key_of("s", {"a": 1, "b": 2}) == key_of("s", {"b": 2, "a": 1})
    assert key_of("s", "ab", "c") != key_of("s", "a", "bc")
    assert key_of("s", "x") != key_of("t", "x")


def test_more_keys_than_a_query_has_variables(tmp_path: Path) -> None:
    keys = [key_of("s", number) for number in range(2500)]
    with Database(tmp_path / "ledger.db") as database:
        ledger = Ledger(database)
        ledger.record("s", {key: ("a", number) for number, key in enumerate(keys)})
        found = ledger.known(keys)
        assert [found[key] for key in keys] == list(range(2500))


def test_s01_garbage_is_refused_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(StateDamaged, match="restore a backup"):
        Database(path)
    assert path.read_bytes().startswith(b"this is not")


def test_s04_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Database(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(ConfigError, match="newer digest"):
        Database(path)


def test_s05_a_locked_ledger_says_try_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0.0)
    with Database(path) as database:
        ledger = Ledger(database)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryLater, match="in use by another run"):
            ledger.record("s", {key_of("s"): ("a", 1)})
        other.close()


def test_s07_a_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs (x)")
    db.close()
    with pytest.raises(ConfigError, match="not a ledger"):
        Database(path)


def test_b06_a_state_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot write"):
        Database(tmp_path / "file" / "state" / "ledger.db")


_KILLED = """
import os, signal, sys
from pathlib import Path
from digest.store import Database, Ledger, key_of
ledger = Ledger(Database(Path(sys.argv[1])))
for number in range(3):
    ledger.record("s", {key_of("s", number): ("a", number)})
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_b01_what_was_recorded_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    assert done.returncode == -9
    with Database(path) as database:
        ledger = Ledger(database)
        assert ledger.count() == 3
