"""Length: a translation is about as long as its source makes likely.

After Gale and Church (Computational Linguistics, 1993), but in letters and words at once: what one
language says in long words another says in many, so that the geometric mean of both differs less
between translations, and hardly at all between languages. The logarithm of the ratio of two such
sizes spreads less, the longer they are: with their fourth root, since what a translator leaves out
grows with the text.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.gate.form import truncated
from digest.records import caveat, primary
from digest.text.sentences import parted, split
from digest.text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.records import Caveat

# What says as much as one in English, where that is not about 1: NTREX and FLORES-200, half of
# their documents. It is 0.98 to 1.02 in be, pl, ru and uk. Of Chinese, letter pairs are words.
SIZES = {"de": 1.11, "zh": 0.72}
SPREAD = 0.44  # standard deviation of the logarithm of the ratio, times the fourth root of the size
# All limits are in standard deviations, and chosen on that half.
SHORT, LONG = 2.9, 4.0  # beyond them a length alone is a fault
ENDLESS = 1.0  # so much too short where the full stop is missing as well
LOST, LOSING = 1.4, 2.65  # of several sentences: where their number differs too, and where not
ADDED, PARTED = 2.0, 3.5  # where there are more sentences: than several, than one
SLACK = 2.5  # that is never too much or too little: a word of five letters
MANY = 3  # sentences; two are joined, and one parted, too often to mean anything


def wrong_length(source_text: str, translated: str, source: str, target: str) -> Iterator[Caveat]:
    """Yield a fault where a translation is far too long or too short, or breaks off."""
    ours, theirs = size(translated, target), size(source_text, source)
    deviation = _deviation(theirs, ours)
    if abs(ours - theirs) <= SLACK:
        return
    if deviation < -ENDLESS and any(truncated(translated)) and not any(truncated(source_text)):
        yield from truncated(translated)
    elif not -SHORT <= deviation <= LONG:
        kind = "too_long" if deviation > 0 else "too_short"
        yield caveat(kind, percent=f"{100 * ours / max(theirs, 1):.0f}")


def sentences_changed(
    source_text: str, translated: str, source: str, target: str
) -> Iterator[Caveat]:
    """Yield a fault where a text of several sentences is likely to have lost one, or to have more.

    Translators join and part sentences too; so the length must say it, and more clearly where the
    number of sentences does not.
    """
    here, there = _count(source_text, source), _count(translated, target)
    deviation = _deviation(size(source_text, source), size(translated, target))
    if here > 1 and deviation < -(LOST if MANY <= here > there else LOSING):
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
    """Return the geometric mean of how many letters and words a text has, as of English."""
    mean = math.sqrt(sum(map(str.isalpha, text)) * len(tokens(text)))
    return mean / SIZES.get(primary(language), 1.0)


def _deviation(one: float, other: float) -> float:
    """Return by how many standard deviations the second length is off what the first implies."""
    longer = max(one, other, 1.0)
    return math.log(max(other, 1.0) / max(one, 1.0)) * math.sqrt(math.sqrt(longer)) / SPREAD
