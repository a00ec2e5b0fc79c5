"""Processes in a row that stay open and answer text by text, each text ended by a NUL."""

from __future__ import annotations

import os
import select
import subprocess
import time
import weakref
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 20.0  # seconds for one call; 64 sentences through Apertium take less than one


class Pipeline:
    """The processes of one mode; a text goes in and comes out, each ended by a NUL."""

    def __init__(self, commands: Sequence[Sequence[str]], patience: float = PATIENCE) -> None:
        """Start the processes, each reading from the one before."""
        self.patience = patience
        self._processes = _start(commands)
        self._finalizer = weakref.finalize(self, _stop, self._processes)

    @property
    def alive(self) -> bool:
        """Whether every process still runs."""
        return all(process.poll() is None for process in self._processes)

    def close(self) -> None:
        """End the processes and wait for them."""
        self._finalizer()

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Send the texts and return what comes out for each."""
        todo = b"".join(text.encode() + b"\0" for text in texts)
        done = bytearray()
        deadline = time.monotonic() + self.patience
        while done.count(b"\0") < len(texts):
            todo = self._exchange(todo, done, deadline)
        return done.decode().split("\0")[: len(texts)]

    def _exchange(self, todo: bytes, done: bytearray, deadline: float) -> bytes:
        """Write what the pipe takes, read what it gives; neither may block the other."""
        entry, outlet = _fd(self._processes[0].stdin), _fd(self._processes[-1].stdout)
        left = max(0.0, deadline - time.monotonic())
        readable, writable, _ = select.select([outlet], [entry] if todo else [], [], left)
        if not readable and not writable:
            raise TimeoutError(f"no answer within {self.patience:g} s")
        if writable:
            todo = todo[os.write(entry, todo[: select.PIPE_BUF]) :]
        if readable:
            if not (block := os.read(outlet, 1 << 16)):
                raise BrokenPipeError("a process of the pipeline ended")
            done += block
        return todo


def _fd(stream: IO[bytes] | None) -> int:
    assert stream is not None  # every stream is a pipe, see `_start`
    return stream.fileno()


def _start(commands: Sequence[Sequence[str]]) -> list[subprocess.Popen[bytes]]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}  # under C they print nothing
    processes: list[subprocess.Popen[bytes]] = []
    for command in commands:
        before = processes[-1].stdout if processes else None
        process = subprocess.Popen(  # noqa: S603 - the commands of an installed .mode file
            command,
            stdin=before or subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        if before:
            before.close()  # the child has it now; only so does the end of one reach the next
        processes.append(process)
    return processes


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.kill()  # they keep no state, and one that hangs would not end by itself
    for process in processes:
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream and not stream.closed:
                stream.close()
