"""The topic of a text by its words, where no tag tells it: `topic_words/<language>.toml`.

The lists were written for general news and are not learned. They hold beginnings of words, so
that case endings do not matter; one that ends with `$` is a whole word.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.records import primary

if TYPE_CHECKING:
    from collections.abc import Mapping

    Words = Mapping[str, tuple[str, ...]]

_TITLE = 3  # times that a word weighs in a title
_LEAST = 3  # one word of the title, or three of the text
_LETTERS = 1200  # of the text that are read: what follows is background
_FOLDED = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "\u0301": ""})


def likeliest(title: str, text: str, words: Words) -> str:
    """Return the topic that most different words speak for, or nothing where two are as likely.

    Of two for which as many speak, it is the one whose words are said more often.
    """
    title, text = folded(title), folded(text[:_LETTERS])
    scores = {
        topic: _score(pattern, title, text)
        for topic, known in words.items()
        if (pattern := beginnings(known))
    }
    first, second = sorted((*scores.values(), (0, 0), (0, 0)), reverse=True)[:2]
    if first[0] < _LEAST or first == second:
        return ""
    return max(scores, key=lambda topic: scores[topic])


@cache
def words_of(language: str) -> Words:
    """Return the words of each topic in a language; none where we hold no list."""
    path = files("digest.text") / "topic_words" / f"{primary(language)}.toml"
    table = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {topic: tuple(words.split()) for topic, words in table.items()}


def _score(pattern: re.Pattern[str], title: str, text: str) -> tuple[int, int]:
    """Return how many words of a topic are said, those of the title weighed, and how often."""
    above, below = pattern.findall(title), pattern.findall(text)
    return _TITLE * len(set(above)) + len(set(below)), len(above) + len(below)


@lru_cache(maxsize=512)
def beginnings(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds beginnings of words in a folded text; a `_` in them is a space."""
    ordered = sorted(map(folded, filter(None, words)), key=len, reverse=True)
    escaped = (re.escape(word).replace("_", r"\s") for word in ordered)
    parts = (word.removesuffix(r"\$") + r"\b" if word.endswith("$") else word for word in escaped)
    return re.compile(r"\b(?:" + "|".join(parts) + ")") if ordered else None


def folded(text: str) -> str:
    """Return a text in lower case, with one spelling of ё and of apostrophes."""
    return text.lower().translate(_FOLDED)
