"""Politeness: one connection a host at a time, and a pause before the next."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST = 30.0  # seconds; a robots.txt may ask for more, and then we would be here all day


class Hosts:
    """The hosts of one run, shared by its threads. Times are in seconds."""

    def __init__(
        self,
        delay: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._delays: dict[str, float] = {}
        self._ended: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for our turn at a host, and hold it for the block."""
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            if host in self._ended:
                pause = self._ended[host] + self._delays.get(host, self._delay) - self._clock()
                if pause > 0:
                    self._sleep(pause)
            try:
                yield
            finally:
                self._ended[host] = self._clock()

    def slow_down(self, host: str, delay: float) -> None:
        """Leave at least `delay` between two requests to a host, as it asks for."""
        self._delays[host] = min(_LONGEST, max(delay, self._delay))
