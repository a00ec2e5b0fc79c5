"""A word in the place of its opposite, planted in a sentence: "rose" for "fell"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from digest.text.opposites import sides
from digest.text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Forms = dict[tuple[str, bool], Counter[str]]


def forms_of(texts: Sequence[str], language: str) -> Forms:
    """Return how often the words of each side of each pair of opposites stand in texts."""
    forms: Forms = defaultdict(Counter)
    for word in (word for text in texts for word in tokens(text)):
        for place in _places(word, language):
            forms[place][word] += 1
    return forms


def reversals(text: str, language: str, forms: Forms) -> Iterator[str]:
    """Yield a text once for each of its words that has an opposite, with that in its place.

    Of the forms of the opposite it is one that ends alike, where there is one, and the commonest.
    """
    for word in dict.fromkeys(tokens(text)):
        for pair, side in _places(word, language):
            others = forms.get((pair, not side), Counter())
            if others:
                alike = {other: (other[-2:] == word[-2:], count) for other, count in others.items()}
                other = max(alike, key=alike.__getitem__)
                yield re.sub(rf"\b{re.escape(word)}\b", other, text, flags=re.IGNORECASE)


def _places(word: str, language: str) -> list[tuple[str, bool]]:
    return [(pair, side) for pair, found in sides(word, language).items() for side in found]
