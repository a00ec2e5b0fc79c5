"""kill -9 at every named place, under both policies; the server's log says who got what."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk import rows
from digest.store import Database
from digest.store.subscribers import Subscribers
from faulty_smtp import FaultySmtp
from nights import NEWS, READERS, Place

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
COUNT = 4
POLICIES = ("resend", "hold")
MAY_DOUBT = {
    "mark.committed", "smtp.before-dot", "smtp.dot", "smtp.reply", "record.begin", "record.written",
}  # fmt: skip
# What a delivery over SMTP passes; a night passes the rest, but for the commands of an operator.
DELIVERY = (
    "freeze", "arm", "mark", "record", "smtp", "settle", "expire", "finish", "subscribers.a",
    "subscribers.c", "recover.c",
)  # fmt: skip
COMMANDS = {
    "recover.row", "sendmail.written", "sendmail.ended", "backup.written", "restore.written",
    "restore.moved", "restore.placed", "resolve.committed", "reopen.committed",
    "subscribers.changed", "migrate.copied", "join.committed",
}  # fmt: skip


def named() -> list[str]:
    """Return the names of all places, as the sources have them."""
    sources = [path.read_text("utf-8") for path in (ROOT / "src/digest").rglob("*.py")]
    return sorted({name for text in sources for name in re.findall(r'passing\("([^"]+)"\)', text)})


HERE = [name for name in named() if name.startswith(DELIVERY) and name not in COMMANDS]
NIGHT = [name for name in named() if name not in {*HERE, *COMMANDS}]


def child(ledger: Path, server: FaultySmtp, policy: str, crash: str = "") -> int:
    command = [sys.executable, str(ROOT / "tests/night_child.py"), str(ledger), str(server.port)]
    environment = {**os.environ, "DIGEST_CRASH_AT": crash}
    done = subprocess.run([*command, policy, str(COUNT)], check=False, env=environment)
    return done.returncode


def check(database: Database, server: FaultySmtp, policy: str) -> Counter[str]:
    """Check the invariants of the protocol from the server's log; return copies by reader."""
    copies = Counter(message.recipient for message in server.accepted)
    doubts = Counter(
        address
        for (address,) in database.rows(
            "SELECT d.address FROM attempt a JOIN delivery d ON d.id = a.delivery"
            " WHERE a.state = 'uncertain'"
        )
    )
    found = rows(database)
    assert len(found) == COUNT
    for address, row in found.items():
        assert row.state in ("sent", "held"), address
        assert copies[address] >= 1 or row.state == "held", f"{address} was skipped silently"
        assert copies[address] - 1 <= doubts[address]
        assert copies[address] <= (2 if policy == "resend" else 1)
    assert len({(m.recipient, m.message_id, m.sha256) for m in server.accepted}) == len(copies)
    return copies


