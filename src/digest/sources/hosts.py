"""Politeness: one connection a host at a time, a pause before the next, and an end of asking."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digest.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST = 30.0  # seconds; a robots.txt may ask for more, and then we would be here all day
_TRIES = 3  # a host that lets us wait for each of its pages costs no more than that


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
        self._unanswered: dict[str, int] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for our turn at a host, and hold it for the block.

        Raises `Unavailable` where the block has raised it at this host three times in a row.
        """
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            if self._unanswered.get(host, 0) >= _TRIES:
                raise Unavailable(
                    f"{host} did not answer {_TRIES} times: not asked again in this run"
                )
            if host in self._ended:
                pause = self._ended[host] + self._delays.get(host, self._delay) - self._clock()
                if pause > 0:
                    self._sleep(pause)
            try:
                yield
                self._unanswered[host] = 0
            except Unavailable:
                self._unanswered[host] = self._unanswered.get(host, 0) + 1
                raise
            finally:
                self._ended[host] = self._clock()

    def slow_down(self, host: str, delay: float) -> None:
        """Leave at least `delay` between two requests to a host, as it asks for."""
        self._delays[host] = min(_LONGEST, max(delay, self._delay))
