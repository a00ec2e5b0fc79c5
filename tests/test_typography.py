"""Typography: where lines must not break, and the marks that our own words are written with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render import render
from digest.text.writing.typography import NO_BREAK, bound, composed
from test_render import DIGEST_BE, TRAM_BE

SPACED = st.text(alphabet=" \u00a0.,–—№%-'’aiwzтдгкмвСАБZ0123456789бжыли«»", max_size=40)


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("a dash", "Мінск — сталіца", "Мінск~— сталіца"),
        ("a dash", "Berlin – die Hauptstadt", "Berlin~– die Hauptstadt"),
        ("a point between items", "8 матэрыялаў · 5 хвілін", "8~матэрыялаў~· 5~хвілін"),
        ("a hyphen is none", "нью - йорк", "нью - йорк"),
        ("one letter", "Мост у Брэсце і ў Гродне", "Мост у~Брэсце і~ў~Гродне"),
        ("one letter", "В доме и с другом", "В~доме и~с~другом"),
        ("one letter", "у справах з людьми й «б»", "у~справах з~людьми й~«б»"),
        ("one letter", "Pożar w domu i z sąsiadem", "Pożar w~domu i~z~sąsiadem"),
        ("one letter", "u Minsku i ŭ Brescie", "u~Minsku i~ŭ~Brescie"),
        ("the end of a word is no word", "ім’я та п'я не", "ім’я та п'я не"),
        ("a particle", "он же сказал бы, если б", "он~же сказал~бы, если~б"),
        ("thousands", "склала 1 284 100 рублёў", "склала 1~284~100~рублёў"),
        ("a unit", "5 °C, 28 %, 7,4 км, 12 тыс. руб.", "5~°C, 28~%, 7,4~км, 12~тыс. руб."),
        ("a unit", "za 12 mln zł, um 10 Uhr", "za~12~mln zł, um~10~Uhr"),
        ("a year", "у 2026 г. і ў 2027 годзе", "у~2026~г. і~ў~2027~годзе"),
        ("a year and what follows", "За 2026 потратили", "За~2026 потратили"),
        ("what is counted", "62 человека, 120 people", "62~человека, 120~people"),
        ("what is counted", "20 Megawatt, 31 Millionen Euro", "20~Megawatt, 31~Millionen Euro"),
        ("what is long", "и 14 первоклассников", "и~14 первоклассников"),
        ("a number and its preposition", "17 из 22, да № 5", "17 из~22, да~№~5"),
        ("a time and its day", "Вузел · 24 лістапада, 12:15", "Вузел~· 24~лістапада,~12:15"),
        ("a day of a month", "24 лістапада", "24~лістапада"),
        ("a century", "пояс XVIII стагоддзя, XX в.", "пояс XVIII~стагоддзя, XX~в."),
        ("a number of something", "Трамвай № 5, § 7, Nr. 3", "Трамвай №~5, §~7, Nr.~3"),
        ("initials", "А. С. Пушкін, A. Einstein", "А.~С.~Пушкін, A.~Einstein"),
        ("abbreviations", "и т. д., z. B. so", "и~т.~д., z.~B. so"),
        ("a city", "в г. Минске на ул. Речной", "в~г.~Минске на ул.~Речной"),
        ("a year that ends a sentence", "Зимой 2026 г. Минск", "Зимой 2026~г. Минск"),
    ],
)
def test_lines_do_not_break_at(rule: str, text: str, expected: str) -> None:
    assert bound(text).replace(NO_BREAK, "~") == expected, rule


@given(SPACED)
def test_nothing_but_spaces_changes(text: str) -> None:
    made = bound(text)
    assert made.replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")
    assert bound(made) == made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("рамонт быў у 2009-м.", "рамонт быў у~2009=м."),
        ("1-я и 2-я школы", "1=я и~2=я школы"),
        ("у 2,5-м слоі", "у~2,5=м слоі"),
        ("у 70-гадовага Ту-154", "у~70-гадовага Ту-154"),
        ("гл. site.by/5-й і 2026-11-24-be", "гл. site.by/5-й і~2026-11-24-be"),
        ("https://site.by/?5-й", "https://site.by/?5-й"),
    ],
)
def test_a_numeral_is_not_torn_from_its_ending(text: str, expected: str) -> None:
    made = composed(text)
    assert made.replace(NO_BREAK, "~").replace("\N{NON-BREAKING HYPHEN}", "=") == expected
    assert composed(made) == made


@pytest.mark.parametrize(
    ("name", "is_set"),
    [("html", True), ("txt", False), ("md", False), ("json", False), ("atom", False)],
)
def test_pages_are_set_and_what_programs_read_keeps_its_spaces(name: str, is_set: bool) -> None:
    (document,) = render(DIGEST_BE, [name])
    text = document.content.decode()
    assert TRAM_BE.headline != bound(TRAM_BE.headline)
    assert (bound(TRAM_BE.headline) in text) == is_set
    assert (TRAM_BE.headline in text) != is_set
