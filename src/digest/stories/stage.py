"""The stage: articles on one event become one story, in whatever languages they are written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from digest.records import primary
from digest.stories.clusters import average_linkage
from digest.stories.likeness import by_words
from digest.stories.strangers import part_strangers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from digest.records import Article
    from digest.stories.likeness import Edges

WINDOW = 72 * 3600  # seconds between two reports of one event, at most
MEANING = 0.45  # the centred cosine of an encoder from which on two texts tell of one event
_DOUBT = 5  # articles: so few in a language say little about where its centre lies


def group(
    articles: Sequence[Article], vectors: NDArray[np.float32] | None = None
) -> list[list[int]]:
    """Return the indices of the articles of each event: by names, numbers and shared roots.

    What their vectors of meaning say, a row for each article, counts half where there are any.
    """
    alike = by_words(articles)
    if vectors is not None:
        alike = _mixed(alike, _centred(articles, vectors))
    _part_times(articles, alike)
    part_strangers(articles, alike)
    return average_linkage(len(articles), alike)


def _mixed(words: Edges, vectors: NDArray[np.float32]) -> Edges:
    """Return the mean of both opinions for every pair that either of them sees."""
    from digest.stories.neighbours import near

    meanings = near(vectors, MEANING / 2)
    pairs = dict.fromkeys(chain(words, meanings))
    return {
        (i, j): (words.get((i, j), 0) + _meaning(meanings, vectors, i, j) / MEANING) / 2
        for i, j in pairs
    }


def _meaning(known: Edges, vectors: NDArray[np.float32], i: int, j: int) -> float:
    return known[i, j] if (i, j) in known else float(vectors[i] @ vectors[j])


def _centred(articles: Sequence[Article], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take each language's centre to the origin: encoders put whole languages into corners."""
    import numpy as np

    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    languages = np.array([primary(article.language) for article in articles])
    everything, centred = vectors.mean(axis=0), vectors.copy()
    for language in sorted(set(languages)):
        own = languages == language
        weight = own.sum() / (own.sum() + _DOUBT)
        centred[own] -= weight * vectors[own].mean(axis=0) + (1 - weight) * everything
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    centred /= np.where(lengths > 0, lengths, 1)
    return centred


def _part_times(articles: Sequence[Article], edges: Edges) -> None:
    """Take away the pairs that are too far apart in time; a copy of the rest would be large."""
    times = [article.published.timestamp() if article.published else None for article in articles]

    def meet(i: int, j: int) -> bool:
        one, other = times[i], times[j]
        return one is None or other is None or abs(one - other) <= WINDOW

    for pair in [pair for pair in edges if not meet(*pair)]:
        del edges[pair]
