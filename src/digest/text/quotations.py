"""Quotations: what a text puts between quotation marks, of any language."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"«([^«»]+)»|„([^„“”\"]+)[“”\"]|“([^“”]+)”|\"([^\"]+)\"")
_WORDS = re.compile(r"\w+")


def quotations(text: str) -> list[str]:
    """Return the quotations of a text in order, without their marks."""
    return [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]


def worded(text: str) -> str:
    """Return the words of a text alone, in lower case and with single spaces around each."""
    return f" {' '.join(_WORDS.findall(text.lower().replace('ё', 'е')))} "
