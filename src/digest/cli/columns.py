"""Rows for a terminal: columns below each other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def listed(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line a row: columns on a terminal, elsewhere what tabs part, as cut(1) reads it."""
    if sys.stdout.isatty():
        yield from aligned(rows)
    else:
        yield from ("\t".join(row).rstrip() for row in rows)


def aligned(rows: Sequence[Sequence[str]], indent: str = "") -> Iterator[str]:
    """Yield a line a row, all of as many cells; the last column may be as long as it likes."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield (indent + "  ".join(cells)).rstrip()
