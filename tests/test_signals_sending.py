"""Signals in each phase of sending: the copy in hand is finished, or is a doubt that is told."""

from __future__ import annotations

import os
import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from desk import rows
from digest.store import Database
from faulty_smtp import FaultySmtp
from nights import NEWS, READERS, Place

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--day", "2026-11-24")
PHASES = ("banner", "ehlo", "auth", "mail", "rcpt", "data", "body", "dot", "quit")
EACH = [(phase, signal.SIGTERM) for phase in PHASES]
OTHERS = [(phase, number) for phase in ("mail", "dot") for number in (signal.SIGINT, signal.SIGHUP)]


class Sending:
    """A night whose mail goes to a server that sends signals to it, once, at a phase."""

    def __init__(self, folder: Path, policy: str = "resend") -> None:
        self.place = Place(folder)
        self.place.drop(**NEWS)
        self.place.subscribe(*READERS)
        self.pid = folder / "pid"
        self.state = folder / "state" / "ledger.db"
        self.policy = policy

    def run(self, server: FaultySmtp, phase: str = "", numbers: tuple[int, ...] = ()) -> int:
        left = list(numbers)

        def fault(at: str, reader: str) -> str:
            if left and at == phase and reader in ("", READERS[1], READERS[-1]):
                pid = int(self.pid.read_text("ascii"))
                while left:
                    os.kill(pid, left.pop(0))
            return ""

        server.fault = fault
        env = {
            "DIGEST_MAIL__TRANSPORT": "smtp", "DIGEST_MAIL__HOST": "127.0.0.1",
            "DIGEST_MAIL__PORT": str(server.port), "DIGEST_MAIL__ON_UNCERTAIN": self.policy,
            "DIGEST_MAIL__USER": "u", "DIGEST_MAIL__PASSWORD": "p",
        }  # fmt: skip
        note = lambda: self.pid.write_text(str(os.getpid()), "ascii")  # noqa: E731
        return self.place("run", *DAY, env=env, before=note)

    def states(self) -> Counter[str]:
        with Database(self.state) as database:
            return Counter(row.state for row in rows(database).values())

    def doubts(self) -> int:
        query = "SELECT count(*) FROM attempt WHERE state = 'uncertain'"
        with Database(self.state) as database:
            return int(database.rows(query)[0][0])


@pytest.mark.parametrize(("phase", "number"), EACH + OTHERS)
def test_B10_B11_B12_a_signal_lets_the_copy_in_hand_be_finished(
    phase: str, number: int, tmp_path: Path
) -> None:
    night = Sending(tmp_path)
    with FaultySmtp(login=("u", "p")) as server:
        assert night.run(server, phase, (number,)) == 128 + number, night.place.said()
        assert "Traceback" not in night.place.said()
        assert set(night.states()) <= {"sent", "pending"}
        assert night.states()["sent"] == len(server.accepted) >= 1
        assert night.run(server) == 0, night.place.said()
    assert night.doubts() == 0
    assert Counter(m.recipient for m in server.accepted) == Counter(READERS)


@pytest.mark.parametrize("policy", ["resend", "hold"])
@pytest.mark.parametrize("phase", PHASES)
def test_B11_a_second_signal_ends_it_at_once(phase: str, policy: str, tmp_path: Path) -> None:
    night = Sending(tmp_path, policy)
    with FaultySmtp(login=("u", "p")) as server:
        code = night.run(server, phase, (signal.SIGINT, signal.SIGTERM))
        assert code in {130, 143}, night.place.said()
        assert "Traceback" not in night.place.said()
        assert night.run(server) in {0, 3}, night.place.said()
        copies = Counter(m.recipient for m in server.accepted)
    assert night.doubts() <= (phase in {"body", "dot"})  # nobody waits between the two
    assert set(copies) | set(READERS) == set(READERS)
    assert copies.total() - len(copies) <= night.doubts() * (policy == "resend")
    assert len(READERS) - len(copies) <= night.states()["held"]
