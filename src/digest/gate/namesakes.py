"""Whether a word of one text stands for a name of the other: by its sound, or by its meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.names import CYRILLIC
from digest.text.numbers.numerals import month, surely_month
from digest.text.senses import geographical, same_sense
from digest.text.sounds import ALIKE, NEARLY, SURELY, alike, sounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.text.names import Name

_DEMONYM = re.compile(r"(?:[сцз]ь?к|n?isch)\w{1,3}$")
_OWNED = re.compile("[aeio][vw]$")  # Лукашенків, of a Лукашенко; also the end of surnames
_LOWERED = 6  # letters from which on a word without a capital may be formed from a name


def known(word: str, names: Iterable[str], words: Iterable[str], own: str, other: str) -> bool:
    """Tell whether a new name is one of the other text's names, or in one of its words."""
    return any(_one(word, name) for name in names) or any(
        same_sense(word, candidate, own, other)
        or (len(candidate) >= _LOWERED and _one(word, candidate, SURELY))
        for candidate in words
    )


def unmatched(names: Iterable[Name], there: Iterable[str], own: str, other: str) -> list[Name]:
    """Return the names that no word is left for; one word stands for one name only."""
    left, found = list(there), []
    for name in names:
        match = next((w for w in left if _same(name.word, w, own, other)), None)
        if match is None:
            found.append(name)
        else:
            left.remove(match)
    return found


def gone(words: Iterable[str], there: Sequence[str], own: str, other: str) -> Iterator[str]:
    """Yield the months, acronyms and adjectives of peoples without a counterpart."""
    return (word for word in words if _gone(word, there, own, other))


def nearly(word: str, names: Iterable[str], within: float = NEARLY) -> bool:
    """Tell whether a new name sounds so much like one of these that it may be the same."""
    return any(alike(word, name, within) for name in names)


def about(word: str, words: Iterable[str], own: str, other: str) -> bool:
    """Tell whether a name is one of an article's words.

    Among capitals of ours chance has many tries; English has some where others write none: Kurdish.
    """
    within = SURELY if primary(own) in CYRILLIC else ALIKE
    return any(
        _one(word, candidate, within) or same_sense(word, candidate, own, other)
        for candidate in words
    )


def _gone(word: str, there: Sequence[str], own: str, other: str) -> bool:
    if (named := surely_month(word, own)) is not None:
        return all(month(candidate, other) != named for candidate in there)
    acronym = word.isupper() and len(word) > 1
    demonym = len(word) > _LOWERED and _DEMONYM.search(word)
    if not (acronym or demonym) or not geographical(word, own):
        return False
    return not any(_same(word, candidate, own, other) for candidate in there)


def _same(word: str, candidate: str, own: str, other: str) -> bool:
    small = candidate[0].islower() and primary(own) != "de"  # whose nouns look like names
    may_sound = candidate[0].isupper() or len(candidate) >= _LOWERED
    one = may_sound and _one(word, candidate, SURELY if small else ALIKE)
    return one or same_sense(word, candidate, own, other)


def _one(word: str, other: str, within: float = ALIKE) -> bool:
    """Tell whether two words may be forms of one name: what belongs to a person is none."""
    a, b = sounds(word), sounds(other)
    return alike(word, other, within) and not (_owns(a, b) or _owns(b, a))


def _owns(sound: str, name: str) -> bool:
    return bool(_OWNED.search(sound)) and sound[:-2] in (name, re.sub("[ao]$", "", name))
