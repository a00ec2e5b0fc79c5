"""kill -9 at every named place, under both policies; the server's log says who got what."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk import rows
from digest.store import Database
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from collections import Counter

ROOT = Path(__file__).parents[1]
COUNT = 4
# Where the night of this test never comes: other transports, imports, a recovery without a doubt.
ELSEWHERE = {
    "file.written", "file.renamed", "sendmail.written", "sendmail.ended", "recover.row",
}  # fmt: skip
MAY_DOUBT = {
    "mark.committed", "smtp.before-dot", "smtp.dot", "smtp.reply", "record.begin", "record.written",
}  # fmt: skip


def named() -> list[str]:
    """Return the names of all places in the modules of delivery, as their sources have them."""
    folders = (ROOT / "src/digest/deliver", ROOT / "src/digest/store")
    sources = [path.read_text("utf-8") for folder in folders for path in folder.glob("*.py")]
    return sorted({name for text in sources for name in re.findall(r'passing\("([^"]+)"\)', text)})


HERE = [
    name
    for name in named()
    if name not in ELSEWHERE
    and name.startswith(
        ("freeze", "mark", "record", "smtp", "settle", "expire", "finish", "subscribers")
    )
]


def child(ledger: Path, server: FaultySmtp, policy: str, crash: str = "") -> int:
    command = [sys.executable, str(ROOT / "tests/night_child.py"), str(ledger), str(server.port)]
    environment = {**os.environ, "DIGEST_CRASH_AT": crash}
    done = subprocess.run([*command, policy, str(COUNT)], check=False, env=environment)
    return done.returncode


def check(database: Database, server: FaultySmtp, policy: str) -> Counter[str]:
    """Check the invariants of the protocol from the server's log; return copies by reader."""
    from collections import Counter

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
    assert len(named()) >= 30
    assert set(named()) >= ELSEWHERE | MAY_DOUBT


@pytest.mark.parametrize("policy", ["resend", "hold"])
@pytest.mark.parametrize("place", HERE)
def test_B01_E24_killed_there_and_started_again(place: str, policy: str, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    with FaultySmtp() as server:
        turn = (
            ":2" if place.startswith(("smtp", "mark", "record")) and "closed" not in place else ""
        )
        assert child(ledger, server, policy, place + turn) == -signal.SIGKILL
        assert child(ledger, server, policy) == 0
        with Database(ledger) as database:
            copies = check(database, server, policy)
            doubts = database.rows("SELECT count(*) FROM attempt WHERE state = 'uncertain'")[0][0]
    assert doubts == (place in MAY_DOUBT)
    extra = sum(copies.values()) - len(copies)
    assert extra <= doubts * (policy == "resend")


@pytest.mark.parametrize("policy", ["resend", "hold"])
def test_B01_killed_at_every_turn_of_a_doubt(policy: str, tmp_path: Path) -> None:
    """Three kills in a row after the dot, the second within the recovery from the first."""
    ledger = tmp_path / "ledger.db"
    with FaultySmtp() as server:
        for crash in ("smtp.dot", "recover.row", "smtp.dot", "smtp.reply"):
            assert child(ledger, server, policy, crash) == -signal.SIGKILL
        assert child(ledger, server, policy) == 0
        with Database(ledger) as database:
            check(database, server, policy)
