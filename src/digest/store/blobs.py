"""Records as the ledger keeps the large ones: JSON, compressed."""

from __future__ import annotations

import json
import zlib
from typing import Any, TypeVar

from digest.store.packing import pack, unpack

T = TypeVar("T")


class Unreadable(Exception):
    """What was kept cannot be read any more: the disk, or somebody, has changed it."""


def compressed(record: Any, level: int = -1) -> bytes:
    """Return a record as a blob."""
    text = json.dumps(pack(record), ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), level)


def restored(kind: type[T], blob: bytes) -> T:
    """Return the record of type `kind` that `compressed` made into `blob`.

    Raises `Unreadable` where it is none any more.
    """
    try:
        text = zlib.decompress(blob).decode("utf-8", "surrogatepass")
        return unpack(kind, json.loads(text))
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError) as error:
        raise Unreadable(str(error)) from error
