"""How a server is reached: no answer is waited for without end, or read however long it is.

The client's own timeout is for each read, so that a server which sends a byte a minute would hold
a night for ever; this one is for the whole body, of an error, too. No redirect is followed: what
stands before a network, such as a portal, would be sent the day's articles.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 4_000_000  # bytes; an answer of 8,000 tokens, with all around it, has a hundredth of them


def client(seconds: float) -> httpx2.Client:
    """Return a client that gives up a body which does not end within so many seconds."""

    def bound(response: httpx2.Response) -> None:
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Bounded(response.stream, seconds)

    asked = {"Accept-Encoding": "identity"}  # what is packed has no bound
    return httpx2.Client(headers=asked, event_hooks={"response": [bound]})


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, body: httpx2.SyncByteStream, seconds: float) -> None:
        self._body, self._seconds = body, seconds

    def __iter__(self) -> Iterator[bytes]:
        read, end = 0, time.monotonic() + self._seconds
        for chunk in self._body:
            read += len(chunk)
            if read > MOST:
                raise httpx2.ReadError(f"the answer is longer than {MOST:,} bytes")
            if time.monotonic() > end:
                raise httpx2.ReadTimeout(f"the answer did not end within {self._seconds:g} s")
            yield chunk

    def close(self) -> None:
        self._body.close()
