"""Sentences in windows that a model can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


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
