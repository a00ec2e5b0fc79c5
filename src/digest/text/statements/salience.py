"""Which sentences of an article tell the whole of it: the three things that news summaries show.

A sentence counts for sharing its words with many others (degree centrality), for likeness to the
headline, and for standing early. How much an early place counts depends on the article: much
where its first sentences are about what its title and the whole are about, as in news, and little
in stories that start with a scene. All words count, function words too: they tell finished
sentences of fact from scraps and exclamations.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from digest.text.statements.centrality import degrees, lexrank
from digest.text.words import stems, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Occurrence = tuple[str, int]

# What centrality, headline and place are worth: `python -m bench.quality.weights` fits them to the
# evaluation sets. The optimum is flat. The bench judges the fit by cross-validation.
WEIGHTS = (1.0, 2.21, 0.66)
EARLY = 2  # the column of the worth of a place
OPENING = 25  # words from a sentence's start that are compared: the length of an editor's summary
DECAY = 0.3  # by which the worth of a place falls with each sentence
STAND_IN = 0.5  # what a lead tells of the subject where there is no title, a title telling 1


def salience(aspects: Floats, weights: Sequence[float] = WEIGHTS) -> Floats:
    """Return how much each sentence tells, from its aspects."""
    return np.asarray(aspects @ np.asarray(weights))


def aspects(sentences: Sequence[str], title: str, language: str, lead: int) -> Floats:
    """Return centrality, likeness to the headline and worth of place, a row for each sentence.

    The sentence `lead` stands in for the headline of an article without a title.
    """
    words = [_opening(text) for text in sentences]
    subject = _opening(title)
    headline, worth = (subject, 1.0) if subject else (words[lead], STAND_IN)
    likeness = worth * np.array([_dice(own, headline) for own in words])
    place = np.exp(-DECAY * np.arange(len(words)))
    early = place * _newsiness(sentences, title, language)
    return np.column_stack([_scaled(degrees(words)), likeness, early])


def _opening(text: str) -> frozenset[Occurrence]:
    """Return the first words, each with how often it has come before: so sets overlap as bags."""
    before: Counter[str] = Counter()
    found = []
    for word in tokens(text)[:OPENING]:
        found.append((word, before[word]))
        before[word] += 1
    return frozenset(found)


def _dice(one: frozenset[Occurrence], other: frozenset[Occurrence]) -> float:
    """Return the Dice coefficient of two sets; of occurrences, it is ROUGE-1's F measure."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def cosine(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the cosine of two sets."""
    return len(one & other) / float(np.sqrt(max(len(one) * len(other), 1)))


def _newsiness(sentences: Sequence[str], title: str, language: str) -> float:
    """Return the share of sentences that are no more about the subject than the first three."""
    bags = [stems(text, language) for text in sentences]
    subject = frozenset(stems(title, language))
    likeness = np.array([cosine(frozenset(bag), subject) for bag in bags])
    about = _scaled(lexrank(bags)) + likeness
    return float(np.mean(about <= about[:3].max()))


def _scaled(values: Floats) -> Floats:
    top = values.max(initial=0)
    return np.asarray(values / top) if top > 0 else values
