"""How a server is reached: no answer is waited for without end, or read however long it is.

The client's own timeout is for each read, so that a server which sends a byte a minute would hold
a night for ever; ours is for the whole answer, its headers, and that of an error, too. No redirect
is followed: what stands before a network, such as a portal, would be sent the day's articles.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, Any

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 4_000_000  # bytes; an answer of 8,000 tokens, with all around it, has a hundredth of them


def client(seconds: float) -> httpx2.Client:
    """Return a client that gives up an answer which does not end within so many seconds."""

    def timed(request: httpx2.Request) -> None:
        request.extensions["trace"] = _End(seconds)

    def bound(response: httpx2.Response) -> None:
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Bounded(response.stream, response.request.extensions["trace"])

    # What is packed has no bound; and a connection of its own can be shut for each answer.
    asked = {"Accept-Encoding": "identity", "Connection": "close"}
    return httpx2.Client(headers=asked, event_hooks={"request": [timed], "response": [bound]})


class _End:
    """Shuts the connection of a request in time; it is told of it as its `trace` extension."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._passed = seconds, False
        self._connection: Any = None  # of httpcore; with TLS another one from then on
        self._timer = Timer(seconds, self._shut)
        self._timer.daemon = True  # no exit waits for it

    def __call__(self, event: str, told: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            if self._connection is None:
                self._timer.start()
            self._connection = told["return_value"]
        elif event.endswith(".failed") and isinstance(told["exception"], Exception):
            self.check()  # the others are the end of a generator, or of the program

    def check(self) -> None:
        """Raise `httpx2.ReadTimeout` where the connection has been shut: an end is none then."""
        if self._passed:
            raise httpx2.ReadTimeout(f"the answer did not end within {self._seconds:g} s")

    def cancel(self) -> None:
        """Leave the connection alone."""
        self._timer.cancel()

    def _shut(self) -> None:
        self._passed = True
        with suppress(OSError):  # it is closed
            self._connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, body: httpx2.SyncByteStream, end: _End) -> None:
        self._body, self._end = body, end

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self._body:
            read += len(chunk)
            if read > MOST:
                raise httpx2.ReadError(f"the answer is longer than {MOST:,} bytes")
            self._end.check()
            yield chunk
        self._end.check()

    def close(self) -> None:
        self._end.cancel()
        self._body.close()
