from __future__ import annotations

from decimal import Decimal

import pytest

from digest.gate import check_translation
from digest.text.numbers import numbers

GOOD = "Прэзідэнт сказаў, што ў 2024 годзе збяруць 1 200 тон яблыкаў."
SOURCE = "Президент сказал, что в 2024 году соберут 1 200 тонн яблок."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1,200", "1200"),
        ("1.2 thousand", "1200"),
        ("1,2 тыс.", "1200"),
        ("1.200.000", "1200000"),
        ("3,5 млн", "3500000"),
        ("3.5 million", "3500000"),
        ("5 мільярдаў", "5e9"),
        ("7.50", "7.5"),
        ("12,5%", "12.5"),
        ("24.11.2026", "24112026"),
    ],
)
def test_numbers_are_read_alike(text: str, value: str) -> None:

    assert list(numbers(text)) == [Decimal(value)]


def test_a_good_translation_passes() -> None:
    assert check_translation(SOURCE, GOOD, "ru", "be") == ()


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        (" ", "empty"),
        (GOOD.replace("1 200", "1 300"), "number 1200 lost"),
        (GOOD + " Усяго 7.", "number 7 added"),
        (GOOD.replace("сказаў", "сказал щи"), "letters that be does not have"),
        (SOURCE, "not translated"),
        ("У 2024: 1 200.", "too short"),
        (GOOD + " слова іншае розныя іх шмат тут" * 4, "too long"),
        (GOOD + " і яшчэ" * 5, "repeats itself"),
    ],
)
def test_planted_faults_are_found(translated: str, fault: str) -> None:
    faults = check_translation(SOURCE, translated, "ru", "be")
    assert any(fault in found for found in faults), faults


def test_short_names_may_stay_as_they_are() -> None:
    assert check_translation("BBC News", "BBC News", "en", "be") == ()


def test_chinese_says_more_with_fewer_signs() -> None:
    english = "The government announced a new climate policy on Monday morning"
    assert check_translation(english, "政府周一上午宣布了新的气候政策", "en", "zh") == ()


def test_addresses_and_hashtags_keep_their_letters() -> None:
    source, translated = "Смотрите https://x.by/щи и #ищу", "Глядзіце https://x.by/щи і #ищу"
    assert check_translation(source, translated, "ru", "be") == ()


def test_a_word_marked_as_left_may_have_its_own_letters() -> None:
    marked = "Работнікі [возвращаются] ў цэх."
    assert check_translation("Работники возвращаются в цех.", marked, "ru", "be") == ()
    assert check_translation("Работники возвращаются в цех.", marked.replace("[", ""), "ru", "be")
