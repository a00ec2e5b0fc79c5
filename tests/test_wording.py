"""Every language says everything, with the right plural forms, in its own typography."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from babel import Locale

from digest.render.teller import FOR_THE_LOG
from digest.text.belarusian import to_taraskievica
from digest.wording import direction, topic, wording
from digest.wording.catalog import LANGUAGES, ORTHOGRAPHIES, catalog, read

if TYPE_CHECKING:
    from collections.abc import Iterator

TUESDAY = date(2026, 11, 24)
TOPICS = [
    *("politics", "economy", "society", "culture", "sport", "world", "science", "weather"),
    *("incidents", "health", "environment", "technology", "law"),
]


def leaves(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value[0] if isinstance(value, list) else value


def keys(language: str) -> set[str]:
    """Return the paths of a catalog; the plural categories are another test's subject."""
    return {
        ".".join(path.split(".")[:2]) if path.startswith("count.") else path
        for path, _ in leaves(catalog(language))
    }


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_in_every_language_and_says_something(language: str) -> None:
    assert keys(language) == keys("en")
    assert all(text.strip() == text != "" for _, text in leaves(catalog(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_categories_are_those_of_cldr(language: str) -> None:
    categories = {*Locale.parse(language).plural_form.tags, "other"}
    for key, forms in catalog(language)["count"].items():
        assert set(forms) == categories, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    for key, text in catalog(language)["text"].items():
        assert placeholders(text) == placeholders(catalog("en")["text"][key]), key
    for key, forms in catalog(language)["count"].items():
        expected = placeholders(catalog("en")["count"][key]["other"])
        assert all(placeholders(form) == expected for form in forms.values()), key


@pytest.mark.parametrize(
    ("language", "n", "expected"),
    [
        ("be", 1, "1 матэрыял з 1 артыкула"),
        ("be", 11, "11 матэрыялаў з 11 артыкулаў"),
        ("be", 21, "21 матэрыял з 21 артыкула"),
        ("be", 23, "23 матэрыялы з 23 артыкулаў"),
        ("ru", 22, "22 материала из 22 статей"),
        ("ru", 0, "0 материалов из 0 статей"),
        ("uk", 4, "4 матеріали з 4 статей"),
        ("pl", 22, "22 materiały z 22 artykułów"),
        ("pl", 21, "21 materiałów z 21 artykułów"),
        ("de", 1, "1 Beitrag aus 1 Artikel"),
        ("de", 2, "2 Beiträge aus 2 Artikeln"),
        ("en", 1, "1 story from 1 article"),
    ],
)
def test_counts(language: str, n: int, expected: str) -> None:
    words = wording(language)
    assert f"{words.count('stories', n)} {words.count('from_articles', n)}" == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("be", "аўторак, 24 лістапада 2026 г."),
        ("ru", "вторник, 24 ноября 2026 г."),
        ("uk", "вівторок, 24 листопада 2026 р."),
        ("pl", "wtorek, 24 listopada 2026"),
        ("de", "Dienstag, 24. November 2026"),
        ("en", "Tuesday, November 24, 2026"),
        ("en-GB", "Tuesday, 24 November 2026"),
        ("ru-BY", "вторник, 24 ноября 2026 г."),
        ("ru-XX", "вторник, 24 ноября 2026 г."),
        ("ru-Latn-x-translit", "вторник, 24 ноября 2026 г."),
        ("be-tarask", "аўторак, 24 лістапада 2026 г."),
        ("be-Latn", "aŭtorak, 24 listapada 2026 h."),
    ],
)
def test_dates_are_long_and_have_a_weekday(language: str, expected: str) -> None:
    assert " ".join(wording(language).date(TUESDAY).split()) == expected


def test_times_have_no_seconds() -> None:
    moment = datetime(2026, 11, 24, 7, 5)  # noqa: DTZ001  # the zone is the caller's affair
    assert wording("de").time(moment) == "24. November 2026, 07:05"


def test_languages_are_named_in_the_case_that_the_phrase_asks_for() -> None:
    assert wording("be").from_language("ru") == "з рускай"
    assert wording("ru").from_language("be-tarask") == "с белорусского"
    assert wording("en").from_language("ru") == "from Russian"
    assert wording("be").via_language("en") == "праз англійскую"
    assert wording("be").from_language("kk") == "(казахская)"
    assert wording("be").language_name("be-Latn") == "беларуская (лацінка)"
    assert wording("ru").language_name("qqq") == "qqq"


def test_quotation_marks() -> None:
    said = {language: wording(language).quote("x") for language in LANGUAGES}
    assert said == {
        "en": "“x”", "ru": "«x»", "be": "«x»", "uk": "«x»", "pl": "„x”", "de": "„x“",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1,200 12,000 2.5 −5"),
        ("ru", "1200 12 000 2,5 −5"),
        ("be", "1200 12 000 2,5 −5"),
        ("be-Latn", "1200 12 000 2,5 −5"),
        ("uk", "1200 12 000 2,5 −5"),
        ("pl", "1200 12 000 2,5 −5"),
        ("de", "1200 12.000 2,5 −5"),
    ],
)
def test_numbers_are_grouped_and_have_a_minus_sign(language: str, expected: str) -> None:
    values = (Decimal(1200), Decimal(12000), Decimal("2.5"), Decimal(-5))
    written = " ".join(map(wording(language).number, values))
    assert re.sub(r"\s", " ", written) == expected
    assert "12 0" not in written  # the space does not break


