"""Names in a summary: each stands in its article."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from digest.records import caveat, primary
from digest.text.names import adjoin, capitalised
from digest.text.nouns import common, stem
from digest.text.senses import institutional, same_sense, senses
from digest.text.sounds import ALIKE, SURELY, alike
from digest.text.words import stopwords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.records import Caveat
    from digest.text.names import Name

_SHORTEST = 3  # letters of a name
_CAPITAL = frozenset({"de", "en"})  # what is formed from a name has a capital, too, bar de's -isch
_INFLECTED = 3  # letters at the end of a name that its cases differ in


def names_invented(
    text: str, names: Sequence[Name], words: frozenset[str], language: str, other: str
) -> Iterator[Caveat]:
    """Yield a fault for each name of a summary that is nowhere in its article, in any case.

    `names` and `words` (in lower case) are those of the article, `other` its language.
    """
    found = capitalised(text)
    for at, name in enumerate(found):
        if _named(found, at, language, words) and not _stands(
            name.word, names, words, language, other
        ):
            yield caveat("name_added", name=name.word)


def _named(found: Sequence[Name], at: int, language: str, words: frozenset[str]) -> bool:
    """Tell whether a word of a summary is a name: a sentence may begin with any word.

    In German all nouns have capitals, so a name is what our tables have, of a state, a people, a
    city, or a first name, or what is no common noun, nor made of the article's words.
    """
    name, stop = found[at], stopwords(language)
    if len(name.word) < _SHORTEST or name.word.lower() in stop:
        return False
    before = [other for other in found[:at][-1:] if adjoin(other, name)]
    after = [other for other in found[at + 1 : at + 2] if adjoin(name, other)]
    if name.initial and all(other.word.lower() in stop for other in (*before, *after)):
        return False
    if primary(language) != "de" or _listed(name.word, language):
        return True
    known = _stemmed(words)
    return not common(name.word, known) or any(_first(other, known) for other in before)


def _first(name: Name, known: frozenset[str]) -> bool:
    """Tell whether a German word before another is a first name: Hans Vogel, no Wiener Vogel."""
    whose = name.word.endswith(("er", "s")) or name.word.isupper()
    return not (name.initial or whose or common(name.word, known))


@lru_cache(maxsize=8)
def _stemmed(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _listed(word: str, language: str) -> bool:
    return not institutional(word, language) and any(
        not sense.startswith(("cldr:lang-", "cldr:day-", "cldr:month-", "institutions:"))
        for sense in senses(word, language)
    )


def _stands(
    word: str, names: Sequence[Name], words: frozenset[str], language: str, other: str
) -> bool:
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low in words:
        return True
    named = {name.word.lower() for name in names} - stopwords(other)
    within = ALIKE
    if primary(language) == primary(other):
        begun, within = low[: -min(_INFLECTED, (len(low) - 1) // 2)], SURELY
        forms = named if primary(language) in _CAPITAL else words
        if any(w.startswith(begun) and len(w) <= len(low) + _INFLECTED for w in forms):
            return True
    return any(alike(word, name, within) for name in named) or any(
        same_sense(word, candidate, language, other) for candidate in words
    )
