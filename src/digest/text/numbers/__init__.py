"""The numbers of a text: as values, which any two languages share, and what they count."""

from __future__ import annotations

from digest.text.numbers.reading import Number, numbers, read

__all__ = ["Number", "numbers", "read"]
