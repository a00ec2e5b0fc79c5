"""Reports of two events in one form of words: two matches, two volcanoes, the weather of two towns.

Agencies write by templates, so such texts are alike in all but their names. Titles tell them apart:
each names something, they share none of it, and hardly any of it stands in the other's beginning.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.skeletons import skeleton
from digest.text.words import stopwords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.records import Article
    from digest.stories.likeness import Edges

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SHORTEST = 3  # letters of a name
_LEAD, _READ = 800, 2000  # letters that say who and where; that show which words are names
_SHARED = 0.5  # of the names of a title: so many in the other's beginning are no chance


def part_strangers(articles: Sequence[Article], edges: Edges) -> None:
    """Take away the pairs of articles in one language whose titles name different things."""
    pairs = [
        (i, j)
        for (i, j), alike in edges.items()
        if alike >= 1 and primary(articles[i].language) == primary(articles[j].language)
    ]
    near = sorted({i for pair in pairs for i in pair})
    usage = Counter(form for i in near for form in _forms(_text(articles[i], _READ)))

    @cache
    def named(i: int) -> frozenset[str]:
        """Return the names in a title: what the day mostly writes with a capital letter."""
        title = _capitals(articles[i].title, articles[i].language)
        return frozenset(n for n in title if usage[n, True] >= 2 * usage[n, False])

    @cache
    def lead(i: int) -> frozenset[str]:
        return frozenset(_capitals(_text(articles[i], _LEAD), articles[i].language))

    def is_strange(i: int, j: int) -> bool:
        """Tell whether the beginning of one says little of what the title of another names."""
        return len(named(i) & lead(j)) < _SHARED * len(named(i))

    for i, j in pairs:
        if not named(i) & named(j) and is_strange(i, j) and is_strange(j, i):
            del edges[i, j]


def _text(article: Article, most: int) -> str:
    return " ".join((article.title, " ".join(article.text)[:most]))


def _capitals(text: str, language: str) -> set[str]:
    words = (word for word in _WORD.findall(text) if word.lower() not in stopwords(language))
    return {form for word in words for form, capital in _forms(word) if capital}


def _forms(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the skeletons of the words of a text, and whether each begins with a capital letter."""
    for word in _WORD.findall(text):
        if len(word) >= _SHORTEST:
            yield skeleton(word), word[0].isupper()
