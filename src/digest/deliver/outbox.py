"""The outbox: every copy of every open issue, each to its one recorded end.

Nobody is skipped silently. A second copy can only arise where the connection or the process died
between the final dot and the recorded reply; then at most one more is sent, the same byte for
byte, with the same Message-ID; with the policy "hold" none is.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.deliver.phases import Phase
from digest.deliver.relays import Relays
from digest.deliver.transport import Letter
from digest.errors import ConfigError, DigestError, TryLater, Unavailable
from digest.store.copies import Copies, Outcome
from digest.store.deliveries import Deliveries
from digest.store.issues import Issues
from digest.store.refusals import suspend_refusing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.deliver.transport import Transport
    from digest.store.copies import Policy, Row
    from digest.store.database import Database
    from digest.store.issues import Issue

BACKOFF = (60.0, 300.0, 900.0)  # seconds; then by the timer, each 15 minutes (E15)
_LEFT = Outcome("skipped", "mail", text="left since")
_DAMAGED = Outcome("held", Phase.CHECK, text="not as it was frozen; restore a backup")


@dataclass(frozen=True, slots=True)
class Rules:
    """How to deliver: what a doubt means, and how fast and how long. `seconds` is in total."""

    on_uncertain: Policy = "resend"
    per_minute: int = 0
    seconds: float = 3600.0


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, in seconds since 1970 and in seconds that never jump; how to wait, and to stop."""

    now: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    wait: Callable[[float], object] = time.sleep
    stopped: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Pass:
    """What a delivery came to: copies by state, for each issue it touched, and what ended it.

    `suspended` are the keys of mailboxes that have refused too often.
    """

    counts: dict[str, dict[str, int]]
    sent: int
    doubts: int
    error: DigestError | None
    began: float
    suspended: tuple[str, ...] = ()


class Outbox:
    """Sends what is due. The caller holds the lock of the run: only one outbox at a time.

    Without a transport what is due is an error, until it expires.
    """

    def __init__(
        self,
        database: Database,
        transports: Sequence[Transport],
        rules: Rules = Rules(),
        clock: Clock = Clock(),
        run: str = "",
    ) -> None:
        self._database = database
        self._issues = Issues(database)
        self._copies = Copies(database)
        self._deliveries = Deliveries(database, run)
        self._relays = Relays(transports, clock.wait)
        self._rules = rules
        self._clock = clock
        self._open: dict[int, Issue] = {}
        self._sent = self._doubts = 0
        self._began, self._start = clock.now(), clock.steady()

    def deliver(self) -> Pass:
        """Send everything that is due, waiting for what is put off as long as the rules allow."""
        began = self._began
        touched: list[Issue] = []
        error, suspended = None, []
        try:
            touched = self._issues.open()
            self._doubts = self._deliveries.recover(began)
            self._run(self._clock.steady() + self._rules.seconds)
            suspended = suspend_refusing(self._database, self._now())
            self._issues.finish()
        except DigestError as problem:
            error = problem
        finally:
            self._relays.close()
        counts = {issue.name: self._issues.counts(issue) for issue in touched}
        return Pass(counts, self._sent, self._doubts, error, began, tuple(suspended))

    def _now(self) -> float:
        """Return the time as of the begin, and what has passed since: a clock may be set (B07)."""
        return self._began + self._clock.steady() - self._start

    def _run(self, deadline: float) -> None:
        while self._going(deadline):
            self._begin()
            for number in self._deliveries.due(self._now()):
                if not self._going(deadline):
                    return
                self._one(number)
            if not self._wait(deadline):
                return

    def _begin(self) -> None:
        self._deliveries.settle(self._rules.on_uncertain)
        self._deliveries.expire(self._now())
        self._open = {issue.id: issue for issue in self._issues.open()}
        if not self._relays and self._deliveries.next_try() is not None:
            raise ConfigError("copies are due and nobody sends them: set [mail] sender again")

    def _going(self, deadline: float) -> bool:
        return not self._clock.stopped() and self._clock.steady() < deadline

    def _wait(self, deadline: float) -> bool:
        """Wait for the next copy that is due, without a connection; False where none will be."""
        due = self._deliveries.next_try()
        if due is None:
            return False
        seconds = max(0.0, due - self._now())
        if self._clock.steady() + seconds >= deadline:
            return False
        self._relays.close()
        self._clock.wait(seconds)
        return True

    def _one(self, number: int) -> None:
        row = self._copies.load(number)
        if not row.waits:
            return
        if not row.wanted:
            self._deliveries.record(row, _LEFT, self._now())
        elif not (row.whole and self._open[row.issue].whole):
            self._deliveries.record(row, _DAMAGED, self._now())
        else:
            self._send(row)

    def _send(self, row: Row) -> None:
        try:
            transport = self._relays.opened(row)
        except (Unavailable, TryLater) as error:
            if not row.doubts or len(self._relays) == 1:
                raise
            self._record(row, Outcome("pending", "connect", text=str(error)))
            return
        began = self._clock.steady()
        if not self._deliveries.arm(row):
            return
        outcome = self._handed(transport, row)
        self._record(row, outcome)
        self._relays.judge(outcome)
        self._pace(began)

    def _handed(self, transport: Transport, row: Row) -> Outcome:
        try:
            return transport.hand_over(self._letter(row), lambda: self._mark(row))
        except DigestError:
            with suppress(DigestError):  # what ended it is what is told
                self._deliveries.disarm(row)
            raise

    def _mark(self, row: Row) -> None:
        self._deliveries.mark(row, self._now())

    def _record(self, row: Row, outcome: Outcome) -> None:
        now = self._now()
        due = now + BACKOFF[min(row.retries, len(BACKOFF) - 1)]
        self._deliveries.record(row, outcome, now, due)
        self._sent += outcome.state == "sent"
        if outcome.state == "uncertain":
            self._doubts += 1
            self._deliveries.settle(self._rules.on_uncertain)

    def _letter(self, row: Row) -> Letter:
        issue = self._open[row.issue]
        name = f"{issue.day.isoformat()}.{row.id}"
        envelope = issue.envelope.replace("{token}", row.token)
        return Letter(envelope, row.address, row.head + issue.content, name, row.retries)

    def _pace(self, began: float) -> None:
        if self._rules.per_minute:
            spent = self._clock.steady() - began
            self._clock.wait(max(0.0, 60.0 / self._rules.per_minute - spent))
