"""German nouns: which words with a capital letter are common ones, and so name nobody.

A table has what is said often (`nouns-de.txt`); endings that make nouns, and compounds of what is
known tell most of the rest.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.text.words import stemmer, stopwords

if TYPE_CHECKING:
    from collections.abc import Container

_MADE = re.compile(
    r"\w{3,}(?:ung|heit|keit|schaft|ation|tät|ismus|ment|ling|[eo]rin|istin|entin|logie|graf|tum"
    r"|\w[ae]nz)(?:en|nen|s|es|e)?$"
)
_BEGUN, _HEAD = 3, 4  # letters of what a compound begins with, and of what it ends in
_ENDINGS = ("", "e", "en", "n", "es", "s")  # a stemmer takes problem, too, for a dative
_SHORT = frozenset({"amt", "bau", "rat", "tag", "weg", "zug"})
# They end names as well: Auckland, Rosenberg, Oxford, Hartmann.
_PLACES = frozenset(
    {"bach", "berg", "berlin", "burg", "dorf", "feld", "ford", "heim", "hill", "land", "mann"}
    | {"port", "recht", "stadt", "stein", "wald"}
)


def common(word: str, seen: Container[str] = frozenset()) -> bool:
    """Tell whether a German word is a common noun; `seen` are stems of words that are known."""
    low = word.lower()
    return _listed(low) or any(stem(end) in seen for end in _ends(low))


@lru_cache(1 << 12)
def _listed(word: str) -> bool:
    if stem(word) in _stems() or word in stopwords("de") or _MADE.search(word):
        return True
    return (word[-3:] in _SHORT and len(word) > 2 * _BEGUN) or any(
        stem(end) in _stems() for end in _ends(word)
    )


def _ends(word: str) -> list[str]:
    """Return what a compound may end in."""
    ends = (word[at:] for at in range(_BEGUN, len(word) - _HEAD + 1))
    return [end for end in ends if stem(end) not in _PLACES]


@lru_cache(1 << 14)
def stem(word: str) -> str:
    """Return the stem, but no surname's: Köhler is no Kohle, though a stemmer thinks so."""
    return stemmer("de")(word) + ("er" if word.endswith("er") else "")


@cache
def _stems() -> frozenset[str]:
    lines = (files("digest.text") / "nouns-de.txt").read_text("utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(stem(word + ending) for word in words for ending in _ENDINGS)
