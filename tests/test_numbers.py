from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from digest.text.numbers import numbers, read
from digest.text.numbers.numerals import month, surely_month
from digest.text.numbers.units import table, unit

LANGUAGES = ("en", "ru", "be", "uk", "pl", "de")
# What num2words 0.5 gets wrong: be 80th is its 70th, be 900th has a Latin i; pl 300th, 400th.
WRONG = {("be", 80), ("be", 900), ("pl", 300), ("pl", 400)}


def values(text: str, language: str) -> list[Decimal]:
    return [number.values[0] for number in read(text, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1,200", "1200"),
        ("1'200", "1200"),
        ("1.2 thousand", "1200"),
        ("1.200.000", "1200000"),
        ("3.5 million", "3500000"),
        ("$1.5bn", "1.5e9"),
        ("£3m", "3e6"),
        ("7.50", "7.5"),
        ("12,5%", "12.5"),
        ("½", "0.5"),
    ],
)
def test_figures_are_read_alike(text: str, value: str) -> None:
    assert list(numbers(text)) == [Decimal(value)] or values(text, "en") == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,2 тыс.", "ru", "1200"),
        ("5 мільярдаў", "be", "5e9"),
        ("тысяча дзвесце", "be", "1200"),
        ("дзьвюх тысяч", "be", "2000"),
        ("пяцьдзясят сем", "be", "57"),
        ("паўтара мільёна", "be", "1.5e6"),
        ("двух тысяч пятисот", "ru", "2500"),
        ("тысяча девятьсот девяносто девятом", "ru", "1999"),
        ("полмиллиона", "ru", "500000"),
        ("двадцатилетний", "ru", "20"),
        ("п’ятдесятьох", "uk", "50"),
        ("dwudziestu pięciu", "pl", "25"),
        ("einhundertfünfundzwanzigtausend", "de", "125000"),
        ("nineteen ninety-nine", "en", "1999"),
        ("a hundred and five", "en", "105"),
        ("half a million", "en", "500000"),
        ("a dozen", "en", "12"),
        ("XIX", "be", "19"),
        ("лістапада", "be", "11"),
    ],
)
def test_words_are_read_in_their_cases(text: str, language: str, value: str) -> None:
    assert values(text, language) == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "language", "readings"),
    [
        ("1,200", "en", ["1200", "1.2"]),
        ("1,200", "ru", ["1.2", "1200"]),  # the decimal sign is a comma
        ("1990s", "en", ["1990", "90"]),
        ("1990er", "de", ["1990", "90"]),
        ("lata 90.", "pl", ["90", "1990"]),
        ("90-е", "ru", ["90", "1990"]),
        ("3:30", "en", ["3.3", "15.3"]),
        ("3 p.m.", "en", ["3", "3", "15"]),
        ("а 3 гадзіне дня", "be", ["3", "3", "15"]),
        ("в 8 вечера", "ru", ["8", "8", "20"]),
        ("прошло 8 часов", "ru", ["8"]),
    ],
)
def test_what_can_be_read_in_two_ways_is(text: str, language: str, readings: list[str]) -> None:
    (number,) = read(text, language)
    assert list(number.values) == list(map(Decimal, readings))


def test_a_date_in_figures_is_a_day_a_month_and_a_year() -> None:
    assert values("24.11.2026", "be") == [24, 11, 2026]
    assert values("2026-11-24", "en") == [2026, 11, 24]
    assert values("24 лістапада 2026 года", "be") == [24, 11, 2026]


def test_a_range_of_years_is_read_both_ways() -> None:
    season = read("2010–11", "en")
    assert [list(number.values) for number in season] == [[2010], [11, 2011]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_are_known_as_cldr_writes_them(language: str) -> None:
    for usage in ("format", "stand-alone"):
        for number, name in Locale.parse(language).months[usage]["wide"].items():
            assert month(name.title(), language) == number


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("mają", "pl"), ("czerwony", "pl"), ("marzyć", "pl"), ("береза", "uk"), ("маяк", "be"),
        ("лютая", "be"), ("мартышка", "ru"), ("Julia", "de"), ("Mainz", "de"), ("may", "en"),
    ],
)  # fmt: skip
def test_words_that_begin_like_a_month_are_none(word: str, language: str) -> None:
    assert month(word, language) is None


def test_a_word_that_may_be_another_is_no_sure_month() -> None:
    assert surely_month("Мая", "be") is None
    assert month("Мая", "be") == surely_month("траўня", "be") == 5
    assert surely_month("снежаньскі", "be") == 12


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("czterdziestodwuletni", "pl", 42),
        ("двадцатипятилетний", "ru", 25),
        ("дваццаціпяцігадовы", "be", 25),
        ("siebtgrößte", "de", 7),
        ("stuletni", "pl", 100),
    ],
)
def test_a_number_within_a_word_is_read(word: str, language: str, value: int) -> None:
    assert values(word, language) == [value]


