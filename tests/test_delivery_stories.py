"""Weeks of mail in any order of events: the laws of the outbox hold, whatever happens when."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desk import DAY, MOMENT, SENDER, Hands, deliver, mailing, rows, smtp
from digest.deliver.freeze import freeze
from digest.store import Database
from digest.store.address import parse_address
from digest.store.copies import Copies
from digest.store.deliveries import Deliveries
from digest.store.issues import Issues
from digest.store.subscribers import Subscribers
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from digest.store.copies import Policy

READERS = [f"r{number}@example.org" for number in range(4)]
readers = st.sampled_from(READERS)
KINDS = ["drop", "garbage", "450", "421", "550 5.1.1 gone", "550 5.7.1 policy"]
faults: st.SearchStrategy[dict[tuple[str, str], str]] = st.one_of(
    st.just({}),
    st.dictionaries(st.tuples(st.just("dot"), readers), st.just("drop"), max_size=2),
    st.dictionaries(
        st.tuples(st.sampled_from(["mail", "rcpt", "data", "dot", "quit"]), readers),
        st.sampled_from(KINDS),
        max_size=3,
    ),
)


class Weeks(RuleBasedStateMachine):
    """Readers come and go, servers fail, processes die, clocks jump, backups are restored."""

    @initialize(policy=st.sampled_from(["resend", "hold"]))
    def begin(self, policy: Policy) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.db"
        self.database = Database(self.path)
        self.hands = Hands()
        self.policy = policy
        self.days = 0
        self.left: dict[str, int] = {}  # reader -> copies when they left
        self.server = FaultySmtp()
        self.server.__enter__()
        for reader in READERS:
            self.subscribe(reader)
        self.freeze()

    def teardown(self) -> None:
        if hasattr(self, "server"):
            self.server.close()
            self.database.close()
            self.folder.cleanup()

    @rule(reader=readers)
    def subscribe(self, reader: str) -> None:
        Subscribers(self.database).welcome("main", parse_address(reader), self.hands.moment)
        self.left.pop(reader, None)

    @rule(reader=readers)
    def leave(self, reader: str) -> None:
        Subscribers(self.database).change(reader, "left", "asked", self.hands.moment)
        self.left[reader] = self.server.copies(reader)

    @rule()
    def freeze(self) -> None:
        self.days += 1
        moment = MOMENT + timedelta(seconds=self.hands.moment - MOMENT.timestamp())
        mail = mailing(day=DAY + timedelta(days=self.days), moment=moment)
        active = Subscribers(self.database).listed("main", "active")
        freeze(self.database, mail, SENDER, active)

    @rule(faults=faults, seconds=st.sampled_from([10.0, 600.0, 7200.0]))
    def deliver(self, faults: dict[tuple[str, str], str], seconds: float) -> None:
        self.server.fault = lambda phase, reader: faults.get((phase, reader), "")
        deliver(
            self.database, smtp(self.server.port), hands=self.hands, policy=self.policy,
            seconds=seconds,
        )  # fmt: skip
        assert "handing" not in {row.state for row in rows(self.database).values()}

    @rule(reader=readers)
    def die_after_the_mark(self, reader: str) -> None:
        """Mark a copy, and be killed: whether the dot was sent, nobody knows."""
        deliveries = Deliveries(self.database, "killed")
        for number in deliveries.due(self.hands.moment):
            row = Copies(self.database).load(number)
            if row.address == reader and row.wanted:
                deliveries.arm(row)
                deliveries.mark(row, self.hands.moment)
                return

    @rule(hours=st.sampled_from([-1, 1, 1, 6, 21]))
    def jump(self, hours: int) -> None:
        self.hands.moment += hours * 3600.0

    @rule()
    def restart(self) -> None:
        self.database.close()
        self.database = Database(self.path)

    @rule(policy=st.sampled_from(["resend", "hold"]))
    def change_the_settings(self, policy: Policy) -> None:
        self.policy = policy

    @invariant()
    def nobody_has_more_copies_than_doubts_allow(self) -> None:
        if not hasattr(self, "server"):
            return
        doubts: defaultdict[str, int] = defaultdict(int)
        query = (
            "SELECT d.message_id, count(*) FROM attempt a JOIN delivery d ON d.id = a.delivery"
            " WHERE a.state = 'uncertain' GROUP BY 1"
        )
        doubts.update(self.database.rows(query))
        copies = Counter(message.message_id for message in self.server.accepted)
        for name, count in copies.items():
            assert count - 1 <= min(doubts[name], 1)
        bodies = {(message.message_id, message.sha256) for message in self.server.accepted}
        assert len(bodies) == len(copies)

    @invariant()
    def nobody_is_skipped_silently(self) -> None:
        if not hasattr(self, "server"):
            return
        copies = {message.message_id for message in self.server.accepted}
        sent = self.database.rows("SELECT message_id FROM delivery WHERE state = 'sent'")
        assert {name for (name,) in sent} <= copies
        unfinished = "('pending', 'deferred', 'uncertain', 'handing')"
        done = self.database.rows(
            "SELECT count(*) FROM delivery d JOIN issue i ON i.id = d.issue"
            f" WHERE i.status = 'done' AND d.state IN {unfinished}"
        )
        assert done == [(0,)]

    @invariant()
    def who_left_gets_nothing_more(self) -> None:
        for reader, count in getattr(self, "left", {}).items():
            assert self.server.copies(reader) == count

    @invariant()
    def an_issue_stays_as_it_was_frozen(self) -> None:
        if hasattr(self, "database"):
            Issues(self.database).newest()  # compares each content with its hash


Weeks.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestWeeks = Weeks.TestCase
