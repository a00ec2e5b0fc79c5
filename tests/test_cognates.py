from __future__ import annotations

import pytest

from digest.text.cognates import respell
from digest.text.transliteration import transliterate

BELARUSIAN = {
    "гаворыць", "сказаў", "паведаміла", "эканоміка", "аб'ект", "станцыя", "шчасце", "новага",
    "праверка", "дзеці", "ціхі",
}  # fmt: skip
RUSSIAN = {"экономика", "сообщение", "станция", "новый", "сказал", "объект"}


@pytest.mark.parametrize(
    ("word", "cognate"),
    [
        ("говорит", "гаворыць"),
        ("сказал", "сказаў"),
        ("экономика", "эканоміка"),
        ("объект", "аб'ект"),
        ("станция", "станцыя"),
        ("нового", "новага"),
        ("проверка", "праверка"),
        ("дети", "дзеці"),
        ("тихий", "ціхі"),
        ("Экономика", "Эканоміка"),
    ],
)
def test_russian_words_become_belarusian(word: str, cognate: str) -> None:
    assert respell(word, "ru", "be", BELARUSIAN) == (cognate, True)


@pytest.mark.parametrize(
    ("word", "cognate"),
    [
        ("эканоміка", "экономика"),
        ("станцыя", "станция"),
        ("новы", "новый"),
        ("сказаў", "сказал"),
        ("аб’ект", "объект"),
    ],
)
def test_belarusian_words_become_russian(word: str, cognate: str) -> None:
    assert respell(word, "be", "ru", RUSSIAN) == (cognate, True)


def test_a_word_without_cognate_is_left_as_it_is_not_invented() -> None:
    assert respell("выздоровление", "ru", "be", BELARUSIAN) == ("выздоровление", False)


def test_latin_words_stay() -> None:
    assert respell("Facebook", "ru", "be", BELARUSIAN) == ("Facebook", True)


@pytest.mark.parametrize(
    ("name", "rendered"),
    [
        ("Иванов", "Іваноў"),
        ("Минск", "Мінск"),
        ("Александр", "Аляксандр"),
        ("Лукашенко", "Лукашэнка"),
        ("Вашингтон", "Вашынгтан"),
        ("Риддер", "Рыддэр"),
    ],
)
def test_names_become_belarusian(name: str, rendered: str) -> None:
    assert transliterate(name, "ru", "be") == rendered


@pytest.mark.parametrize(
    ("name", "rendered"), [("Мінск", "Минск"), ("Аляксандр", "Александр"), ("Рыдэр", "Ридер")]
)
def test_names_become_russian(name: str, rendered: str) -> None:
    assert transliterate(name, "be", "ru") == rendered


@pytest.mark.parametrize(
    ("word", "source", "target"),
    [
        ("Іканаклазмства", "be", "ru"),
        ("Сепаратнарнае", "be", "ru"),
        ("Абракадабрность", "ru", "be"),
        ("Абракадабризм", "ru", "uk"),
    ],
)
def test_a_common_word_that_nobody_has_attested_is_no_name(
    word: str, source: str, target: str
) -> None:
    assert respell(word, source, target, set(), set()) == (word, False)
    assert respell("Абракадабр", source, target, set(), set())[1]
