"""What a run asks of a language model: tokens and cost, by task, under the caps of a night.

A server says how many tokens it read and wrote; where it does not, we count for it, rather too
many than too few. A prompt is let through only if the worst that it can come to, its whole answer
included, fits under the caps, with all that is on its way at the time: so the caps hold.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from digest.records import Spent

MILLION = 1_000_000
_ASCII_A_TOKEN = 3  # letters; English has about 4 a token


def estimate(text: str) -> int:
    """Return how many tokens a text has at most, nearly: one for each letter that is not ASCII.

    Tokenizers that hardly know Cyrillic come to about that; most need half as many.
    """
    ascii_letters = sum(map(str.isascii, text))
    return -(-ascii_letters // _ASCII_A_TOKEN) + len(text) - ascii_letters


class Amount(NamedTuple):
    """Tokens read and written; `estimated` of them were counted by us."""

    read: int
    written: int
    estimated: int = 0


NOTHING = Amount(0, 0)


@dataclass(frozen=True, slots=True)
class Caps:
    """What a run may use: tokens, and money at these prices a million; 0 is no cap."""

    tokens: int = 0
    cost: float = 0.0
    prices: tuple[float, float] = (0.0, 0.0)  # of what is read, of what is written

    def price(self, amount: Amount) -> float:
        """Return what an amount costs."""
        return (amount.read * self.prices[0] + amount.written * self.prices[1]) / MILLION

    def refusal(self, amount: Amount) -> str:
        """Say which cap an amount would exceed, if any."""
        if self.tokens and amount.read + amount.written > self.tokens:
            return f"the cap of {self.tokens} tokens a night is reached"
        if self.cost and self.price(amount) > self.cost:
            return f"the cap of {self.cost:g} a night is reached"
        return ""


NO_CAPS = Caps()


@dataclass(slots=True)
class _Tally:
    asked: int = 0
    used: Amount = NOTHING


@dataclass
class Meter:
    """What has been used so far, by task. Shared by threads, and by the engines of one server."""

    _tallies: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    _pending: Amount = NOTHING
    _lock: Lock = field(default_factory=Lock)

    def reserve(self, most: Amount, caps: Caps) -> str:
        """Set aside what a prompt may use at most, or say which cap forbids it."""
        with self._lock:
            if why := caps.refusal(_sum(self._used(), self._pending, most)):
                return why
            self._pending = _sum(self._pending, most)
            return ""

    def count(self, task: str, used: Amount, reserved: Amount = NOTHING) -> None:
        """Count what a prompt has used, in place of what was set aside for it."""
        with self._lock:
            self._pending = Amount(*(a - b for a, b in zip(self._pending, reserved, strict=True)))
            tally = self._tallies[task]
            tally.asked += 1
            tally.used = _sum(tally.used, used)

    def spent(self, engine: str, model: str, caps: Caps = NO_CAPS) -> tuple[Spent, ...]:
        """Return what each task has used."""
        with self._lock:
            return tuple(
                Spent(engine, model, task, tally.asked, *tally.used, caps.price(tally.used))
                for task, tally in self._tallies.items()
            )

    def _used(self) -> Amount:
        return _sum(*(tally.used for tally in self._tallies.values()))


def _sum(*amounts: Amount) -> Amount:
    return Amount(*map(sum, zip(NOTHING, *amounts, strict=True)))
