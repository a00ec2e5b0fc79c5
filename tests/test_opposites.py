from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from digest.text.opposites import sides

TABLES = tomllib.loads((files("digest.text") / "opposites.toml").read_text("utf-8"))
UP, DOWN = {"amount": {True}}, {"amount": {False}}


@pytest.mark.parametrize(
    ("sentence", "language", "found"),
    [
        ("Prices rose.", "en", UP),
        ("Prices fell.", "en", DOWN),
        ("Prices fell, then rose.", "en", {"amount": {True, False}}),
        ("Цены выросли.", "ru", UP),
        ("Цены снизились.", "ru", DOWN),
        ("Цэны выраслі.", "be", UP),
        ("Цэны знізіліся.", "be", DOWN),
        ("Ціни зросли.", "uk", UP),
        ("Ціни знизилися.", "uk", DOWN),
        ("Ceny wzrosły.", "pl", UP),
        ("Ceny spadły.", "pl", DOWN),
        ("Die Preise sind gestiegen.", "de", UP),
        ("Die Preise sind gesunken.", "de", DOWN),
        ("Kainos kilo.", "lt", {}),
    ],
)
def test_a_word_is_on_one_side(sentence: str, language: str, found: dict[str, set[bool]]) -> None:
    assert sides(sentence, language) == found


@pytest.mark.parametrize(
    ("sentence", "language"),
    [("Prices have not risen.", "en"), ("Цены не снизились.", "ru"), ("Цэны не ўпалі.", "be")],
)
def test_after_a_negation_one_cannot_tell(sentence: str, language: str) -> None:
    assert sides(sentence, language) == {"amount": {True, False}}


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("An important ceasefire in Westminster.", "en"),
        ("Начиная с осени усилия прекрасны, начальник.", "ru"),
        ("Захады ўзгоднены, спадар, падаткі таксама.", "be"),
        ("Програма, посилаючись на матеріали.", "uk"),
        ("Strategia zachodzi.", "pl"),
        ("Sanktionen schließlich.", "de"),
    ],
)
def test_words_that_begin_alike_are_no_opposites(sentence: str, language: str) -> None:
    assert sides(sentence, language) == {}


@pytest.mark.parametrize("language", sorted(TABLES))
def test_no_word_of_the_table_is_on_both_sides(language: str) -> None:
    for pair, lists in TABLES[language].items():
        for at, words in enumerate(lists):
            for word in re.findall(r"(?<!\S)\w+(?!\S)", words):
                assert sides(word, language)[pair] == {not at}
