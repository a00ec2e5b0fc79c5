"""The ways to hand messages over, the preferred one first, and when they are given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError, TryLater, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.deliver.transport import Transport
    from digest.store.copies import Outcome, Row

FAILURES = 3  # connections in a row that came to nothing; then the run ends


class Relays:
    """The transports of an outbox; none is an outbox that nobody sends for."""

    def __init__(self, transports: Sequence[Transport], wait: Callable[[float], object]) -> None:
        """Keep how to wait, in seconds, between connections that come to nothing."""
        self._transports, self._wait = transports, wait
        self._failures = 0

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._transports)

    def opened(self, row: Row) -> Transport:
        """Return the first that is reached; for a copy in doubt only the first of all (E37).

        Raises what the first one raised where none is reached.
        """
        error: DigestError | None = None
        for transport in self._transports[: 1 if row.doubts else None]:
            try:
                transport.open()
            except (Unavailable, TryLater) as problem:
                error = error or problem
            else:
                return transport
        assert error, "there is at least one transport"
        raise error

    def judge(self, outcome: Outcome) -> None:
        """Pause where a connection came to nothing (E18).

        Raises `TryLater` where one after the other does.
        """
        if outcome.state not in ("pending", "uncertain"):
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= FAILURES:
            reason = f"{outcome.code or ''} {outcome.text}".strip()
            raise TryLater(f"the mail server fails at {outcome.phase}: {reason}")
        self._wait(2.0**self._failures)

    def close(self) -> None:
        """Let go of every connection."""
        for transport in self._transports:
            transport.close()
