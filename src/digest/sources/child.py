"""The child process of `isolation`: parses one job after the other until its parent hangs up.

A job is two messages, a JSON head and the bytes; each article that is found is one, JSON, and so is
the end. Nothing is pickled.
"""

from __future__ import annotations

import importlib
import json
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import Failed
from digest.records import Failure
from digest.sources.limits import Limits
from digest.sources.parsing import articles, formats
from digest.store.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = ("chardet", "feedparser", "ftfy", "trafilatura", "lxml.html")


def main(descriptor: int, memory: int) -> None:
    """Serve jobs at an open descriptor; `memory` bytes are the most that one may add."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when we end
    with Connection(descriptor) as pipe:
        for library in _LIBRARIES:
            importlib.import_module(library)
        _bound(memory)
        pipe.send_bytes(b"{}")
        while True:
            try:
                head, data = pipe.recv_bytes(), pipe.recv_bytes()
            except EOFError:
                return
            for answer in _answers(json.loads(head.decode("utf-8", "surrogatepass")), data):
                _send(pipe, answer)


def _bound(memory: int) -> None:
    """Bound the address space to what it is now plus `memory`; leave no core dump."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:  # not Linux: the deadline alone has to do
        return
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answers(job: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what was found, one after the other, and then that it was all, or why it is not."""
    origin, limits = unpack(formats.Origin, job["origin"]), unpack(Limits, job["limits"])
    try:
        for item in formats.items(data, origin, limits, frozenset(job["repeated"])):
            yield {"failure" if isinstance(item, Failure) else "item": pack(item)}
        yield {"end": True}
    except Failed as error:
        yield {"error": str(error)}
    except MemoryError:
        yield {"error": "parser out of memory: leave it out"}
    except Exception as error:  # whatever a library does to a stranger's bytes
        yield {"error": articles.line(f"parser crashed ({type(error).__name__}: {error})")}


def _send(pipe: Connection, answer: dict[str, Any]) -> None:
    pipe.send_bytes(json.dumps(answer).encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
