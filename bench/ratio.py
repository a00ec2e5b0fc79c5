"""One measured ratio, and the way it is taken."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Ratio:
    """How our work compares with a peer's: CPU seconds of each, medians of one run."""

    name: str
    ours: float
    peer: float
    note: str = ""

    @property
    def times(self) -> float:
        """How many times faster ours is."""
        return self.peer / self.ours


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def paired(
    name: str,
    ours: Callable[[], object],
    peer: Callable[[], object],
    rounds: int = 5,
    note: str = "",
) -> Ratio:
    """Time both in turn, `rounds` times, so that a busy machine slows them alike."""
    pairs = [(cpu(ours), cpu(peer)) for _ in range(rounds)]
    return Ratio(name, median(a for a, _ in pairs), median(b for _, b in pairs), note)
