"""Rows for a terminal: columns below each other."""

from __future__ import annotations

import sys
import unicodedata
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
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        sized = zip(row, widths, strict=True)
        cells = (cell + " " * (width - _width(cell)) for cell, width in sized)
        yield (indent + "  ".join(cells)).rstrip()


def _width(cell: str) -> int:
    """Return how many columns of a terminal a cell takes (UAX 11)."""
    wide = sum(unicodedata.east_asian_width(sign) in {"F", "W"} for sign in cell)
    return len(cell) + wide - sum(map(bool, map(unicodedata.combining, cell)))
