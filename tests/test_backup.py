"""A restored backup: what it does not know to be sent is held, and no reader gets it twice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk import Hands, deliver, frozen, rows, smtp, states, subscribe
from digest.store import Database
from digest.store.address import parse_address
from digest.store.backup import back_up, restore
from digest.store.copies import Copies
from digest.store.subscribers import Subscribers
from faulty_smtp import FaultySmtp
from nights import NEWS, READERS, Place
from test_delivery_commands import ANN, BOB, EVE, Desk

if TYPE_CHECKING:
    from digest.store.copies import Policy

POLICIES: tuple[Policy, ...] = ("resend", "hold")


@pytest.mark.parametrize("policy", POLICIES)
def test_S09_copies_that_were_due_in_a_backup_are_held(tmp_path: Path, policy: Policy) -> None:
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    hands = Hands()
    with FaultySmtp() as server:
        with Database(path) as database:
            frozen(database, [ANN, BOB])
            back_up(path, copy)
            assert deliver(database, smtp(server.port), hands=hands, policy=policy).sent == 2
        assert restore(copy, path).held == 2
        with Database(path) as database:
            done = deliver(database, smtp(server.port), hands=hands, policy=policy)
            assert (done.sent, states(database)) == (0, {ANN: "held", BOB: "held"})
            (evidence,) = Copies(database).history(rows(database)[ANN].id)
    assert (evidence.state, evidence.phase) == ("held", "restore")
    assert (server.copies(ANN), server.copies(BOB)) == (1, 1)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("state", ["deferred", "uncertain", "handing"])
def test_S09_so_are_those_put_off_in_doubt_or_on_their_way(
    tmp_path: Path, policy: Policy, state: str
) -> None:
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    with Database(path) as database:
        frozen(database, [ANN])
        with database.transaction() as edit:
            edit.execute("UPDATE delivery SET state = ?, doubts = ? = 'uncertain'", (state, state))
        back_up(path, copy)
    assert restore(copy, path).held == 1
    with FaultySmtp() as server, Database(path) as database:
        deliver(database, smtp(server.port), policy=policy)
        assert states(database) == {ANN: "held"}
    assert server.connections == 0


def test_S09_what_was_settled_in_the_backup_stays_so(tmp_path: Path) -> None:
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    with FaultySmtp({"rcpt": "554"}) as server, Database(path) as database:
        frozen(database, [ANN])
        deliver(database, smtp(server.port))
        back_up(path, copy)
    assert restore(copy, path).held == 0
    with Database(path) as database:
        assert states(database) == {ANN: "refused"}


def test_S09_restore_and_status_say_what_to_do_about_it(tmp_path: Path) -> None:
    with FaultySmtp() as server:
        desk = Desk(tmp_path, server.port)
        desk.freeze(ANN, BOB)
        copy = tmp_path / "copy.db"
        desk.run("backup", copy)
        code, _, said = desk.run("backup", "--restore", copy)
        assert code == 0
        assert "2 copies" in said
        assert "digest send --retry-held" in said
        assert "2 held" in desk.run("status")[1]
        assert "digest send --retry-held" in desk.run("status")[1]
        assert "digest send --retry-held" in desk.run("send", "--status")[2]
        assert "digest send --retry-held" in desk.run("send")[2]
        assert server.accepted == []
        assert desk.run("send", "--retry-held")[0] == 0
        assert "--retry-held" not in "".join(desk.run("send", "--status")[1:])
    assert (server.copies(ANN), server.copies(BOB)) == (1, 1)


def test_S09_nights_tell_what_a_restore_has_held_until_it_is_settled(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)
    place.subscribe(*READERS)
    text = place.config.read_text("utf-8")
    closed = 'transport = "smtp"\nhost = "127.0.0.1"\nport = 9\ntls = "none"'
    place.config.write_text(text.replace('transport = "folder"', closed), "utf-8")
    assert place("run", "--day", "2026-11-24") == 75
    assert place("backup", str(tmp_path / "copy.db")) == 0
    place.config.write_text(text, "utf-8")
    assert place("backup", "--restore", str(tmp_path / "copy.db")) == 0
    place.said()
    for day, code in (("24", 3), ("25", 0)):
        assert place("run", "--day", f"2026-11-{day}") == code
        assert "5 held in doubt: settle them by digest send" in place.said()
        report = (tmp_path / "state" / "reports" / f"2026-11-{day}.txt").read_text("utf-8")
        assert "look at" in report
        assert "5 held in doubt" in report
    assert place.mails().total() == 0


@pytest.mark.parametrize("whole", [True, False])
def test_S09_S11_who_has_left_since_a_backup_stays_out(tmp_path: Path, whole: bool) -> None:
    with FaultySmtp() as server:
        desk = Desk(tmp_path, server.port)
        with Database(desk.state) as database:
            subscribe(database, [ANN, BOB, EVE])
        desk.run("subscribers", "remove", EVE)
        desk.run("backup", tmp_path / "copy.db")
        desk.run("subscribers", "remove", ANN)
        desk.run("subscribers", "add", EVE)
        if not whole:
            desk.state.write_bytes(b"damaged" * 1000)
        code, _, said = desk.run("backup", "--restore", tmp_path / "copy.db")
        assert code == 0
        assert ("1 readers left since that backup, and stay out" in said) is whole
        assert ("1 readers joined since that backup, and are none in it" in said) is whole
        assert ("who has left since that backup is a reader again" in said) is not whole
    with Database(desk.state) as database:
        found = {reader.address: reader.state for reader in Subscribers(database).listed()}
    assert found == {ANN: "left" if whole else "active", BOB: "active", EVE: "left"}


def test_S11_who_joined_and_left_since_a_backup_is_not_brought_back_by_a_list(
    tmp_path: Path,
) -> None:
    state, copy, listed = tmp_path / "ledger.db", tmp_path / "copy.db", [parse_address(ANN)]
    with Database(state) as database:
        subscribe(database, [BOB])
        back_up(state, copy)
        readers = Subscribers(database)
        readers.add("main", listed, 1.0)
        readers.change(listed[0].key, "left", "by mail", 2.0)
    assert restore(copy, state).gone == 1
    with Database(state) as database:
        Subscribers(database).follow("main", listed, 3.0)
        found = {reader.address: reader.state for reader in Subscribers(database).listed()}
    assert found == {ANN: "left", BOB: "active"}


def test_S11_who_joined_since_a_backup_can_be_listed_as_the_restore_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, 1)
    desk.run("subscribers", "add", ANN)
    desk.run("backup", tmp_path / "copy.db")
    desk.run("subscribers", "add", BOB)
    _, _, said = desk.run("backup", "--restore", tmp_path / "copy.db")
    found = re.search("who was one: DIGEST_RUN__STATE=(.+) digest subscribers export", said)
    assert found, said
    monkeypatch.setenv("DIGEST_RUN__STATE", found[1])
    assert desk.run("subscribers", "export")[1].splitlines()[1:] == [f"{ANN},", f"{BOB},"]


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000])
def test_S01_S02_what_is_no_ledger_is_neither_backed_up_nor_restored(
    tmp_path: Path, content: bytes
) -> None:
    desk, empty = Desk(tmp_path, 1), tmp_path / "empty.db"
    empty.write_bytes(content)
    desk.run("subscribers", "add", ANN)
    assert desk.run("backup", "--restore", empty)[0] == 74
    assert desk.run("subscribers", "export")[1].splitlines()[1:] == [f"{ANN},"]
    desk.state.write_bytes(content)
    assert desk.run("backup")[0] == (74 if content else 66)
    assert list(tmp_path.rglob("backups/*")) == []


@pytest.mark.parametrize("part", ["", "-wal", "-shm", ".runs"])
def test_S06_a_backup_takes_the_place_of_no_part_of_the_ledger(tmp_path: Path, part: str) -> None:
    desk = Desk(tmp_path, 1)
    desk.run("subscribers", "add", ANN)
    target = desk.state.with_name(desk.state.name + part)
    before = desk.state.stat().st_ino
    code, _, said = desk.run("backup", target)
    assert (code, "it is the ledger itself" in said) == (73, True)
    assert (desk.state.stat().st_ino, target.exists()) == (before, not part)


def test_F15_a_backup_replaces_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    desk, target = Desk(tmp_path, 1), tmp_path / "copy.db"
    desk.run("subscribers", "add", ANN)
    target.symlink_to(target)
    assert desk.run("backup", target)[0] == 0
    assert target.is_file()


def test_a_ledger_named_by_a_relative_path_is_backed_up_and_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Database(Path("ledger.db")) as database:
        frozen(database, [ANN])
    back_up(Path("ledger.db"), Path("copy.db"))
    assert restore(Path("copy.db"), Path("ledger.db")).held == 1