@pytest.mark.parametrize(
    ("language", "mark", "expected"),
    [
        ("be", "≈", "каля 1200"),
        ("be-tarask", "≥", "ня менш за 1200"),
        ("be-Latn", ">", "bolš za 1200"),
        ("ru", "≤", "не более 1200"),
        ("en", "<", "less than 1,200"),
        ("pl", "", "1200"),
    ],
)
def test_hedges_are_words(language: str, mark: str, expected: str) -> None:
    said = wording(language).hedged(mark, Decimal(1200))
    assert said.replace("\u00a0", " ") == expected


def test_counts_are_grouped_too() -> None:
    assert wording("ru").count("stories", 12_345) == "12\u00a0345 материалов"
    assert wording("ru").count("stories", 1_001) == "1001 материал"
    assert wording("en").count("stories", 1_001) == "1,001 stories"


MARKS = {"be": "«»„“", "ru": "«»„“", "uk": "«»„“", "pl": "„”«»", "de": "„“‚‘", "en": "“”‘’"}


@pytest.mark.parametrize("language", [*LANGUAGES, *ORTHOGRAPHIES])
def test_our_words_are_written_with_the_marks_of_print(language: str) -> None:
    own = {*MARKS[language.partition("-")[0]], "’"}  # the apostrophe is everybody's
    for path, said in leaves(catalog(language)):
        assert not re.search(r"[\"'`]|\.\.\.| -|- |  | [,.;:!?]", said), path
        assert set(re.findall("[«»„“”‚‘’‹›]", said)) <= own, path


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("be-tarask", "be-tarask"),
        ("BE-TARASK", "be-tarask"),
        ("be-Latn", "be-Latn"),
        ("be-Latn-BY", "be-Latn"),
        ("be-Latn-tarask", "be-Latn"),  # the alphabet is what a reader can read
        ("be-BY", "be"),
        ("ru-BY", "ru"),
        ("PL", "pl"),
        ("ka", "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language_serves(asked: str, served: str) -> None:
    assert wording(asked).language == served


@pytest.mark.parametrize(
    ("tag", "key"),
    [
        ("Палітыка", "politics"),
        ("ПОЛИТИКА", "politics"),
        ("#спорт", "sport"),
        ("Gospodarka", "economy"),
        ("Wissenschaft", "science"),
        ("Надвор'е", "weather"),
        ("  Здоров’я ", "health"),
        ("law", "law"),
        ("my cat", None),
        ("", None),
    ],
)
def test_a_tag_in_any_language_names_its_topic(tag: str, key: str | None) -> None:
    assert topic(tag) == key


def test_no_name_stands_for_two_topics() -> None:
    seen: dict[str, str] = {}
    for language in LANGUAGES:
        for key, names in catalog(language)["topics"].items():
            for name in (key, *names):
                assert seen.setdefault(name.casefold(), key) == key, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_heading(language: str) -> None:
    assert list(catalog(language)["topics"]) == TOPICS
    assert all(topic(wording(language).text(f"topic_{key}")) == key for key in TOPICS)


@pytest.mark.parametrize(
    ("language", "day", "expected"),
    [
        ("be", date(2026, 5, 1), "1 мая"),
        ("be-tarask", date(2026, 5, 1), "1 траўня"),
        ("be-tarask", date(2026, 12, 1), "1 сьнежня"),
        ("be-Latn", date(2026, 12, 1), "1 sniežnia"),
        ("ru", date(2026, 5, 1), "1 мая"),
        ("uk", date(2026, 2, 1), "1 лютого"),
        ("pl", date(2026, 2, 1), "1 lutego"),
        ("de", date(2026, 2, 1), "1. Februar"),
    ],
)
def test_months_stand_in_the_genitive(language: str, day: date, expected: str) -> None:
    assert wording(language).short_date(day) == expected


def test_taraskievica_is_spelled_by_rule_and_has_words_of_its_own() -> None:
    words = wording("be-tarask")
    assert words.text("contents") == "Зьмест"
    assert words.text("topic_environment") == "Экалёгія"
    assert words.text("archive_none") == "Нічога ня знойдзена."
    assert words.count("minutes", 5) == "5 хвілінаў чытаньня"
    assert words.from_language("en") == "з ангельскай"
    assert words.language_name("en") == "ангельская"


def test_taraskievica_keeps_by_hand_only_what_the_rules_do_not_give() -> None:
    official = dict(leaves(catalog("be")))
    for path, said in leaves(read("be-tarask")):
        assert to_taraskievica(official[path]) != said, path


def test_lacinka_has_no_cyrillic_letter() -> None:
    words = wording("be-Latn")
    assert words.text("top") == "Hałoŭnaje"
    assert words.language_name("be-tarask") == "biełaruskaja (taraškievica)"
    said = [said for _, said in leaves(catalog("be-Latn"))]
    assert not [one for one in said if re.search("[Ѐ-ӿ]", one)]


@pytest.mark.parametrize("language", ORTHOGRAPHIES)
def test_an_orthography_says_all_that_the_language_says(language: str) -> None:
    assert keys(language) == keys("be")
    for path, said in leaves(catalog(language)):
        assert placeholders(said) == placeholders(dict(leaves(catalog("be")))[path]), path


def test_tags_in_other_orthographies_name_their_topics() -> None:
    assert (topic("Экалёгія"), topic("Palityka")) == ("environment", "politics")


def test_direction() -> None:
    assert [direction(tag) for tag in ("be-tarask", "ar", "qqq", "und")] == [
        "ltr", "rtl", "auto", "auto",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("be", "«„Снежны экран“: пачаўся фестываль»"),
        ("ru", "«„Снежны экран“: пачаўся фестываль»"),
        ("en", "“«Снежны экран»: пачаўся фестываль”"),
    ],
)
def test_quotation_marks_inside_others_change(language: str, expected: str) -> None:
    assert wording(language).quote("«Снежны экран»: пачаўся фестываль") == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("pl", "Film „Śnieg” wygrał", "„Film «Śnieg» wygrał”"),
        ("de", "Der Film „Schnee“ gewinnt", "„Der Film ‚Schnee‘ gewinnt“"),
        ("en", "The film “Snow” wins", "“The film ‘Snow’ wins”"),
        ("uk", "Фільм «Сніг» переміг", "«Фільм „Сніг“ переміг»"),
        ("be-tarask", "Фільм «Сьнег»", "«Фільм „Сьнег“»"),
    ],
)
def test_quotation_marks_nest_as_the_language_does(language: str, said: str, expected: str) -> None:
    assert wording(language).quote(said) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_are_not_told_reasons_that_are_for_operators(language: str) -> None:
    """«(HTTP status 404: check the address in a browser)» stood in English in every letter."""
    told = catalog(language)["text"].items()
    reasoned = {key.removeprefix("warning_") for key, text in told if "{reason}" in text}
    assert reasoned <= FOR_THE_LOG
