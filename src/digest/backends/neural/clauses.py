"""Texts cut to what a model can read: long sentences in clauses, sentences in windows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CLAUSE = re.compile(r"[,;:…)»”]\s+|\s+(?=[—–(«“])")
SPACE = re.compile(r"\s+")


def parts(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield the text, halved at clauses until each part fits; joined by spaces they are the text.

    A word that does not fit is cut. A single letter always counts as fitting.
    """
    if fits(text) or len(text) <= 1:
        yield text
        return
    for half in halves(text):
        yield from parts(half, fits)


def halves(text: str) -> tuple[str, str]:
    """Return a text of two letters or more in two, near its middle, after a clause if it can be."""
    cut = _middle(text)
    return text[:cut].strip(), text[cut:].strip()


def clausal(text: str) -> bool:
    """Tell whether the text has a clause to be halved at."""
    return any(match.end() < len(text) for match in CLAUSE.finditer(text))


def packed(texts: Sequence[str], sizes: Sequence[int], most: int) -> Iterator[list[str]]:
    """Yield the texts in windows of at most `most` tokens, each of about the same length."""
    if not texts:
        return
    usual = max(most - max(sizes) // 2, most // 2)  # a window may end half a sentence later
    even = sum(sizes) / -(-sum(sizes) // usual)
    window, filled, before, closed = list[str](), 0, 0, 0
    for text, size in zip(texts, sizes, strict=True):
        over = before + size / 2 > even * (closed + 1)
        if window and (filled + size > most or over):
            yield window
            window, filled, closed = [], 0, closed + 1
        window.append(text)
        filled, before = filled + size, before + size
    yield window


def _middle(text: str) -> int:
    half = len(text) // 2
    for boundary in (CLAUSE, SPACE):
        if ends := [match.end() for match in boundary.finditer(text) if match.end() < len(text)]:
            return min(ends, key=lambda end: abs(end - half))
    return half
