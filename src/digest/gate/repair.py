"""What happens on a fault: other attempts in order, then something that needs no trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.records import Caveat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Faults = tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text that may be shown: the attempt that passed, or -1 for the fallback, and all faults."""

    text: str
    attempt: int
    faults: Faults = ()

    @property
    def fell_back(self) -> bool:
        """Tell whether no attempt passed."""
        return self.attempt < 0


def repair(
    attempts: Iterable[Callable[[], str]], check: Callable[[str], Faults], fallback: str
) -> Repaired:
    """Return the first attempt that passes the check, or the fallback, with the faults on the way.

    Attempts are only made while none has passed: the text at hand, the same engine with other
    settings, the next engine. The fallback (an extractive sentence, the original text marked as
    such) is not checked.
    """
    faults: list[Caveat] = []
    for number, attempt in enumerate(attempts):
        text = attempt()
        found = check(text)
        if not found:
            return Repaired(text, number, tuple(faults))
        faults += found
    return Repaired(fallback, -1, tuple(faults))
