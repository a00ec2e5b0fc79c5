"""Length: a translation is about as long as its source makes likely.

After Gale and Church (Computational Linguistics, 1993): the ratio of the lengths of two
translations spreads less, the longer they are. Here it is the logarithm of the ratio, whose
standard deviation falls with the root of the length.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.gate.form import truncated
from digest.records import caveat, primary
from digest.text.sentences import parted, split
from digest.text.skeletons import skeleton
from digest.text.words import stopwords, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.records import Caveat

# Letters that say what one English letter says: NTREX and FLORES-200, half of their documents.
# Languages that are not here are taken as English; Chinese and Japanese by their signs.
LETTERS = {
    "en": 1.0,
    "ru": 1.13,
    "be": 1.10,
    "uk": 1.07,
    "pl": 1.15,
    "de": 1.23,
    "zh": 0.33,
    "ja": 0.45,
}
SPREAD = 1.65  # standard deviation of the logarithm of the ratio, times the root of the letters
# All limits are in standard deviations, and chosen on that half.
LIMIT = 4.5  # beyond it a length alone is a fault
SHORT, SHORTER = 2.0, 3.5  # where the full stop is missing as well, and where all words of the end
LIKELY, LIKELIER = 2.0, 3.2  # of several sentences: where their number differs too, and where not
PARTED, ADDED = 4.0, 2.6  # where there are more sentences: than one, than several
SLACK = 5.0  # letters that are never too many or too few
MANY = 3  # sentences; two are joined, and one parted, too often to mean anything
_WORDS, _CONSONANTS = 3, 3  # the end of a source has, and each of its words, to be missed


def wrong_length(source_text: str, translated: str, source: str, target: str) -> Iterator[Caveat]:
    """Yield a fault where a translation is far too long or too short."""
    ours, theirs = size(translated, target), size(source_text, source)
    deviation = _deviation(theirs, ours)
    if abs(ours - theirs) > SLACK and abs(deviation) > LIMIT:
        yield caveat(
            "too_long" if deviation > 0 else "too_short",
            percent=f"{100 * ours / max(theirs, 1):.0f}",
        )


def cut_short(source_text: str, translated: str, source: str, target: str) -> Iterator[Caveat]:
    """Yield a fault where a translation is rather short and lacks the end of its source."""
    ours, theirs = size(translated, target), size(source_text, source)
    deviation = _deviation(theirs, ours)
    if not -LIMIT <= deviation < -SHORT:
        return
    if any(truncated(translated)) and not any(truncated(source_text)):
        yield from truncated(translated)
    elif deviation < -SHORTER and _end_lost(source_text, translated, source):
        yield caveat("too_short", percent=f"{100 * ours / theirs:.0f}")


def _end_lost(source_text: str, translated: str, source: str) -> bool:
    """Tell whether no word in the second half of a source has one that sounds like it."""
    words = [word for word in tokens(source_text) if word not in stopwords(source)]
    bones = [found for word in words if len(found := skeleton(word)) >= _CONSONANTS]
    late = bones[len(bones) // 2 :]
    return len(late) >= _WORDS and set(map(skeleton, tokens(translated))).isdisjoint(late)


def sentences_changed(
    source_text: str, translated: str, source: str, target: str
) -> Iterator[Caveat]:
    """Yield a fault where a text of several sentences is likely to have lost one, or to have more.

    Translators join and part sentences too; so the length must say it, and more clearly where the
    number of sentences does not.
    """
    here, there = _count(source_text, source), _count(translated, target)
    deviation = _deviation(size(source_text, source), size(translated, target))
    if here > 1 and deviation < -(LIKELY if MANY <= here > there else LIKELIER):
        yield caveat("sentence_lost", before=here, after=there)
    elif there > here and deviation > (PARTED if here == 1 else ADDED):
        yield caveat("sentence_added", before=here, after=there)


@lru_cache(maxsize=256)
def pieces(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of a text, which several checks ask for."""
    return tuple(split(text, language))


def _count(text: str, language: str) -> int:
    """Return how many sentences a text has, those of a quotation one by one."""
    return sum(len(parted(piece, language)) for piece in pieces(text, language))


def size(text: str, language: str) -> float:
    """Return the length of a text in English letters."""
    return sum(map(str.isalpha, text)) / LETTERS.get(primary(language), 1.0)


def _deviation(one: float, other: float) -> float:
    """Return by how many standard deviations the second length is off what the first implies."""
    longer = max(one, other, 1.0)
    return math.log(max(other, 1.0) / max(one, 1.0)) * math.sqrt(longer) / SPREAD
