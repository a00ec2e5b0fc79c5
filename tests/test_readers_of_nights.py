"""Who gets an issue when lists, settings and rows change around its freeze."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.store import Database
from digest.store.runs import Runs
from digest.store.subscribers import Subscribers
from nights import NEWS, READERS, Place

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--day", "2026-11-24")
NEXT = ("--day", "2026-11-25")
OPERATOR = '[report]\nmail = "operator@example.org"\n'
MUSEUM = "В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран."
LATE, EVE = "late@example.org", "eve@example.org"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.drop(**NEWS)
    return made


def listed(place: Place) -> dict[str, tuple[str, str]]:
    with Database(place.folder / "state" / "ledger.db") as database:
        return {r.address: (r.state, r.reason) for r in Subscribers(database).listed()}


def got(place: Place, day: str) -> set[str]:
    return {reader for reader, on in place.mails() if on == day}


def without_mail(place: Place) -> None:
    text = place.config.read_text("utf-8")
    begin, end = text.index("[mail]"), text.index("[[sources]]")
    place.config.write_text(text[:begin] + text[end:], "utf-8")


def test_s11_a_line_that_is_gone_from_the_list_stops_the_mail(tmp_path: Path) -> None:
    place = Place(tmp_path, '[[editions]]\nkey = "main"\nrecipients = "list.txt"\n')
    place.drop(**NEWS)
    readers = tmp_path / "list.txt"
    readers.write_text("a@example.org\nb@example.org\nc@example.org\n", "ascii")
    place.subscribe(EVE)
    assert place("subscribers", "remove", "c@example.org") == 66  # nobody yet
    assert place("run", *DAY) == 0, place.said()
    assert got(place, "2026-11-24") == {"a@example.org", "b@example.org", "c@example.org", EVE}
    assert place("subscribers", "remove", "c@example.org") == 0
    readers.write_text("a@example.org\n", "ascii")
    place.drop(museum=MUSEUM)
    place.said()
    assert place("run", *NEXT) == 0
    assert "1 readers of main get nothing more: not in" in place.said()
    assert got(place, "2026-11-25") == {"a@example.org", EVE}  # she was added by hand
    assert listed(place)["b@example.org"] == ("suspended", "no longer listed")
    readers.write_text("a@example.org\nb@example.org\nc@example.org\n", "ascii")
    place.drop(fire="На складе ночью сгорело 40 тонн зерна. Никто не пострадал, сообщили в МЧС.")
    assert place("run", "--day", "2026-11-26") == 0, place.said()
    assert got(place, "2026-11-26") == {"a@example.org", "b@example.org", EVE}  # c has left


def test_f14_a_list_that_is_no_file_holds_no_night(tmp_path: Path) -> None:
    place = Place(tmp_path, '[[editions]]\nkey = "main"\nrecipients = "list.txt"\n')
    place.drop(**NEWS)
    os.mkfifo(tmp_path / "list.txt")
    place.subscribe(EVE)
    assert place("run", *DAY) == 3
    assert "list.txt is no file" in place.said()
    assert got(place, "2026-11-24") == {EVE}


@pytest.mark.parametrize("content", ["", "# nobody\n", "no address\n"])
def test_s11_a_list_that_is_empty_or_broken_stops_nobodys_mail(
    tmp_path: Path, content: str
) -> None:
    place = Place(tmp_path, '[[editions]]\nkey = "main"\nrecipients = "list.txt"\n')
    place.drop(**NEWS)
    (tmp_path / "list.txt").write_text("a@example.org\n", "ascii")
    assert place("run", *DAY) == 0
    (tmp_path / "list.txt").write_text(content, "ascii")
    place.drop(museum=MUSEUM)
    place.said()
    assert place("run", *NEXT) == 3
    assert "are as they were" in place.said()
    assert got(place, "2026-11-25") == {"a@example.org"}


@pytest.mark.parametrize("how", [("add", "b@example.org"), ("import", "list.txt")])
@pytest.mark.parametrize("between", [False, True])
def test_s11_who_is_in_the_list_is_the_lists_however_added(
    tmp_path: Path, how: tuple[str, str], between: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = Place(tmp_path, '[[editions]]\nkey = "main"\nrecipients = "list.txt"\n')
    (tmp_path / "list.txt").write_text("a@example.org\nb@example.org\n", "ascii")
    assert place("send") == 0
    assert place("subscribers", *how) == 0
    if between:
        assert place("send") == 0
    (tmp_path / "list.txt").write_text("a@example.org\n", "ascii")
    assert place("send") == 0
    assert listed(place)["b@example.org"] == ("suspended", "no longer listed")


def test_s11_a_list_that_was_cut_off_stops_nobodys_mail(tmp_path: Path) -> None:
    listing = '[[editions]]\nkey = "main"\nrecipients = "list.txt"\n'
    place = Place(tmp_path, OPERATOR + listing)
    place.drop(**NEWS)
    readers = [f"r{number}@example.org" for number in range(25)]
    (tmp_path / "list.txt").write_text("\n".join(readers), "ascii")
    assert place("run", *DAY) == 0, place.said()
    (tmp_path / "list.txt").write_text("\n".join([*readers[:12], "new@example.org"]), "ascii")
    place.drop(museum=MUSEUM)
    assert place("run", *NEXT) == 0, place.said()
    assert len(got(place, "2026-11-25")) == 13
    (tmp_path / "list.txt").write_text("\n".join(readers[:1]), "ascii")
    place.drop(fire="На складе ночью сгорело 40 тонн зерна. Никто не пострадал, сообщили в МЧС.")
    assert place("run", "--day", "2026-11-26") == 3
    assert "the list names 1, and no more 12 whom it has brought" in place.said()
    assert len(got(place, "2026-11-26")) == 13
    assert place.mails()["operator@example.org", ""] == 1


def test_s11_a_list_that_is_named_no_more_is_told_until_somebody_decides(tmp_path: Path) -> None:
    operator = '[report]\nmail = "operator@example.org"\n'
    listing = '[[editions]]\nkey = "main"\nrecipients = "list.txt"\n'
    place = Place(tmp_path, operator + listing)
    place.drop(**NEWS)
    (tmp_path / "list.txt").write_text("a@example.org\nb@example.org\n", "ascii")
    assert place("run", *DAY) == 0, place.said()
    text = place.config.read_text("utf-8")
    place.config.write_text(text.replace('recipients = "list.txt"\n', ""), "utf-8")
    place.subscribe(EVE)
    place.drop(museum=MUSEUM)
    place.said()
    assert place("run", *NEXT) == 3
    told = "2 readers came from a list, and get it though `recipients` names none any more"
    assert told in place.said()
    assert got(place, "2026-11-25") == {"a@example.org", "b@example.org", EVE}
    assert place.mails()["operator@example.org", ""] == 1
    for command, code in (("status", 3), ("send", 0)):
        assert place(command) == code
        assert told in place.said(), command
    assert place("subscribers", "remove", "b@example.org") == 0
    assert place("subscribers", "import", str(tmp_path / "list.txt")) == 0
    place.said()
    place.drop(fire="На складе ночью сгорело 40 тонн зерна. Никто не пострадал, сообщили в МЧС.")
    assert place("run", "--day", "2026-11-26") == 0, place.said()
    assert got(place, "2026-11-26") == {"a@example.org", EVE}
    assert listed(place)["a@example.org"] == ("active", "")


def test_s11_who_is_suspended_by_hand_stays_so_though_listed(tmp_path: Path) -> None:
    place = Place(tmp_path, '[[editions]]\nkey = "main"\nrecipients = "list.txt"\n')
    place.drop(**NEWS)
    (tmp_path / "list.txt").write_text("a@example.org\nb@example.org\n", "ascii")
    place.subscribe("b@example.org")
    assert place("subscribers", "suspend", "b@example.org") == 0
    assert place("run", *DAY) == 0
    assert got(place, "2026-11-24") == {"a@example.org"}


def test_s11_who_joins_after_the_freeze_is_told_of_and_gets_it_once_by_wish(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run") == 0, place.said()
    place.subscribe(LATE)
    place.said()
    assert place("send") == 0
    said = place.said()
    assert "nothing is due" in said
    assert "1 readers joined after it was frozen, and get the next one" in said
    assert place("send", "--to", "nobody@example.org") == 66
    kill = {"DIGEST_CRASH_AT": "join.committed"}
    assert place("send", "--to", LATE, env=kill) == -signal.SIGKILL
    for _ in range(2):
        assert place("send", "--to", LATE) == 0, place.said()
    assert "has a copy of main/" in place.said()
    assert place("run") == 0
    assert sorted(reader for reader, _ in place.mails().elements()) == sorted([*READERS, LATE])
    assert "joined after" not in place.said()


def test_s09_after_a_restore_nobody_joins_an_older_issue(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run") == 0
    copy = str(place.folder / "copy.db")
    assert place("backup", copy) == 0
    place.subscribe(LATE)
    assert place("send", "--to", LATE) == 0
    before = datetime.now(UTC)
    assert place("backup", "--restore", copy) == 0
    with Database(place.folder / "state" / "ledger.db") as database:
        restored = Runs(database).restored()
    assert restored
    assert restored > before, "an issue of the same second is older, too"
    place.subscribe(LATE)
    place.said()
    assert place("send", "--to", LATE) == 65
    assert "it may not know of a copy" in place.said()
    assert [n for (reader, _), n in place.mails().items() if reader == LATE] == [1]


def test_s11_a_late_copy_is_the_frozen_issue_byte_for_byte(place: Place) -> None:
    place.subscribe(READERS[0])
    assert place("run") == 0
    place.subscribe(LATE)
    assert place("send", "--to", LATE) == 0
    one, other = (path.read_bytes() for path in sorted((place.folder / "mails").glob("*.eml")))
    assert one.partition(b"From:")[2] == other.partition(b"From:")[2] != b""
    assert READERS[0].encode() not in other


def test_s11_a_reader_without_an_address_keeps_nobody_from_an_issue(tmp_path: Path) -> None:
    place = Place(tmp_path, OPERATOR)
    place.drop(**NEWS)
    place.subscribe(*READERS)
    with Database(tmp_path / "state" / "ledger.db") as database, database.transaction() as edit:
        edit.execute("UPDATE subscriber SET address = 'no address' WHERE address = ?", READERS[:1])
    place.said()
    assert place("run", *DAY) == 3
    said = place.said()
    assert "gets nothing: no address: there is no @; digest subscribers remove" in said
    assert {reader for reader, _ in place.mails()} == {*READERS[1:], "operator@example.org"}
    name = said.partition("digest subscribers remove ")[2].split()[0]
    with Database(tmp_path / "state" / "ledger.db") as database, database.transaction() as edit:
        edit.execute("UPDATE subscriber SET address_key = 'no address' WHERE address_key = ?",
                     READERS[:1])  # fmt: skip
    assert place("subscribers", "remove", name) == 0
    assert place("run", *DAY) == 0, place.said()


def test_without_a_sender_what_is_due_is_78_and_told_until_it_expires(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY, env={"DIGEST_CRASH_AT": "night.frozen"}) == -signal.SIGKILL
    text = place.config.read_text("utf-8")
    without_mail(place)
    place.said()
    assert place("run", *DAY) == 78
    assert "nobody sends them: set [mail] sender again" in place.said()
    assert (place.folder / "out" / "digest-2026-11-24.json").exists()
    assert place("status") == 78
    assert "5 pending; nobody sends them: set [mail] sender again" in place.said()
    assert place("send") == 78
    assert not place.mails()
    (report,) = place.folder.glob("state/reports/*.txt")
    assert "copies are due and nobody sends them" in report.read_text("utf-8")
    with Database(place.folder / "state" / "ledger.db") as database, database.transaction() as edit:
        edit.execute("UPDATE issue SET deliver_until = 1.0")
    assert place("run", *DAY) == 3
    assert place("run", *DAY) == 0
    place.config.write_text(text, "utf-8")
    assert place("run", *DAY) == 0
    assert not place.mails()


def test_b01_a_sender_that_changes_after_the_freeze_changes_no_copy(place: Place) -> None:
    place.subscribe(*READERS)
    assert place("run", *DAY, env={"DIGEST_CRASH_AT": "record.committed:2"}) == -signal.SIGKILL
    text = place.config.read_text("utf-8")
    changed = text.replace("night@example.org", "other@example.net")
    place.config.write_text(changed.replace('path = "mails"', 'path = "elsewhere"'), "utf-8")
    assert place("run", *DAY) == 0, place.said()
    first, then = (sorted((place.folder / name).glob("*.eml")) for name in ("mails", "elsewhere"))
    assert (len(first), len(then)) == (2, 3)
    assert len({path.read_bytes().partition(b"From:")[2] for path in (*first, *then)}) == 1
    assert b"other@example.net" not in then[0].read_bytes()


def test_s11_the_list_of_an_edition_is_followed_and_not_imported(
    place: Place, tmp_path: Path
) -> None:
    """Its readers would be of no list until the next run: one taken out before it would stay."""
    path = tmp_path / "list.txt"
    path.write_text("a@example.org\nb@example.org\n")
    text = place.config.read_text("utf-8")
    named = '[edition]\nrecipients = "list.txt"\n'
    place.config.write_text(text.replace("[edition]\n", named), "utf-8")
    assert place("subscribers", "import", str(path)) == 0
    assert "each run and send follows it" in place.said()
    path.write_text("a@example.org\n")
    assert place("run", *DAY) == 0, place.said()
    assert got(place, "2026-11-24") == {"a@example.org"}