def test_there_are_names_enough() -> None:
    assert len(named()) >= 50
    assert set(named()) >= COMMANDS | MAY_DOUBT


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("place", HERE)
def test_B01_E24_killed_there_and_started_again(place: str, policy: str, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    with FaultySmtp() as server:
        turn = (
            ":2"
            if place.startswith(("smtp", "arm", "mark", "record")) and "closed" not in place
            else ""
        )
        assert child(ledger, server, policy, place + turn) == -signal.SIGKILL
        assert child(ledger, server, policy) == 0
        with Database(ledger) as database:
            copies = check(database, server, policy)
            doubts = database.rows("SELECT count(*) FROM attempt WHERE state = 'uncertain'")[0][0]
    assert doubts == (place in MAY_DOUBT)
    extra = sum(copies.values()) - len(copies)
    assert extra <= doubts * (policy == "resend")


@pytest.mark.parametrize("policy", POLICIES)
def test_B01_killed_at_every_turn_of_a_doubt(policy: str, tmp_path: Path) -> None:
    """Three kills in a row after the dot, the second within the recovery from the first."""
    ledger = tmp_path / "ledger.db"
    with FaultySmtp() as server:
        for crash in ("smtp.dot", "recover.row", "smtp.dot", "smtp.reply"):
            assert child(ledger, server, policy, crash) == -signal.SIGKILL
        assert child(ledger, server, policy) == 0
        with Database(ledger) as database:
            check(database, server, policy)


class Crashing:
    """A small night, killed where a test says, and what its readers got."""

    def __init__(self, folder: Path, policy: str, **mail: str) -> None:
        self.place = Place(folder)
        self.place.drop(**NEWS)
        self.place.subscribe(*READERS)
        settings = {"on_uncertain": policy, **mail}
        self.env = {f"DIGEST_MAIL__{name.upper()}": value for name, value in settings.items()}
        self.state = folder / "state" / "ledger.db"

    def dies(self, at: str, *command: str) -> None:
        assert self.place(*command, env={**self.env, "DIGEST_CRASH_AT": at}) == -signal.SIGKILL, at

    def works(self, *command: str) -> None:
        assert self.place(*command, env=self.env) in {0, 3}, self.place.said()

    def finish(self, copies: Callable[[], Counter[str]] | None = None) -> dict[str, str]:
        """Run on, and check that each reader has one copy, or is held; return the states."""
        self.works("run", *DAY)
        self.works("run", *DAY)
        with Database(self.state) as database:
            found: dict[str, str] = {address: row.state for address, row in rows(database).items()}
        got = copies() if copies else Counter(reader for reader, _ in self.place.mails().elements())
        assert set(found) == set(READERS)
        for reader, state in found.items():
            assert state in {"sent", "held"}
            assert got[reader] == 1 or (state == "held" and not got[reader]), (reader, got)
        return found


DAY = ("--day", "2026-11-24")


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("place", NIGHT)
def test_B01_a_night_killed_there_is_finished(place: str, policy: str, tmp_path: Path) -> None:
    night = Crashing(tmp_path, policy)
    if place.startswith("migrate"):
        night.state.unlink()
        night.dies(place, "subscribers", "add", *READERS)
        night.place.subscribe(*READERS)
    else:
        night.dies(place, "run", *DAY)
    held = [state for state in night.finish().values() if state == "held"]
    assert len(held) == (policy == "hold" and place == "file.renamed")


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("at", ["sendmail.written:2", "sendmail.ended:2"])
def test_B01_E38_a_sendmail_killed_there_is_finished(at: str, policy: str, tmp_path: Path) -> None:
    program, log = tmp_path / "sendmail", tmp_path / "taken"
    program.write_text(f"#!/bin/sh\nsed -n 's/^To: <\\(.*\\)>$/\\1/p' >>{log}\n")
    program.chmod(0o755)
    night = Crashing(tmp_path, policy, transport="sendmail", sendmail=str(program))
    night.dies(at, "run", *DAY)
    doubtful = at.startswith("sendmail.ended")
    taken = Counter(log.read_text().split())
    assert taken.total() == 1 + doubtful
    second = {reader for reader in taken if doubtful and reader == log.read_text().split()[-1]}

    def copies() -> Counter[str]:
        return Counter(log.read_text().split()) - Counter(second if policy == "resend" else ())

    held = [state for state in night.finish(copies).values() if state == "held"]
    assert len(held) == (doubtful and policy == "hold")


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "at", ["backup.written", "restore.written", "restore.moved", "restore.placed"]
)
def test_B01_S09_a_backup_or_a_restore_killed_there_can_be_done_again(
    at: str, policy: str, tmp_path: Path
) -> None:
    night, copy = Crashing(tmp_path, policy), str(tmp_path / "copy.db")
    if at.startswith("backup"):
        night.dies(at, "backup", copy)
        assert not (tmp_path / "copy.db").exists()
    night.works("backup", copy)
    night.works("run", *DAY)
    if at.startswith("restore"):
        night.dies(at, "backup", "--restore", copy)
    night.works("backup", "--restore", copy)
    night.works("run", *DAY)
    assert set(Counter(night.place.mails()).values()) == {1}


@pytest.mark.parametrize("policy", POLICIES)
def test_B01_an_operator_who_is_killed_decides_again(policy: str, tmp_path: Path) -> None:
    night = Crashing(tmp_path, "hold")
    night.dies("file.renamed", "run", *DAY)
    night.works("run", *DAY)
    night.env["DIGEST_MAIL__ON_UNCERTAIN"] = policy
    night.dies("resolve.committed", "send", "--retry-held")
    with Database(night.state) as database, database.transaction() as edit:
        edit.execute("UPDATE delivery SET state = 'expired' WHERE state = 'pending'")
    night.dies("reopen.committed", "send", "--confirm-old")
    assert set(night.finish().values()) == {"sent"}
    night.dies("subscribers.changed", "subscribers", "suspend", READERS[0])
    with Database(night.state) as database:
        assert [r.address for r in Subscribers(database).listed(state="suspended")] == [READERS[0]]


def test_S03_an_upgrade_that_is_killed_is_done_again(tmp_path: Path) -> None:
    night = Crashing(tmp_path, "resend")
    with Database(night.state) as database:
        database.rows("ALTER TABLE delivery DROP COLUMN armed")
        database.rows("DROP INDEX delivery_token")
        database.rows("PRAGMA user_version = 7")
    for at in ("migrate.copied", "migrate.stepped", "migrate.committed"):
        night.dies(at, "subscribers", "list")
    assert set(night.finish().values()) == {"sent"}
