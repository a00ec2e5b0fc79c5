"""The content coding of an answer: gzip or none, bounded in size and in ratio."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from digest.errors import InputError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_GZIP = zlib.MAX_WBITS | 16
_STEP = 65_536
_FREE = 1_000_000  # bytes that may come out of few: small pages compress well


def decoded(chunks: Iterable[bytes], coding: str, limit: int, ratio: int) -> bytes:
    """Join the chunks of a body as they are after decompression.

    Raises `InputError` for a coding that we did not ask for or a body over `limit` bytes or
    `ratio` times its transfer, `Unavailable` where the stream ends too early.
    """
    names = [name for part in coding.lower().split(",") if (name := part.strip()) != "identity"]
    if [name for name in names if name]:
        if names not in (["gzip"], ["x-gzip"]):
            raise InputError(f"sent as {coding[:40]!r}, which was not asked for: leave it out")
        chunks = _gunzipped(chunks, ratio)
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise InputError(f"too large (more than {limit} bytes): give a smaller page")
    return bytes(body)


def _gunzipped(chunks: Iterable[bytes], ratio: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(_GZIP)
    taken = given = 0
    for chunk in chunks:
        taken += len(chunk)
        rest = chunk
        while rest:
            if stream.eof and not (rest := rest.lstrip(b"\0")):  # padding; else another member
                break
            stream = zlib.decompressobj(_GZIP) if stream.eof else stream
            part = _inflated(stream, rest)
            rest = stream.unused_data or stream.unconsumed_tail
            given += len(part)
            if given > _FREE and given > ratio * taken:
                raise InputError(f"compressed more than {ratio} times: leave it out")
            yield part
    if not stream.eof:
        raise Unavailable("incomplete: its gzip stream ends too early, try again later")


def _inflated(stream: zlib._Decompress, data: bytes) -> bytes:
    try:
        return stream.decompress(data, _STEP)
    except zlib.error as error:
        raise Unavailable(f"incomplete: its gzip stream is damaged ({error})") from None
