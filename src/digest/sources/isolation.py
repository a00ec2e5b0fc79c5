"""Parsing in a child process: it can be stopped, and takes only itself down when it crashes.

The libraries under us cannot be interrupted, and parse what strangers wrote (H08, H13, B16). The
child is spawned, not forked, and reads one job after the other; after a crash or a timeout the next
job gets a new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any, Self

from digest.errors import DigestError, InputError, Unavailable
from digest.records import Failure
from digest.sources.item import Item
from digest.sources.parsing import articles, formats
from digest.store.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from multiprocessing.connection import Connection

    from digest.sources.limits import Limits

_CHEAP = frozenset(("text", "json", "jsonl"))
_NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
_CHEAP_BYTES = 100_000
_START_SECONDS = 60.0  # to load the libraries, on a machine that is busy


class NoParser(DigestError):
    """No child can be started: that is of the machine, and no article's fault."""

    exit_code = Unavailable.exit_code


class Parser:
    """Parses in this process what has up to `small` bytes or is cheap, and all else in a child.

    `seconds` and `memory` (bytes, above what the libraries take) are what one job may cost. It may
    be shared by threads; jobs then wait for each other.
    """

    def __init__(self, small: int = 0, seconds: float = 10.0, memory: int = 180_000_000) -> None:
        self._small = small
        self._seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._stop()

    def items(
        self,
        data: bytes,
        origin: formats.Origin,
        limits: Limits,
        repeated: Collection[str] = (),
    ) -> list[Item | Failure]:
        """Return what `formats.items` yields.

        Raises `InputError` also where parsing takes too long, too much memory, or crashes,
        `NoParser` where there is no child to parse it.
        """
        if len(data) <= self._small or _is_cheap(data, origin):
            return _here(data, origin, limits, repeated)
        with self._lock:
            job = {"origin": pack(origin), "limits": pack(limits), "repeated": sorted(repeated)}
            return self._ask(job, data)

    def _ask(self, job: dict[str, Any], data: bytes) -> list[Item | Failure]:
        """Have a child parse; it is killed when its time is over, wherever we wait for it then."""
        pipe, late = self._pipe or self._start(), threading.Event()
        watch = threading.Timer(self._seconds, self._kill, (self._child, late))
        watch.daemon = True
        watch.start()
        try:
            pipe.send_bytes(json.dumps(job).encode("utf-8", "surrogatepass"))
            pipe.send_bytes(data)
            return list(_found(pipe))
        except (EOFError, OSError):
            ended = self._autopsy()
            if late.is_set():
                told = f"not parsed within {self._seconds:g} seconds: leave it out"
                raise InputError(told) from None
            raise InputError(f"parser crashed ({ended}): leave it out") from None
        finally:
            watch.cancel()
            watch.join()
            if late.is_set():  # also where it was in time, but for a moment
                self._stop()

    @staticmethod
    def _kill(child: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        child.kill()

    def _start(self) -> Connection:
        try:
            ours = self._pipe = self._spawned()
            if ours.poll(_START_SECONDS):
                ours.recv_bytes()
                return ours
            why = f"it is not ready after {_START_SECONDS:g} seconds"
        except EOFError:
            why = self._autopsy()
        except OSError as error:
            why = error.strerror or str(error)
        self._stop()
        raise NoParser(f"cannot start the parser, {sys.executable}: {why}; run again")

    def _spawned(self) -> Connection:
        """Return our end of a pipe to a new child."""
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", "digest.sources.child", str(theirs.fileno())]
            try:
                self._child = subprocess.Popen(  # noqa: S603  # our own module
                    [*command, str(self._memory)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    env=_environment(),
                )
            except OSError:
                ours.close()
                raise
        return ours

    def _autopsy(self) -> str:
        """Say how the child ended, and forget it."""
        code = self._child.wait() if self._child else 0
        self._stop()
        return f"signal {-code}" if code < 0 else f"exit {code}"

    def _stop(self) -> None:
        if self._pipe:
            self._pipe.close()
        if self._child:
            self._child.kill()
            self._child.wait()
        self._pipe = self._child = None


def _found(pipe: Connection) -> Iterator[Item | Failure]:
    """Yield what a child finds, to its end; raise what it says instead."""
    while "end" not in (answer := _received(pipe)):
        if "error" in answer:
            raise InputError(answer["error"])
        failed = "failure" in answer
        yield unpack(Failure, answer["failure"]) if failed else unpack(Item, answer["item"])


def _received(pipe: Connection) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(pipe.recv_bytes().decode("utf-8", "surrogatepass"))
    return answer


def _here(
    data: bytes, origin: formats.Origin, limits: Limits, repeated: Collection[str]
) -> list[Item | Failure]:
    """Parse in this process, and fail as the child does, whatever a library does to the bytes."""
    try:
        return list(formats.items(data, origin, limits, repeated))
    except DigestError:
        raise
    except Exception as error:
        told = articles.line(f"parser crashed ({type(error).__name__}: {error})")
        raise InputError(told) from error


def _environment() -> dict[str, str]:
    """Return what the child needs of our environment, which may hold secrets."""
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _is_cheap(data: bytes, origin: formats.Origin) -> bool:
    """Tell a small input of a format that has no parser to fear."""
    return len(data) <= _CHEAP_BYTES and formats.sniff(data, origin.suffix) in _CHEAP
