"""SQLite's trick: fail the Nth send, reply or commit, for N = 1, 2, 3, … until nothing fails."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from desk import Hands, deliver, frozen, rows, smtp
from digest.deliver.wire import Broken, Wire
from digest.errors import StateDamaged
from digest.store import Database
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.store.copies import Policy

READERS = ("ann@example.org", "bob@example.org", "eve@example.org")


class Nth:
    """Lets the Nth call of a function fail: before its work, or after it."""

    def __init__(self, n: int, error: Exception) -> None:
        self.left, self.error = n, error

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise self.error


def breaking(patch: pytest.MonkeyPatch, what: str, when: str, nth: Nth) -> None:
    """Let one kind of step fail."""
    if what == "commit":
        real = Database.transaction

        @contextmanager
        def transaction(self: Database, *, durable: bool = False) -> Iterator[Any]:
            if when == "before":
                nth()
            with real(self, durable=durable) as connection:
                yield connection
            if when == "after":  # as a power cut would: it is done, and nobody was told
                nth()

        patch.setattr(Database, "transaction", transaction)
        return
    work = getattr(Wire, what)

    def step(self: Wire, *arguments: Any) -> Any:
        if when == "before":
            nth()
        result = work(self, *arguments)
        if when == "after":
            nth()
        return result

    patch.setattr(Wire, what, step)


@pytest.mark.parametrize("policy", ["resend", "hold"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("what", ["send", "reply", "commit"])
def test_B05_E20_E21_whichever_step_fails(
    what: str, when: str, policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = StateDamaged("disk full") if what == "commit" else Broken("cut")
    for n in range(1, 200):
        nth = Nth(n, error)
        with Database(tmp_path / f"{n}.db") as database, FaultySmtp() as server:
            frozen(database, READERS)
            hands = Hands()
            with monkeypatch.context() as patch:
                breaking(patch, what, when, nth)
                deliver(database, smtp(server.port), hands=hands, policy=policy)
            for _ in range(3):
                hands.moment += 3600
                deliver(database, smtp(server.port), hands=hands, policy=policy)
            judge(database, server, policy)
        if nth.left > 0:  # fewer steps than that: everything has failed once
            assert n > 6
            return
    pytest.fail("there is no end of steps")


def judge(database: Database, server: FaultySmtp, policy: str) -> None:
    copies = Counter(message.recipient for message in server.accepted)
    for address, row in rows(database).items():
        doubts = database.rows(
            "SELECT count(*) FROM attempt WHERE delivery = ? AND state = 'uncertain'", (row.id,)
        )[0][0]
        assert row.state in ("sent", "held")
        assert copies[address] >= 1 or (row.state == "held" and doubts)
        assert copies[address] - 1 <= (doubts if policy == "resend" else 0)
