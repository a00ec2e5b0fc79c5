"""Names in a summary: each stands in its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.records import caveat, primary
from digest.text.names import adjoin, capitalised
from digest.text.senses import same_sense
from digest.text.sounds import ALIKE, SURELY, alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.records import Caveat
    from digest.text.names import Name

_SHORTEST = 3  # letters of a name
_INFLECTED = 3  # letters at the end of a name that its cases differ in


def names_invented(
    text: str, names: Sequence[Name], words: frozenset[str], language: str, other: str
) -> Iterator[Caveat]:
    """Yield a fault for each name of a summary that is nowhere in its article, in any case.

    `names` and `words` (in lower case) are those of the article, `other` its language.
    """
    found = capitalised(text)
    for at, name in enumerate(found):
        if _named(found, at, language) and not _stands(name.word, names, words, language, other):
            yield caveat("name_added", name=name.word)


def _named(found: Sequence[Name], at: int, language: str) -> bool:
    """Tell whether a word of a summary is a name: a sentence may begin with any word.

    In German all nouns have capitals, so a name is two such words there.
    """
    name = found[at]
    beside = [other for other in (found[at - 1 : at] if at else []) if adjoin(other, name)]
    beside += [other for other in found[at + 1 : at + 2] if adjoin(name, other)]
    alone_tells = primary(language) != "de" and not name.initial
    return len(name.word) >= _SHORTEST and (alone_tells or bool(beside))


def _stands(
    word: str, names: Sequence[Name], words: frozenset[str], language: str, other: str
) -> bool:
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low in words:
        return True
    if primary(language) == primary(other):
        begun = low[: -min(_INFLECTED, (len(low) - 1) // 2)]
        if any(w.startswith(begun) and len(w) <= len(low) + _INFLECTED for w in words):
            return True
        within = SURELY
    else:
        within = ALIKE
    return any(alike(word, name.word, within) for name in names) or any(
        same_sense(word, candidate, language, other) for candidate in words
    )
