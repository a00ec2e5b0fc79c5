"""Bounces that are read while another process reads them, or sends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desk import MOMENT, deliver, frozen, smtp, states
from digest.deliver.bounces import Returned, read_bounces
from digest.errors import InputError
from digest.store import Database
from faulty_smtp import FaultySmtp
from test_subscribers import mbox, message_ids, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANN, BOB = "ann@example.org", "bob@example.org"
READERS = [f"r{number}@example.org" for number in range(40)]
NOW = MOMENT.timestamp()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.db"


@pytest.fixture
def database(ledger: Path) -> Iterator[Database]:
    with Database(ledger) as opened:
        yield opened


def returned(folder: Path, database: Database) -> Path:
    """Return a mailbox in which every copy has come back."""
    made = [report(name, "5.1.1") for _, name in message_ids(database)]
    return mbox(folder / "bounces", *made)


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data", "dot"])
def test_E26_a_copy_that_is_in_hand_is_not_touched(
    ledger: Path, database: Database, tmp_path: Path, phase: str
) -> None:
    found: list[Returned] = []

    def read(at: str, _: str) -> str:
        if at == phase and not found:
            with Database(ledger) as beside:
                found.append(read_bounces(box, beside, NOW))
        return ""

    frozen(database, [ANN, BOB])
    box = returned(tmp_path, database)
    with FaultySmtp(read) as server:
        done = deliver(database, smtp(server.port))
        assert (server.copies(ANN), server.copies(BOB)) == (1, 0)
    assert found == [Returned(busy=1, refused=1)]
    assert (done.error, states(database)) == (None, {ANN: "sent", BOB: "refused"})
    assert read_bounces(box, database, NOW) == Returned(refused=2)


def test_E26_a_copy_that_came_back_is_not_begun(
    ledger: Path, database: Database, tmp_path: Path
) -> None:
    def read(at: str, _: str) -> str:
        if at == "banner":
            with Database(ledger) as beside:
                read_bounces(box, beside, NOW)
        return ""

    frozen(database, [ANN])
    box = returned(tmp_path, database)
    with FaultySmtp(read) as server:
        done = deliver(database, smtp(server.port))
        assert (done.error, done.sent, server.accepted) == (None, 0, [])
    assert states(database) == {ANN: "refused"}


def digest(config: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from digest.cli import main; main()", *arguments]
    return subprocess.Popen(
        [*command, "--config", str(config)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip


def test_E26_two_readers_of_bounces_beside_a_delivery(
    ledger: Path, database: Database, tmp_path: Path
) -> None:
    today = datetime.now(UTC)
    with FaultySmtp() as server:
        yesterday = today - timedelta(days=1)
        frozen(database, READERS, day=yesterday.date(), moment=yesterday)
        assert deliver(database, smtp(server.port)).sent == len(READERS)
        box = returned(tmp_path, database)
        frozen(database, READERS, day=today.date(), moment=today)
        config = tmp_path / "digest.toml"
        config.write_text(
            f"[run]\nstate = {json.dumps(str(ledger))}\n[mail]\nsender = 'news@example.org'\n"
            f"host = '127.0.0.1'\nport = {server.port}\n", "utf-8"
        )  # fmt: skip
        commands = [("send",), ("bounces", "--mbox", str(box)), ("bounces", "--mbox", str(box))]
        children = [digest(config, *command) for command in commands]
        said = [child.communicate()[0] for child in children]
        assert [child.returncode in codes for child, codes in
                zip(children, ({0, 3}, {0}, {0}), strict=True)] == [True] * 3, said  # fmt: skip
        copies = Counter(message.recipient for message in server.accepted)
    assert copies == dict.fromkeys(READERS, 2)
    assert said[1:] == ["digest: 40 refused, 0 delayed, 0 left, 0 replied, 0 busy, 0 other\n"] * 2
    rows = "SELECT state, count(*) FROM delivery GROUP BY issue, state ORDER BY issue"
    assert database.rows(rows) == [("refused", 40), ("sent", 40)]
    evidence = "SELECT count(*), count(DISTINCT delivery) FROM attempt WHERE phase = 'bounce'"
    assert database.rows(evidence) == [(40, 40)]


def test_a_mailbox_that_cannot_be_opened_is_65(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    box = mbox(tmp_path / "bounces", b"Subject: x\r\n\r\nx")
    monkeypatch.setattr("mailbox.mbox", closed)
    with pytest.raises(InputError, match=r"cannot read .*bounces: Permission denied"):
        read_bounces(box, database, NOW)
