"""How far a run has come: one line of a terminal, drawn over itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.records import Step

_EVERY = 0.1  # seconds between two drawings
_SOONEST = 2.0  # seconds of work before a forecast; an earlier one is a guess
_CLEAR = "\r\x1b[K"


class Progress:
    """Draws steps on a terminal, and nothing elsewhere."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._shown = stream.isatty()
        self._next = 0.0

    def __call__(self, step: Step) -> None:
        """Show a step; one that ends its stage is always shown."""
        now = self._clock()
        if self._shown and (now >= self._next or step.done == step.total):
            self._next = now + _EVERY
            self._stream.write(_CLEAR + line(step))
            self._stream.flush()

    def close(self) -> None:
        """Wipe the line."""
        if self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()


def line(step: Step) -> str:
    """Return `summarize be  312/1040 (280 known, 2 failed), 3 min left`."""
    notes = [f"{step.known} known"] if step.known else []
    notes += [f"{step.failed} failed"] if step.failed else []
    told = f" ({', '.join(notes)})" if notes else ""
    return f"{step.stage:12} {step.done}/{step.total}{told}{_forecast(step)}"


def _forecast(step: Step) -> str:
    """Say how long it will take, by what is new alone: the ledger's pieces took no time."""
    made, left = step.done - step.known, step.total - step.done
    if not left or made <= 0 or step.seconds < _SOONEST:
        return ""
    seconds = step.seconds / made * left
    return f", {seconds / 60:.0f} min left" if seconds >= 90 else f", {seconds:.0f} s left"