def test_words_that_merely_look_like_numbers_are_not_firm() -> None:
    (number,) = read("столица", "ru")
    assert not number.firm


@pytest.mark.parametrize("to", ["cardinal", "ordinal"])
@pytest.mark.parametrize("language", LANGUAGES)
@given(st.integers(1, 999_999))
def test_every_number_is_read_as_num2words_writes_it(language: str, to: str, number: int) -> None:
    num2words = pytest.importorskip("num2words").num2words
    tail = number % 1000
    solid = to == "ordinal" and tail == 0 and number > 1000  # шестисотдевяностосемитысячный
    if solid or (to == "ordinal" and {(language, tail), (language, tail % 100)} & WRONG):
        return
    written = num2words(number, lang=language, to=to).replace(",", "")
    assert values(written, language) == [number]


@given(st.integers(1000, 10**9))
def test_grouping_does_not_change_a_number(number: int) -> None:
    for sign in (" ", "\u00a0", "\u202f", ","):
        assert values(f"{number:,}".replace(",", sign), "en") == [number]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("5 %", "en", "percent"),
        ("5 адсоткаў", "be", "percent"),
        ("$5", "en", "dollar"),
        ("5 даляраў", "be", "dollar"),
        ("5 долараў", "be", "dollar"),
        ("5 км", "ru", "kilometre"),
        ("5-метровый", "ru", "metre"),
        ("5 apples", "en", ""),
        ("90 сантыметраў", "be", "centimetre"),
        ("18 см", "ru", "centimetre"),
        ("120 мэтраў", "be-tarask", "metre"),
        ("38 600 гривен", "ru", "hryvnia"),
        ("500 грн", "uk", "hryvnia"),
        ("148 мільёнаў грывень", "be", "hryvnia"),
        ("300 złotych", "pl", "zloty"),
        ("300 zł", "pl", "zloty"),
        ("300 злотых", "be", "zloty"),
        ("14 руб.", "ru", "rouble"),
        ("12 тыс. руб.", "be", "rouble"),
        ("300 tys. zł", "pl", "zloty"),
        ("в 2026. Рубли", "ru", ""),
        ("12 т", "ru", "tonne"),
        ("дзве тоны", "be", "tonne"),
        ("86 га", "be", "hectare"),
        ("80 Hektar", "de", "hectare"),
        ("5 °C", "en", "degree"),
        ("5.2C", "en", "degree"),
        ("60 квадратных метров", "ru", "square_metre"),
        ("60 m²", "pl", "square_metre"),
        ("60 кв. м", "be", "square_metre"),
        ("40 кубометров", "ru", "cubic_metre"),
        ("12,4 Cent", "de", "cent"),
        ("20 Megawatt", "de", "megawatt"),
        ("10 хвілін", "be", "minute"),
        ("два тыдні", "be", "week"),
        # what only begins or ends like a unit
        ("15 милиционеров", "ru", ""),
        ("15 міліцыянераў", "be", ""),
        ("3 Fußgänger", "de", ""),
        ("5 рубашек", "ru", ""),
        ("2 станции", "ru", ""),
        ("5 метрополитенов", "ru", ""),
        ("15 добровольців", "uk", ""),
        ("15 dobrych", "pl", ""),
        ("5-га лістапада", "be", ""),
        ("2009-м", "ru", ""),
        ("5-т", "be", ""),
        ("5 літаратараў", "be", ""),
        ("5 literary prizes", "en", ""),
        ("5 tonight", "en", ""),
    ],
)
def test_units_are_known_in_our_languages(text: str, language: str, found: str) -> None:
    assert unit(read(text, language)[0], text) == found


def test_every_unit_is_known_in_every_language() -> None:
    for name, said in table().items():
        assert list(said) == ["sign", "be", "ru", "uk", "pl", "de", "en"], name
        assert all(words or language == "sign" for language, words in said.items()), name


@pytest.mark.parametrize(
    "text", ["{}", "{} тысяч", "{}-95", "№ {}, 20 лет", "{} " + "миллиард " * 9]
)
@pytest.mark.parametrize("digits", [28, 29, 40, 5000])
def test_h13_a_number_of_many_digits_is_a_number(text: str, digits: int) -> None:
    first, *_ = read(text.format("1" * digits), "ru")
    assert first.values[0] >= Decimal("1" * digits)
