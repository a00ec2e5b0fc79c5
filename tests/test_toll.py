"""A report on an accident says first who came to harm."""

from __future__ import annotations

import pytest

from digest.backends.extractive import Extractive
from digest.records import Article, Briefing
from digest.text.numbers.toll import tells_toll

TOLD = [
    ("ru", "Пострадавших нет, но жителей соседнего дома пришлось эвакуировать."),
    ("ru", "Жертв и пострадавших нет."), ("ru", "Погибли трое, ещё 12 человек пострадали."),
    ("be", "Ніхто не пацярпеў, але дах згарэў."), ("be", "Загінулі 4 чалавекі."),
    ("be-tarask", "Абышлося бязь ахвяраў."), ("uk", "Поранено 7 людей."),
    ("uk", "Загиблих та поранених немає."), ("pl", "Nikt nie ucierpiał."),
    ("pl", "Rannych zostało 9 osób."), ("de", "Verletzt wurde niemand."),
    ("de", "Nach dem Brand gab es 15 Tote."), ("de", "Bei dem Unfall starben 5 Menschen."),
    ("en", "Nobody else was hurt."),
    ("en", "The crash killed 14 people."),
]  # fmt: skip
UNTOLD = [
    ("ru", "Пострадавшие улицы расчистят к утру."), ("be", "Дах згарэў у 1986 годзе."),
    ("en", "There were no delays."), ("pl", "Bez zmian pozostaje cena biletu."),
]  # fmt: skip
FIRE = Article(
    "fire",
    "Ночной пожар на складе: эвакуировали жителей соседнего дома",
    (
        "Склад стройматериалов горел ночью на улице Заводской в Каменке. "
        "Пострадавших нет, но жителей пришлось увезти.",
        "Сообщение о пожаре на складе стройматериалов поступило в 1:47 ночи с улицы Заводской.",
        "Из дома на улице Заводской, который стоит в 30 метрах от склада, вывели жителей.",
        "Его построили в восьмидесятые годы.",
        "Потушили всё к утру.",
    ),
    "ru",
)


@pytest.mark.parametrize(("language", "text"), TOLD)
def test_who_came_to_harm(language: str, text: str) -> None:
    assert tells_toll(text, language)


@pytest.mark.parametrize(("language", "text"), UNTOLD)
def test_what_is_no_toll(language: str, text: str) -> None:
    assert not tells_toll(text, language)


def test_a_briefing_of_a_fire_says_who_came_to_harm() -> None:
    (made,) = Extractive().summarize([FIRE], 3)
    assert isinstance(made, Briefing)
    assert "Пострадавших нет, но жителей пришлось увезти." in [point.text for point in made.points]
