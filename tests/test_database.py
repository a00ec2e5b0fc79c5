"""The state: old or new but never between, and never replaced in silence."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from digest.errors import ConfigError, InputMissing, StateDamaged
from digest.records import (
    Article,
    Briefing,
    Copy,
    Digest,
    Failure,
    Point,
    Section,
    Signature,
    Story,
)
from digest.records import caveat as mark
from digest.store import Database, Editions, Ledger, Runs, key_of, schema
from digest.store.backup import back_up, restore
from digest.store.blobs import compressed
from digest.store.editions import Frozen
from digest.store.migrations import steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
_OLD = """
import sqlite3, sys
from digest.store.migrations import steps
from digest.store.schema import APPLICATION_ID
db = sqlite3.connect(sys.argv[1])
for statement in steps()[1]:
    db.execute(statement)
db.execute("INSERT INTO work (key, stage, subject, result) VALUES (x'00', 's', 'a', '1')")
db.execute("PRAGMA user_version = 1")
db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
db.commit()
"""
_MIGRATE = """
import os, signal, sqlite3, sys
from pathlib import Path
from digest.store import Database
left = int(sys.argv[2])
class Dying(sqlite3.Connection):
    def execute(self, *arguments):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*arguments)
connect = sqlite3.connect
sqlite3.connect = lambda *a, **k: connect(*a, factory=Dying, **k)
Database(Path(sys.argv[1])).close()
"""


def python(code: str, *arguments: str, umask: int = 0o022) -> int:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=False, umask=umask).returncode


def version(path: Path) -> int:
    db = sqlite3.connect(path)
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    assert db.execute("SELECT count(*) FROM work").fetchone() == (1,)
    db.close()
    return found


def test_s03_a_kill_at_any_statement_of_a_migration_leaves_old_or_new(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    assert python(_OLD, str(old)) == 0
    seen: list[int] = []
    for statement in range(100):
        path = tmp_path / f"{statement}.db"
        path.write_bytes(old.read_bytes())
        code = python(_MIGRATE, str(path), str(statement))
        seen.append(version(path))
        Database(path).close()  # and the next run finishes it
        assert version(path) == max(steps())
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert set(seen) == {1, max(steps())}
    assert seen == sorted(seen)
    assert version(tmp_path / "0.db.schema-1") == 1


def test_b19_files_are_private_under_any_umask(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    assert python(_OLD, str(path)) == 0
    path.unlink()
    code = "import sys; from pathlib import Path; from digest.store import Database, Runs; from "
    code += "datetime import *; d = Database(Path(sys.argv[1])); Runs(d).begin(datetime.now(UTC)); "
    code += "from digest.store.backup import back_up; back_up(d.path); import os; os._exit(0)"
    assert python(code, str(path), umask=0) == 0
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file.name for file in files} > {"ledger.db", "ledger.db-wal", "ledger.db.runs"}
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) & 0o027 == 0, file


def test_s01_a_damaged_page_is_found_and_the_newest_backup_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        Ledger(database).record("s", {key_of("s", n): ("a", "x" * 500) for n in range(500)})
    copy = back_up(path)
    damaged = bytearray(path.read_bytes())
    for page in range(6, 40):
        damaged[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    with pytest.raises(StateDamaged, match=f"digest backup --restore {copy}"):
        Database(path)


def test_s01_a_truncated_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        Ledger(database).record("s", {key_of("s", n): ("a", "x" * 500) for n in range(500)})
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StateDamaged):
        Database(path)


def test_s06_a_lost_write_ahead_log_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Database(path).close()
    code = "import os, sys; from pathlib import Path; from digest.store import Database, Runs; "
    code += "from datetime import datetime, UTC; runs = Runs(Database(Path(sys.argv[1]))); "
    code += "runs.begin(datetime.now(UTC)); os._exit(0)"  # no close: all is in the log
    assert python(code, str(path)) == 0
    path.with_name("ledger.db-wal").unlink()
    path.with_name("ledger.db-shm").unlink()
    with Database(path) as database, pytest.raises(StateDamaged, match="-wal file was lost"):
        Runs(database).begin(NOW)


def test_s06_a_backup_holds_what_is_still_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        Ledger(database).record("s", {key_of("s"): ("a", 1)})
        copy = back_up(path, tmp_path / "copy.db")
    with Database(copy) as database:
        assert Ledger(database).count() == 1


def test_s07_a_foreign_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs (x)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(ConfigError):
        Database(path)
    assert path.read_bytes() == before


def test_s08_a_second_configuration_is_refused(tmp_path: Path) -> None:
    with Database(tmp_path / "ledger.db") as database:
        Runs(database).claim("/srv/a/digest.toml")
        Runs(database).claim("/srv/a/digest.toml")
        with pytest.raises(ConfigError, match="belongs to /srv/a/digest"):
            Runs(database).claim("/srv/b/digest.toml")


def test_s09_a_restored_backup_knows_that_it_is_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        Runs(database).begin(NOW)
        copy = back_up(path, tmp_path / "copy.db")
        Runs(database).begin(NOW)
    old = restore(copy, path).replaced
    assert old is not None
    assert old.is_file()
    with Database(path) as database:
        assert database.rows("SELECT count(*) FROM fact WHERE name = 'restored'") == [(1,)]
        assert Runs(database).begin(NOW).number == 2


def test_s01_garbage_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"garbage" * 1000)
    path = tmp_path / "ledger.db"
    Database(path).close()
    before = path.read_bytes()
    with pytest.raises(StateDamaged):
        restore(tmp_path / "copy.db", path)
    with pytest.raises(InputMissing):
        restore(tmp_path / "none.db", path)
    assert path.read_bytes() == before


class RingsAtOnce:
    """A timer whose time is always up: SQLite is stopped at its first step."""

    def __init__(self, seconds: float, ring: Callable[[], None]) -> None:
        assert 0 < seconds <= 1
        self.db = ring.__self__  # type: ignore[attr-defined]  # a bound method

    def start(self) -> None:
        self.db.set_progress_handler(lambda: 1, 1)

    def cancel(self) -> None:
        self.db.set_progress_handler(None, 0)

    def is_alive(self) -> bool:
        return False


def test_s10_a_start_checks_no_longer_than_its_bound_and_a_backup_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        Ledger(database).record("s", {key_of("s", n): ("a", "x" * 500) for n in range(2000)})
    damaged = bytearray(path.read_bytes())
    page = len(damaged) // 4096 - 30
    damaged[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    with monkeypatch.context() as patch:
        patch.setattr("digest.store.schema.Timer", RingsAtOnce)
        Database(path).close()
    with pytest.raises(StateDamaged):
        back_up(path)
    assert not list((tmp_path / "backups").iterdir())


def an_edition() -> Digest:
    article = Article("a1", "Ціна", ("Мост.",), "be", published=NOW, warnings=(mark("x", n=1),))
    copied = replace(article, id="a2", copies=(Copy("a3", "wire"),))
    made_by = Signature("e", settings=(("pair", "ru-be"),))
    briefing = Briefing(article, "be", "Ціна\ud800", (Point("Мост.", (0,)),), made_by, ("ru", "be"))
    other = replace(briefing, article=copied, made_by=Signature("f"))
    section = Section("Іншае", (Story(briefing, briefing, (other,)), Story(other, briefing)))
    brief = (Story(replace(briefing, headline="Снег\n"), other),)
    failures = (Failure("x", "read", "why"),)
    on = date(2026, 11, 24)
    return Digest(
        "Раніца", on, "UTC", "be", (section, Section("Пуста", ())), failures, {"articles": 1},
        brief=brief, minutes=2,
    )  # fmt: skip


def test_an_edition_comes_back_as_it_was(tmp_path: Path) -> None:
    digest = an_edition()
    with Database(tmp_path / "ledger.db") as database:
        editions = Editions(database)
        assert editions.find("main", digest.day) is None
        assert editions.frozen("main", digest.day) is None
        frozen = editions.save("main", digest, NOW)
        assert editions.find("main", digest.day) == digest
        assert tuple(editions.stories("main", digest.day)) == digest.stories
        assert editions.frozen("main", digest.day) == frozen
        assert frozen.articles == ("a1", "a2", "a3")
        assert [one.engine for one in frozen.made_by] == ["e", "f"]
        assert (frozen.head.stories, frozen.head.minutes) == ((), 2)
        assert [section.heading for section in frozen.head.sections] == ["Іншае", "Пуста"]
        assert editions.last_read(NOW) == NOW
        assert editions.last_read(NOW - timedelta(seconds=1)) is None
        assert editions.known() == editions.known(digest.day) == [("main", digest.day)]
        with pytest.raises(sqlite3.IntegrityError):
            editions.save("main", digest, NOW)


def test_an_edition_that_was_frozen_in_one_piece_is_read_as_ever(tmp_path: Path) -> None:
    digest = an_edition()
    with Database(tmp_path / "ledger.db") as database:
        row = ("main", "2026-11-24", compressed(digest), NOW.isoformat())
        with database.transaction() as edit:
            edit.execute("INSERT INTO edition VALUES (?, ?, ?, ?)", row)
        editions = Editions(database)
        assert editions.find("main", digest.day) == digest
        assert tuple(editions.stories("main", digest.day)) == digest.stories
        assert editions.frozen("main", digest.day) == Frozen.of(digest)


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.95])
def test_S01_an_edition_that_ends_too_early_is_damaged(tmp_path: Path, kept: float) -> None:
    digest = an_edition()
    with Database(tmp_path / "ledger.db") as database:
        editions = Editions(database)
        editions.save("main", digest, NOW)
        ((blob,),) = database.rows("SELECT digest FROM edition")
        with database.transaction() as edit:
            edit.execute("UPDATE edition SET digest = ?", (blob[: int(kept * len(blob))],))
        with pytest.raises(StateDamaged, match="edition main/2026-11-24"):
            editions.find("main", digest.day)
        with pytest.raises(StateDamaged, match="edition main/2026-11-24"):
            list(editions.stories("main", digest.day))


def test_runs_are_listed_the_newest_first(tmp_path: Path) -> None:
    with Database(tmp_path / "ledger.db") as database:
        runs = Runs(database)
        first = runs.begin(NOW)
        runs.end(first, NOW, 3, {"counts": {"articles": 2}})
        runs.begin(NOW)
        second, ended = runs.last(5)
        assert (second.number, second.exit_code) == (2, None)
        assert (ended.exit_code, ended.report) == (3, {"counts": {"articles": 2}})


def test_a_transaction_inside_another_ends_with_it(tmp_path: Path) -> None:
    with Database(tmp_path / "ledger.db") as database:
        runs = Runs(database)
        with pytest.raises(ZeroDivisionError), database.transaction():  # noqa: PT012
            runs.begin(NOW)
            raise ZeroDivisionError
        assert runs.last(1) == []


def test_b11_a_signal_while_a_start_is_checked_leaves_no_clock_to_ring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Timer] = []

    class Interrupted(Timer):
        def start(self) -> None:
            super().start()
            begun.append(self)
            raise KeyboardInterrupt

    monkeypatch.setattr(schema, "Timer", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        Database(tmp_path / "l.db")
    (bell,) = begun
    assert bell.finished.is_set(), "it would ring for a database that is closed"
