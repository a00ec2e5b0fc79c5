"""Politeness: one connection a host at a time, a pause before the next, and an end of asking."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digest.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST = 30.0  # seconds; a robots.txt may ask for more, and then we would be here all day
_MOST = 900.0  # seconds that one host may cost a run, pauses and all: 30 pages at the longest pause
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
        self._spent: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for our turn at a host, and hold it for the block.

        Raises `Unavailable` where the block has raised it at this host three times in a row, and
        where the host has taken all the time that it may cost.
        """
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            self._ensure_worthwhile(host)
            begun = self._clock()
            if host in self._ended:
                pause = self._ended[host] + self._delays.get(host, self._delay) - begun
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
                self._spent[host] += self._ended[host] - begun

    def _ensure_worthwhile(self, host: str) -> None:
        if self._unanswered.get(host, 0) >= _TRIES:
            raise Unavailable(f"{host} did not answer {_TRIES} times: not asked again in this run")
        if self._spent[host] >= _MOST:
            told = f"{host} has taken {_MOST / 60:g} minutes: not asked again in this run"
            raise Unavailable(told)

    def slow_down(self, host: str, delay: float) -> None:
        """Leave at least `delay` between two requests to a host, as it asks for."""
        self._delays[host] = min(_LONGEST, max(delay, self._delay))
