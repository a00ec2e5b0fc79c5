"""Damage inside a ledger that SQLite finds whole, and disks that take nothing more."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from desk import Hands, deliver, frozen, smtp, states
from digest.deliver.mailbox import Maildir
from digest.deliver.sendmail import Sendmail
from digest.errors import OutputError, StateDamaged
from digest.store import Database, Ledger, key_of
from digest.store.backup import back_up, restore
from digest.store.runs import Runs
from faulty_smtp import FaultySmtp
from nights import NEWS, READERS, Place
from test_database import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DAY = ("--day", "2026-11-24")
NEXT = ("--day", "2026-11-25")
GARBAGE = (
    b"garbage",
    b"",
    zlib.compress(b"{}")[:-3],
    zlib.compress(b"[1, 2"),
    zlib.compress(b"\xff"),
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.drop(**NEWS)
    made.subscribe(*READERS)
    return made


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "ledger.db") as opened:
        yield opened


def spoil(place: Place, statement: str, *values: object) -> None:
    state = place.folder / "state" / "ledger.db"
    with Database(state) as database, database.transaction() as edit:
        assert edit.execute(statement, values).rowcount >= 1


@pytest.mark.parametrize("garbage", GARBAGE)
def test_S01_a_damaged_edition_is_74_and_names_the_backup(place: Place, garbage: bytes) -> None:
    assert place("run", *DAY) == 0
    assert place("backup") == 0
    spoil(place, "UPDATE edition SET digest = ?", garbage)
    place.said()
    assert place("render", "2026-11-24") == 74
    said = place.said()
    assert "Traceback" not in said
    assert "edition main/2026-11-24" in said
    assert "digest backup --restore" in said


def test_S01_a_damaged_edition_of_yesterday_does_not_end_tonight(place: Place) -> None:
    assert place("run", *DAY) == 0
    spoil(place, "UPDATE edition SET digest = ?", b"garbage")
    place.drop(new="В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран.")
    place.said()
    assert place("run", *NEXT) == 0
    said = place.said()
    assert "Traceback" not in said
    assert "digest: edition main/2026-11-24" in said
    assert place.mails()[READERS[0], "2026-11-25"] == 1


@pytest.mark.parametrize("garbage", GARBAGE)
def test_S01_a_damaged_article_that_waits_is_listed_anew(place: Place, garbage: bytes) -> None:
    assert place("run", *DAY, env={"DIGEST_CRASH_AT": "night.composed"}) == -9
    spoil(place, "UPDATE item SET article = ? WHERE id = 1", garbage)
    place.said()
    assert place("run", *DAY) in {0, 3}, place.said()
    said = place.said()
    assert "Traceback" not in said
    assert "an article of drop is damaged; it is read anew" in said
    spare = place.folder / "drop" / "third.txt"
    spare.write_text(
        "Новый музей\n\nВ Вольме открыли новый музей. В нём 300 экспонатов.\n", "utf-8"
    )
    assert place("run", *NEXT) == 0
    with Database(place.folder / "state" / "ledger.db") as database:
        told = database.rows("SELECT count(DISTINCT article) FROM issue_item")
    assert told == [(3,)]  # the damaged one was read again


def test_S01_in_json_what_the_ledger_warns_of_is_an_event_too(place: Place) -> None:
    assert place("run", *DAY) == 0
    spoil(place, "UPDATE edition SET digest = ?", b"garbage")
    place.drop(new="В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран.")
    place.said()
    assert place("run", *NEXT, "--log-format", "json") == 0
    lines = [line for line in place.said().splitlines() if not line.endswith(".json")]
    events = {record["event"]: record for record in map(json.loads, lines)}
    assert "edition main/2026-11-24" in events["library.warning"]["message"]
    assert events["library.warning"]["run_id"] == events["run.ended"]["run_id"]


@pytest.mark.parametrize("garbage", ["garbage", "", b"\xff\xfe\xff", '{"a": '])
def test_S01_damaged_work_is_done_again(
    database: Database, garbage: object, caplog: pytest.LogCaptureFixture
) -> None:
    ledger, keys = Ledger(database), [key_of("s", n) for n in range(3)]
    ledger.record("s", {key: ("a", n) for n, key in enumerate(keys)})
    with database.transaction() as edit:
        value = "CAST(? AS TEXT)" if isinstance(garbage, bytes) else "?"
        edit.execute(f"UPDATE work SET result = {value} WHERE key = ?", (garbage, keys[1]))
    assert ledger.known(keys) == {keys[0]: 0, keys[2]: 2}
    assert "1 finished piece" in caplog.text
    ledger.record("s", {keys[1]: ("a", 1)})
    assert ledger.known(keys) == {key: n for n, key in enumerate(keys)}


def test_S01_text_that_is_no_text_is_74(database: Database) -> None:
    with database.transaction() as edit:
        edit.execute("INSERT INTO fact VALUES ('x', CAST(X'FFFE' AS TEXT))")
    assert database.rows("SELECT value FROM fact", lenient=True) == [("\ufffd\ufffd",)]
    with pytest.raises(StateDamaged, match="damaged"):
        database.rows("SELECT value FROM fact")


def test_S01_a_damaged_report_is_no_report(database: Database) -> None:
    runs = Runs(database)
    runs.end(runs.begin(NOW), NOW, 0, {"day": "2026-11-24"})
    with database.transaction() as edit:
        edit.execute("UPDATE run SET report = '{\"day'")
    assert [run.report for run in runs.last(5)] == [None]


@pytest.mark.parametrize(
    ("column", "value"),
    [("head", b""), ("head", b"\x00\x01garbage"), ("head", b"To: <x@example.org>\r\n"),
     ("address", "stranger@example.org"), ("message_id", "<1@example.org>"),
     ("address_key", "stranger@example.org")],
)  # fmt: skip
def test_S01_a_damaged_copy_is_held_and_told_and_the_others_are_sent(
    place: Place, column: str, value: object
) -> None:
    assert place("run", *DAY, env={"DIGEST_CRASH_AT": "night.frozen"}) == -9
    spoil(place, f"UPDATE delivery SET {column} = ? WHERE id = 1", value)
    place.said()
    with place.config.open("a") as config:
        config.write('[report]\nmail = "operator@example.org"\n')
    assert place("run", *DAY) == 3, place.said()
    assert "held at check: not as it was frozen; restore a backup" in place.said()
    readers = {*READERS[1:], "operator@example.org"}
    assert {to for to, _ in place.mails()} == readers
    assert place("status") == 3
    assert "held     main/2026-11-24: 1 held as damaged: not sent; restore" in place.said()


@pytest.mark.parametrize("column", ["address", "address_key", "message_id", "text", "run"])
def test_S01_a_copy_whose_text_is_no_text_keeps_no_other_one_back(
    place: Place, column: str
) -> None:
    assert place("run", *DAY, env={"DIGEST_CRASH_AT": "night.frozen"}) == -9
    spoil(place, f"UPDATE delivery SET {column} = CAST(X'61FFFE' AS TEXT) WHERE id = 1")
    unharmed = column in ("text", "run")
    assert place("run", *DAY) == (0 if unharmed else 3), place.said()
    assert {to for to, _ in place.mails()} == set(READERS[0 if unharmed else 1 :])
    place.said()
    assert place("send", "--status") == 0
    assert ("damaged: main/2026-11-24" in place.said()) is not unharmed


@pytest.mark.parametrize("column", ["envelope", "edition"])
def test_S01_an_issue_whose_text_is_no_text_is_held(database: Database, column: str) -> None:
    frozen(database, [READERS[0]])
    frozen(database, [READERS[0]], day=date(2026, 11, 25))
    with database.transaction() as edit:
        edit.execute(f"UPDATE issue SET {column} = CAST(X'61FFFE' AS TEXT) WHERE id = 1")
    with FaultySmtp() as server:
        done = deliver(database, smtp(server.port))
        assert (done.error, done.sent, server.copies(READERS[0])) == (None, 1, 1)
    assert database.rows("SELECT state FROM delivery ORDER BY id") == [("held",), ("sent",)]


def test_S01_a_damaged_copy_that_may_have_been_sent_stays_a_doubt(place: Place) -> None:
    assert place("run", *DAY, env={"DIGEST_CRASH_AT": "mark.committed"}) == -9
    spoil(place, "UPDATE delivery SET address = CAST(X'FFFE' AS TEXT) WHERE id = 1")
    assert place("run", *DAY) == 3, place.said()
    place.said()
    assert place("send", "--status") == 0
    assert "in doubt: main/2026-11-24" in place.said()


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, StateDamaged), (errno.EROFS, OutputError)]
)
def test_B05_B06_a_run_that_cannot_be_counted_does_not_begin(
    database: Database, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    assert Runs(database).begin(NOW).number == 1
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_text", failing(number))
        with pytest.raises(error) as told:
            Runs(database).begin(NOW)
    assert type(told.value) is error
    assert ".runs" in str(told.value)
    assert Runs(database).begin(NOW).number == 3  # what counts them is whole


def test_B06_a_state_folder_that_nothing_can_be_added_to_is_73(tmp_path: Path) -> None:
    path = tmp_path / "state" / "ledger.db"
    with Database(path) as database:
        frozen(database, [READERS[0]])
    copy = path.with_name("copy.db")
    back_up(path, copy)
    assert copy.is_file()
    wall = tmp_path / "file"
    wall.write_text("in the way")
    with pytest.raises(OutputError, match="cannot write"):
        restore(copy, wall / "ledger.db")
    with pytest.raises(OutputError, match="cannot write"):
        back_up(path, wall / "copy.db")


def test_B05_a_full_temporary_folder_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(database, [READERS[0]])
    monkeypatch.setattr("digest.deliver.sendmail.TemporaryFile", failing(errno.ENOSPC))
    done = deliver(database, Sendmail("/bin/true"))
    assert isinstance(done.error, StateDamaged)
    assert "No space left" in str(done.error)
    assert states(database) == {READERS[0]: "pending"}


def test_B06_a_maildir_with_something_in_the_way(database: Database, tmp_path: Path) -> None:
    (tmp_path / "Maildir").mkdir()
    (tmp_path / "Maildir" / "cur").write_text("in the way")
    frozen(database, [READERS[0]])
    done = deliver(database, Maildir(tmp_path / "Maildir"), hands=Hands())
    assert isinstance(done.error, OutputError)
    assert states(database) == {READERS[0]: "pending"}


def test_B06_an_upgrade_that_cannot_copy_the_old_ledger_is_73(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        database.rows("PRAGMA user_version = 4")
    monkeypatch.setattr("digest.store.schema.os.open", failing(errno.EROFS))
    monkeypatch.setattr("digest.store.database._prepare", lambda _: None)
    with pytest.raises(OutputError, match="schema-4"):
        Database(path)


_AS_ANOTHER = """
mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" || exit 99
for what in "send" "send --status"; do
  "$2" -c "from digest.cli import main; main()" $what --config digest.toml 2>&1
  echo "exit $?"
done
"""


def test_B06_B20_on_a_disk_that_is_read_only_nothing_is_sent(place: Place) -> None:
    assert place("run", *DAY) == 0
    before = place.mails()
    spoil(place, "UPDATE delivery SET state = 'pending'")
    command = ["unshare", "-rm", "bash", "-c", _AS_ANOTHER, "-", str(place.folder), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "exit" not in done.stdout:
        pytest.skip(f"no mount of our own here: {done.stderr.strip()[:80]}")
    assert done.stdout.count("exit 73") == 2, done.stdout
    assert "Traceback" not in done.stdout
    assert "Read-only file system" in done.stdout
    assert place.mails() == before
