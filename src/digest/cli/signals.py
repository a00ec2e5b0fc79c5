"""SIGINT, SIGTERM and SIGHUP: an orderly end, as an exception that no handler of errors catches.

The first signal ends the work in hand at once, which costs a batch at most; inside `shield` it
only asks, so that a message on the wire is finished. A second one ends that, too (B10, B11).
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number  # as a shell tells it


class Stop:
    """Whether a signal has come. Called, it answers."""

    def __init__(self) -> None:
        self._number = 0
        self._shielded = False

    def __call__(self) -> bool:
        """Return whether the process was asked to stop."""
        return bool(self._number)

    def listen(self) -> None:
        """Hear signals from now on."""
        for number in SIGNALS:
            signal.signal(number, self._heard)

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Let the block ask and stop by itself; raise `Stopped` after it where a signal came."""
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False
        if self._number:
            raise Stopped(self._number)

    def _heard(self, number: int, _: FrameType | None) -> None:
        again, self._number = self._number, number
        if again or not self._shielded:
            raise Stopped(number)


stop = Stop()  # one for the process, as signals are
