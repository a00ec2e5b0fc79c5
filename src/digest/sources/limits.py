"""Bounds that hold before any parser sees a byte."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may cost: sizes in bytes, `depth` in elements, `items` of one feed or mailbox.

    `archive` is how many of them are read of a feed that is new: the rest is hardly news.
    """

    bytes: int = 20_000_000
    depth: int = 200
    attribute: int = 100_000
    items: int = 1000
    archive: int = 200
    files: int = 20_000


DEFAULT = Limits()
