"""How alike two articles are, across languages and without a model.

Names, numbers and the roots that languages share are compared as skeletons (`text.skeletons`),
weighted by tf-idf over the day (Salton and Buckley, 1988). Articles in one language share words
by chance far more often than articles in two, so likeness is told in units of what tells one
event from another in that pair of languages: from 1 on, two articles report the same event.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.numbers import numbers
from digest.text.skeletons import skeleton
from digest.text.words import stopwords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digest.records import Article

    Weights = Mapping[str, float]
    Edges = dict[tuple[int, int], float]
    Postings = tuple[array[int], array[float]]
    Index = defaultdict[str, Postings]

# Cosines from which on two articles report one event, chosen on translated news and on pairs of
# Russian reports; on the side of caution, since two events told as one mislead.
SAME, KIN, FAR = 0.28, 0.18, 0.09
KINDRED = ({"be", "ru", "uk", "bg", "mk", "sr"}, {"pl", "cs", "sk"}, {"en", "de", "nl"})
# One name and any numbers make no event yet: what one thing that is shared may add to a likeness,
# and how much all numbers may add for each unit that names and roots do.
_MOST, _COUNTED = 0.4, 1.45

_FIGURE = "#"  # begins what stands for a number
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_WORDS = 60  # the lead says what happened; what follows is background
_SHORTEST = 4  # letters; shorter words are grammar more often than names
# How much more a word weighs in the title, with a capital letter, and as a number of two digits.
_TITLE, _NAME, _NUMBER = 2.0, 2.0, 1.5
# A day may be a few articles, which do not show that a word is common. So as many articles are
# imagined beside them, with their share of those that hold any one word, or any one name.
_IMAGINED, _OF_A_WORD, _OF_A_NAME = 100, 2.0, 0.1
_COMMON = 100  # articles; what more of them share is the background of the day, not an event
_FLOOR = 0.2  # of what makes one event: lesser likeness is chance, and would fill the memory


def by_words(articles: Sequence[Article]) -> Edges:
    """Return the likeness of all pairs (i < j) of articles that share something of weight."""
    edges: Edges = {}
    filed = _Filed()
    for j, (article, vector) in enumerate(zip(articles, _vectors(articles), strict=True)):
        edges.update(((i, j), likeness) for i, likeness in filed.alike(article, vector).items())
        filed.add(article, vector)
    return edges


class Comparison:
    """Today's articles, which earlier ones are held to, one at a time: they may be very many."""

    def __init__(self, articles: Sequence[Article], earlier: Iterable[Article]) -> None:
        """Read the earlier ones once, to see what is common to all of them."""
        ours = [_features(article) for article in articles]
        self._usage = _Usage(chain(ours, map(_features, earlier)))
        self._filed = _Filed()
        for article, features in zip(articles, ours, strict=True):
            self._filed.add(article, self._usage.vector(features))

    def alike(self, earlier: Article) -> dict[int, float]:
        """Return the likeness of an earlier article to those of today, by their indices."""
        return self._filed.alike(earlier, self._usage.vector(_features(earlier)))


def _vectors(articles: Sequence[Article]) -> Iterator[Weights]:
    """Yield the vectors of a day's articles; each is to be let go of when it is used."""
    day = [_features(article) for article in reversed(articles)]
    usage = _Usage(day)
    while day:
        yield usage.vector(day.pop())


def event(one: str, other: str) -> float:
    """Return the cosine from which on articles in two languages report one event."""
    if one == other:
        return SAME
    return KIN if any(one in kin and other in kin for kin in KINDRED) else FAR


@dataclass(frozen=True, slots=True)
class _Features:
    """How much each skeleton and number weighs in an article, and which of them are names.

    A day holds those of all its articles, so they are kept close together.
    """

    names: tuple[str, ...]
    features: tuple[str, ...]
    weights: array[float]  # of the features, in their order


def _features(article: Article) -> _Features:
    weights: dict[str, float] = defaultdict(float)
    names = set()
    for text, weight in ((article.title, _TITLE), (" ".join(article.text)[:2000], 1.0)):
        for feature, is_name, factor in chain(_words(text, article.language), _figures(text)):
            weights[feature] += weight * factor
            if is_name:
                names.add(feature)
    return _Features(tuple(names), tuple(weights), array("d", weights.values()))


def _words(text: str, language: str) -> Iterator[tuple[str, bool, float]]:
    for word in _WORD.findall(text)[:_WORDS]:
        if len(word) >= _SHORTEST and word.lower() not in stopwords(language):
            is_name = word[0].isupper()
            yield skeleton(word), is_name, _NAME if is_name else 1.0


def _figures(text: str) -> Iterator[tuple[str, bool, float]]:
    for number in numbers(text):
        is_telling = number >= 10
        yield f"{_FIGURE}{number:f}", is_telling, _NUMBER if is_telling else 1.0


class _Usage:
    """How many articles have each feature; mostly capitalised, it is a name."""

    def __init__(self, articles: Iterable[_Features]) -> None:
        self._spread: Counter[str] = Counter()
        self._named: Counter[str] = Counter()
        self._size = _IMAGINED + 1
        for article in articles:
            self._spread.update(article.features)
            self._named.update(article.names)
            self._size += 1

    def vector(self, article: _Features) -> Weights:
        """Return the unit vector of tf-idf, less what a single article has, or a great many."""
        weighed = zip(article.features, article.weights, strict=True)
        weights = {feature: (1 + math.log(w)) * self._rarity(feature) for feature, w in weighed}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {f: w / length for f, w in weights.items() if 1 < self._spread[f] <= _COMMON}

    def _rarity(self, feature: str) -> float:
        """Return the inverse document frequency."""
        count = self._spread[feature]
        imagined = _OF_A_NAME if 2 * self._named[feature] >= count else _OF_A_WORD
        return math.log(self._size / (count + imagined))


class _Filed:
    """Articles by what they share with others: an inverted index."""

    def __init__(self) -> None:
        self._index: Index = defaultdict(_postings)
        self._tongues: list[str] = []
        self._spoken: set[str] = set()  # the few of them, which no look-up counts again

    def add(self, article: Article, vector: Weights) -> None:
        """File an article, under the next number."""
        for name, weight in vector.items():
            items, weights = self._index[name]
            items.append(len(self._tongues))
            weights.append(weight)
        self._tongues.append(primary(article.language))
        self._spoken.add(self._tongues[-1])

    def alike(self, article: Article, vector: Weights) -> dict[int, float]:
        """Return the likeness of an article to those that are filed, where it is no chance."""
        tongue = primary(article.language)
        events = {other: event(tongue, other) for other in self._spoken}
        words, figures = self._shared(vector, events)
        likeness = {i: told + min(figures[i], _COUNTED * told) for i, told in words.items()}
        return {i: alike for i, alike in likeness.items() if alike >= _FLOOR}

    def _shared(
        self, vector: Weights, events: Mapping[str, float]
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Return what shared names and roots, and what shared numbers add to each likeness."""
        words: dict[int, float] = defaultdict(float)
        figures: dict[int, float] = defaultdict(float)
        for name, weight in vector.items():
            if name in self._index:
                shared = figures if name.startswith(_FIGURE) else words
                for i, other in zip(*self._index[name], strict=True):
                    shared[i] += min(weight * other / events[self._tongues[i]], _MOST)
        return words, figures


def _postings() -> Postings:
    """Return no articles that have a feature, and no weights of it in each, closely packed."""
    return array("I"), array("d")
