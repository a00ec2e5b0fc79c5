"""`make torture`: random kills of a delivery, judged by the server's log alone.

A child process delivers one issue; at a random moment of a random message it is killed with
SIGKILL and started again, until nothing is due. Everything random comes from the seed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from digest.store import Database
from faulty_smtp import FaultySmtp

HERE = Path(__file__).parent
SECONDS = 0.8  # of delivery in which a kill falls, at any moment alike


@dataclass(frozen=True)
class Campaign:
    """What one seed does."""

    seed: int
    policy: str
    readers: int
    kills: int
    lost: float = 0.0  # share of replies to the dot that are lost
    greylisted: float = 0.0  # share of RCPT that are put off


@dataclass(frozen=True)
class Verdict:
    """What came of it, by the server's log; `doubts` and `held` are what we had recorded."""

    campaign: Campaign
    kills: int
    lost: int
    missed: int
    silent: int
    extra: int
    doubts: int
    held: int
    faults: tuple[str, ...]


class Killer:
    """Kills a process at a random moment after it began to deliver."""

    def __init__(self, campaign: Campaign) -> None:
        self.dice = random.Random(campaign.seed)
        self.campaign = campaign
        self.target: subprocess.Popen[bytes] | None = None
        self.kills = self.lost = 0

    def aim(self, target: subprocess.Popen[bytes]) -> None:
        self.target = target if self.kills < self.campaign.kills else None

    def fault(self, phase: str, _: str) -> str:
        if phase == "mail" and self.target:
            delay = self.dice.random() * SECONDS
            threading.Timer(delay, self.kill, (self.target,)).start()
            self.target = None
        if phase == "dot" and self.dice.random() < self.campaign.lost:
            self.lost += 1
            return "drop"
        return "450" if phase == "rcpt" and self.dice.random() < self.campaign.greylisted else ""

    def kill(self, target: subprocess.Popen[bytes]) -> None:
        if target.poll() is None:
            os.kill(target.pid, signal.SIGKILL)


def run(campaign: Campaign) -> Verdict:
    killer = Killer(campaign)
    with tempfile.TemporaryDirectory() as folder, FaultySmtp(killer.fault, keep=False) as server:
        ledger = Path(folder) / "ledger.db"
        arguments = [str(ledger), str(server.port), campaign.policy, str(campaign.readers)]
        for _ in range(campaign.kills + 100):
            command = [sys.executable, str(HERE / "night_child.py"), *arguments]
            child = subprocess.Popen(command)
            killer.aim(child)
            killed = child.wait() == -signal.SIGKILL
            killer.kills += killed
            if not killed and ledger.exists() and settled(ledger):
                break
        with Database(ledger) as database:
            return judge(campaign, killer, server, database)


def settled(ledger: Path) -> bool:
    query = "SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'held', 'refused')"
    with Database(ledger) as database:
        return not database.rows(query)[0][0]


def judge(campaign: Campaign, killer: Killer, server: FaultySmtp, database: Database) -> Verdict:
    copies = Counter(message.recipient for message in server.accepted)
    states: dict[str, str] = dict(database.rows("SELECT address, state FROM delivery"))
    doubts = Counter(
        address
        for (address,) in database.rows(
            "SELECT d.address FROM attempt a JOIN delivery d ON d.id = a.delivery"
            " WHERE a.state = 'uncertain'"
        )
    )
    missed = [address for address in states if not copies[address]]
    faults = [
        f"{a}: {n} copies, {doubts[a]} doubts" for a, n in copies.items() if n - 1 > doubts[a]
    ]
    limit = 2 if campaign.policy == "resend" else 1
    faults += [f"{a}: {n} copies under {campaign.policy}" for a, n in copies.items() if n > limit]
    if len({(m.recipient, m.message_id, m.sha256) for m in server.accepted}) != len(copies):
        faults.append("two copies differ")
    faults += [f"{a}: left {s}" for a, s in states.items() if s not in ("sent", "held")]
    return Verdict(
        campaign, killer.kills, killer.lost,
        missed=len(missed),
        silent=sum(states[address] != "held" for address in missed),
        extra=sum(copies.values()) - len(copies),
        doubts=sum(doubts.values()),
        held=sum(state == "held" for state in states.values()),
        faults=tuple(faults),
    )  # fmt: skip


def campaigns(seeds: int, readers: int, kills: int) -> list[Campaign]:
    """Half of the seeds under each policy; every fourth with lost replies and greylisting."""
    return [
        Campaign(
            seed, ("resend", "hold")[seed % 2], readers, kills, *((0.05, 0.1) * (seed % 8 > 5))
        )
        for seed in range(seeds)
    ]


def table(verdicts: list[Verdict]) -> str:
    rows = [
        "| policy | replies lost, RCPT put off | seeds | readers | kills | missed (silently)"
        " | extra copies | doubts | held |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    groups: dict[tuple[str, float, float], list[Verdict]] = {}
    for verdict in verdicts:
        plan = verdict.campaign
        groups.setdefault((plan.policy, plan.lost, plan.greylisted), []).append(verdict)
    for (policy, lost, greylisted), found in sorted(groups.items()):
        readers = sum(v.campaign.readers for v in found)
        kills, extra = sum(v.kills for v in found), sum(v.extra for v in found)
        missed, silent = sum(v.missed for v in found), sum(v.silent for v in found)
        doubts, held = sum(v.doubts for v in found), sum(v.held for v in found)
        dropped = f"{lost:.0%} ({sum(v.lost for v in found)}), {greylisted:.0%}"
        rows.append(
            f"| {policy} | {dropped} | {len(found)} | {readers} | {kills} | {missed} ({silent}) "
            f"| {extra} | {doubts} | {held} |"
        )
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=24)
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=25)
    options = parser.parse_args()
    verdicts = []
    for campaign in campaigns(options.seeds, options.readers, options.kills):
        began = time.monotonic()
        verdicts.append(run(campaign))
        print(verdicts[-1], f"{time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
    print(table(verdicts))  # noqa: T201  # a program
    return int(any(v.faults or v.silent for v in verdicts))


if __name__ == "__main__":
    sys.exit(main())
