"""Opposites: whether a sentence says that a thing rose or fell, was bought or sold, won or lost."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from digest.records import primary
from digest.text.negation import implies_negation
from digest.text.words import tokens

_NEAR = 3  # words after a negation that may be turned by it


def sides(sentence: str, language: str) -> dict[str, set[bool]]:
    """Return on which side of each pair of opposites a sentence is; both where one cannot tell.

    Nothing in a language without a table.
    """
    words = tokens(sentence)
    found: dict[str, set[bool]] = {}
    for at, word in enumerate(words):
        for pair, side in _of(word, primary(language)):
            before = " ".join(words[max(0, at - _NEAR) : at])
            unsure = implies_negation(before, language)
            found.setdefault(pair, set()).update((side, not side) if unsure else (side,))
    return found


@lru_cache(maxsize=1 << 16)
def _of(word: str, language: str) -> tuple[tuple[str, bool], ...]:
    """Return the pairs of opposites that a word is in, and on which side."""
    return tuple(
        (pair, not at)
        for pair, lists in _pairs(language).items()
        for at, pattern in enumerate(lists)
        if pattern.fullmatch(word)
    )


@cache
def _pairs(language: str) -> dict[str, tuple[re.Pattern[str], ...]]:
    tables = tomllib.loads((files("digest.text") / "opposites.toml").read_text("utf-8"))
    return {
        pair: tuple(re.compile("|".join(words.replace("*", r"\w*").split())) for words in lists)
        for pair, lists in tables.get(language, {}).items()
    }
