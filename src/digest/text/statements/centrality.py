"""How central each sentence is among its neighbours: LexRank and degree over a sparse graph.

LexRank's scores are those of Erkan and Radev (2004) in the form that sumy computes: idf-modified
cosine, an edge where it exceeds 0.1, and the power method without damping. Only pairs that share
a word are looked at, which makes the work grow about linearly with the number of sentences.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

THRESHOLD = 0.1  # similarity from which two sentences are neighbours (LexRank's own)
EPSILON = 0.1  # change at which the power method stops (sumy's own)
MOST = 3000  # sentences that are compared, of news about 20: what all share a word are n² pairs
BLOCK = 256  # rows of the product made at once; bounds memory at BLOCK x sentences


@dataclass(frozen=True, slots=True)
class Vectors:
    """Sentences as sparse unit vectors: entry `i` is `weights[i]` at (`rows[i]`, `terms[i]`)."""

    rows: Ints  # ascending
    terms: Ints
    weights: Floats
    count: int


def lexrank(bags: Sequence[Sequence[str]]) -> Floats:
    """Return the centrality of each sentence, given as the bag of its (stemmed) words.

    Those after the first `MOST` have none.
    """
    if not bags:
        return np.zeros(0)
    first = bags[:MOST]
    sources, targets = edges(vectors(first))
    return np.pad(_power_method(sources, targets, len(first)), (0, len(bags) - len(first)))


def degrees(sets: Sequence[Collection[Hashable]]) -> Floats:
    """Return the mean Dice coefficient of each sentence's set of words with all the others'.

    Those after the first `MOST` have none.
    """
    if not sets:
        return np.zeros(0)
    sentences = _indicators(sets[:MOST])
    sizes = np.bincount(sentences.rows, minlength=sentences.count)
    degree = np.zeros(sentences.count)
    for start, shared in _similarities(sentences):
        own = sizes[start : start + len(shared), None]
        degree[start : start + len(shared)] = (2 * shared / np.maximum(own + sizes, 1)).sum(1)
    mean = np.asarray((degree - (sizes > 0)) / sentences.count)
    return np.pad(mean, (0, len(sets) - sentences.count))


def vectors(bags: Sequence[Sequence[str]]) -> Vectors:
    """Weigh words by tf-idf, tf being relative to the sentence's most frequent word."""
    index: dict[str, int] = {}
    rows, terms, tfs = [], [], []
    for row, bag in enumerate(bags):
        counted = Counter(bag)
        top = max(counted.values(), default=1)
        rows += [row] * len(counted)
        terms += [index.setdefault(term, len(index)) for term in counted]
        tfs += [count / top for count in counted.values()]
    return _weighed(np.array(rows, int), np.array(terms, int), np.array(tfs, float), len(bags))


def _indicators(sets: Sequence[Collection[Hashable]]) -> Vectors:
    index: dict[Hashable, int] = {}
    terms = [index.setdefault(term, len(index)) for own in sets for term in own]
    rows = np.repeat(np.arange(len(sets)), [len(own) for own in sets])
    return Vectors(rows, np.array(terms, int), np.ones(len(terms)), len(sets))


def _weighed(rows: Ints, terms: Ints, tfs: Floats, count: int) -> Vectors:
    weights = tfs * np.log(count / (1 + np.bincount(terms)))[terms]
    norms = np.sqrt(np.bincount(rows, weights**2, minlength=count))
    norms[norms == 0] = 1
    return Vectors(rows, terms, weights / norms[rows], count)


def edges(sentences: Vectors) -> tuple[Ints, Ints]:
    """Return the pairs of neighbours, each pair both ways and each sentence with itself."""
    sources, targets = [], []
    for start, block in _similarities(sentences):
        row, column = np.nonzero(block > THRESHOLD)
        sources.append(row + start)
        targets.append(column)
    return np.concatenate(sources), np.concatenate(targets)


def _similarities(sentences: Vectors) -> Iterator[tuple[int, Floats]]:
    """Yield the inner products of all pairs, in blocks of rows, each with its first row."""
    postings = _Postings(sentences)
    for start in range(0, sentences.count, BLOCK):
        yield start, postings.product(start, min(start + BLOCK, sentences.count))


class _Postings:
    """The inverted index: for each word, the sentences it occurs in.

    Its product does without BLAS, whose threads cost more here than they bring.
    """

    def __init__(self, sentences: Vectors) -> None:
        self.sentences = sentences
        order = np.argsort(sentences.terms, kind="stable")
        self.rows = sentences.rows[order]
        self.weights = sentences.weights[order]
        self.frequency = np.bincount(sentences.terms, minlength=1)
        self.starts = np.cumsum(self.frequency) - self.frequency

    def product(self, start: int, stop: int) -> Floats:
        """Return rows `start` to `stop` of the product of the matrix with its transpose."""
        own = self.sentences
        low, high = np.searchsorted(own.rows, (start, stop))
        terms = own.terms[low:high]
        repeats = self.frequency[terms]
        left = np.repeat(np.arange(low, high), repeats)
        within = np.arange(len(left)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        right = np.repeat(self.starts[terms], repeats) + within
        cells = (own.rows[left] - start) * own.count + self.rows[right]
        values = own.weights[left] * self.weights[right]
        return _sums(cells, values, (stop - start) * own.count).reshape(stop - start, own.count)


def _sums(places: Ints, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(places, values, minlength=size), float)


def _power_method(sources: Ints, targets: Ints, count: int) -> Floats:
    degrees = np.maximum(np.bincount(sources, minlength=count), 1)
    scores: Floats = np.full(count, 1 / count)
    change = 1.0
    while change > EPSILON:
        following = _sums(targets, (scores / degrees)[sources], count)
        norm = np.linalg.norm(following)
        if norm == 0:  # no sentence has a word of its own, such as two sentences side by side
            return scores
        following = following / norm
        change = float(np.linalg.norm(following - scores))
        scores = following
    return scores
