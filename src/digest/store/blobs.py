"""Records as the ledger keeps the large ones: JSON, compressed; of many, one a line."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, TypeVar

from digest.store.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

_PIECE = 16_384  # bytes that are inflated at once; they may become a hundred times as many
# What comes of reading a blob that the disk, or somebody, has changed.
DAMAGE = (zlib.error, ValueError, TypeError, LookupError, AttributeError)


class Unreadable(Exception):
    """What was kept cannot be read any more: the disk, or somebody, has changed it."""


def compressed(record: Any, level: int = -1) -> bytes:
    """Return a record as a blob."""
    return zlib.compress(_encoded(record), level)


def restored(kind: type[T], blob: bytes) -> T:
    """Return the record of type `kind` that `compressed` made into `blob`.

    Raises `Unreadable` where it is none any more.
    """
    try:
        return unpack(kind, _decoded(zlib.decompress(blob)))
    except DAMAGE as error:
        raise Unreadable(str(error)) from error


def compressed_lines(records: Iterable[Any]) -> bytes:
    """Return many records as a blob; no more than one of them is in memory as JSON."""
    deflate = zlib.compressobj()
    parts = [deflate.compress(_encoded(record) + b"\n") for record in records]
    return b"".join((*parts, deflate.flush()))


def restored_lines(blob: bytes) -> Iterator[Any]:
    """Yield the JSON values of a blob that `compressed_lines`, or `compressed`, has made.

    Raises one of `DAMAGE` at the first that is none any more, or where one may be lacking.
    """
    yield from map(_decoded, _lines(blob))


def _lines(blob: bytes) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    rest = b""
    for start in range(0, len(blob), _PIECE):
        first, *others = inflate.decompress(blob[start : start + _PIECE]).split(b"\n")
        rest += first
        for line in others:
            yield rest
            rest = line
    if not inflate.eof:
        raise ValueError("it ends too early")
    if rest:
        yield rest


def _encoded(record: Any) -> bytes:
    return json.dumps(pack(record), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _decoded(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", "surrogatepass"))
