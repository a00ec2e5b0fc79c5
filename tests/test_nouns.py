from __future__ import annotations

import pytest

from digest.text.nouns import common


@pytest.mark.parametrize(
    "word",
    [
        *("Regierung", "Probleme", "Themen", "Ministerinnen", "Samstagabend", "Sitzungstag"),
        *("Bundesverfassungsgericht", "Häuser", "Öffentlichkeit", "Präsidentschaft", "Zentrums"),
    ],
)
def test_common_nouns_and_compounds(word: str) -> None:
    assert common(word)


@pytest.mark.parametrize(
    "word",
    [
        *("Merkel", "Wagenknecht", "Lukaschenko", "Müller", "Rosenberg", "Oxford", "Hamburg"),
        *("Tichanowskaja", "Washington", "Frankreich", "Kavanaugh", "Steinmeier"),
    ],
)
def test_names_are_not_common(word: str) -> None:
    assert not common(word)


def test_words_of_the_article_make_compounds() -> None:
    assert not common("Quokkablimp")
    assert common("Quokkablimp", frozenset({"blimp"}))
