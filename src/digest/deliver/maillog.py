"""Doubts settled by a Postfix log: a server that has a message logs its Message-ID."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import TYPE_CHECKING

from digest.errors import InputError, InputMissing
from digest.store.copies import Copies
from digest.store.deliveries import Deliveries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.store.database import Database

# Postfix's cleanup logs it when it takes the content in; qmgr activates the message only once it
# is whole, on disk and answered for (the queue file is complete).
_TAKEN = re.compile(r"postfix\S*/cleanup\[\d+\]: (\w+): (?:resent-)?message-id=(<[^<>\s]+>)")
_ACTIVE = re.compile(r"postfix\S*/qmgr\[\d+\]: (\w+): from=<")


def verify(path: Path, database: Database, now: float) -> tuple[int, int]:
    """Settle the doubts whose message the log shows in the queue; return (settled, left open).

    What the log does not show stays a doubt: the log may be of another time.
    """
    known = _queued(path)
    doubts = [one for one in Copies(database).unsettled() if one.why == "in doubt"]
    settled = [one for one in doubts if one.message_id in known]
    for doubt in settled:
        Deliveries(database).resolve(doubt.id, "sent", now)
    return len(settled), len(doubts) - len(settled)


def _queued(path: Path) -> set[str]:
    taken: dict[str, str] = {}
    queued: set[str] = set()
    for line in _lines(path):
        if found := _TAKEN.search(line):
            taken[found[1]] = found[2]
        elif (found := _ACTIVE.search(line)) and found[1] in taken:
            queued.add(taken[found[1]])
    return queued


def _lines(path: Path) -> Iterator[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8", errors="replace") as file:
            yield from file
    except FileNotFoundError:
        raise InputMissing(f"no log at {path}") from None
    except (OSError, EOFError, zlib.error) as error:  # the last two of a .gz that was cut off
        why = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read {path}: {why}") from error
