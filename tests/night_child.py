"""A delivery in a process of its own, so that a test can kill it: LEDGER PORT POLICY COUNT."""

from __future__ import annotations

import sys
from pathlib import Path

from desk import DAY, MOMENT, QUICK, frozen
from digest.deliver.outbox import Clock, Outbox, Rules
from digest.deliver.server import Server
from digest.deliver.smtp import Smtp
from digest.store import Database, lock
from digest.store.issues import Issues


def main(ledger: Path, port: int, policy: str, count: int) -> None:
    """Freeze the issue unless it is frozen, and deliver what is due; never wait."""
    with lock(ledger.parent), Database(ledger) as database:
        if not Issues(database).find("main", DAY):
            frozen(database, [f"r{number}@example.org" for number in range(count)])
        ahead = [0.0]  # waiting is skipped: each start finds everything due

        def wait(seconds: float) -> None:
            ahead[0] += seconds

        clock = Clock(lambda: MOMENT.timestamp() + ahead[0], lambda: ahead[0], wait)
        rules = Rules(policy, seconds=7200.0)  # type: ignore[arg-type]
        transport = Smtp(Server("127.0.0.1", port, waits=QUICK))
        Outbox(database, [transport], rules, clock, "child").deliver()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
