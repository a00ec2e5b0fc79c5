"""One model in memory: when one is loaded, the one before it is closed.

Memory belongs to the whole process, and so does this. A route through two models loads them in
turn, once a call; so calls should be whole days, not single texts.
"""

from __future__ import annotations

import weakref
from typing import Protocol


class Resident(Protocol):
    """Something that holds a model and can let go of it; it loads it anew when next asked."""

    def close(self) -> None:
        """Release the memory."""
        ...


_home: list[weakref.ref[Resident]] = []


def move_in(newcomer: Resident) -> None:
    """Close whatever else holds a model."""
    for before in (reference() for reference in _home):
        if before is not None and before is not newcomer:
            before.close()
    _home[:] = [weakref.ref(newcomer)]
