from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import ConfigError
from digest.text.glossary import Glossary
from digest.text.glossary.book import every_form
from digest.text.glossary.forms import form
from digest.text.glossary.terms import parse
from digest.text.writing.orthography import ALPHABETS

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = Glossary.load()
LANGUAGES = ("en", "ru", "ru-BY", "be", "uk", "pl", "de")


def names(text: str, language: str) -> list[str]:
    return [mention.term.name for mention in SHIPPED.find(text, language)]


def forms(language: str) -> list[tuple[str, str]]:
    """Return each form that a text in a language may have, after the name of its term."""
    return [(one.term.name, one.text) for one in every_form(SHIPPED, language) if not one.banned]


def test_a_pattern_has_a_form_for_each_ending() -> None:
    assert form("Минск{,а,у}").spellings == ("Минск", "Минска", "Минску")
    assert form("Бел{ая,ой} Рус{ь,и}").spellings == ("Белая Русь", "Белой Руси")
    assert form("НАТО").at(3) == "НАТО"


@pytest.mark.parametrize("pattern", ["а{б,в} г{д}", "а{б", "", "{}"])
def test_a_pattern_that_does_not_fit_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="same number of endings"):
        form(pattern)


@pytest.mark.parametrize(
    "spelling", ["Lukashenka", "Lukashenko", "Łukašenka", "Lukashenko's", "LUKASHENKA"]
)
def test_a_name_is_found_in_all_its_spellings(spelling: str) -> None:
    assert names(f"Then {spelling} spoke.", "en") == ["Lukashenka"]


def test_inflected_forms_and_terms_of_several_words_are_found() -> None:
    assert names("У Вярхоўнай Радзе чакаюць Зяленскага", "be") == ["VerkhovnaRada", "Zelensky"]
    assert names("встреча с Си Цзиньпином в Минске", "ru") == ["XiJinping", "Minsk"]
    assert names("Минская область, минск", "ru") == []  # another word, and no name


def test_house_style_of_belarus_is_for_readers_who_ask_for_it() -> None:
    text = "Из Белоруссии в Белоруссию; БЕЛОРУССИЯ"
    assert SHIPPED.repair(text, "ru-BY") == "Из Беларуси в Беларусь; БЕЛАРУСЬ"
    assert SHIPPED.repair(text, "ru") == text


@pytest.mark.parametrize(
    ("drafted", "repaired"),
    [
        ("Зеленскага чакаюць у Вашынгтане", "Зяленскага чакаюць у Вашынгтоне"),
        ("США і НАТО", "ЗША і НАТА"),
        ("з Путыным у Москве", "з Пуціным у Маскве"),
        ("Прэзідэнт Лукашэнка ў Мінску", "Прэзідэнт Лукашэнка ў Мінску"),
        ("у Донецку", "у Данецку"),
        ("з Нью-Йоркам", "з Нью-Ёркам"),
        ("АДКБ, ОДКБ і СНГ", "АДКБ, АДКБ і СНД"),
        ("акцыі Газпрома", "акцыі Газпрама"),
    ],
)
def test_banned_forms_become_preferred_ones_in_the_same_case(drafted: str, repaired: str) -> None:
    assert SHIPPED.repair(drafted, "be") == repaired


def test_rows_for_a_prompt_have_what_stands_in_the_text() -> None:
    assert SHIPPED.rows("Путиным и США", "ru", "be") == [("Путиным", "Пуцін"), ("США", "ЗША")]


def test_what_a_reader_from_belarus_has_banned_is_accepted_by_others() -> None:
    assert ("Belarus", "Белоруссии") in forms("ru")
    assert ("Belarus", "Белоруссии") not in forms("ru-BY")
    assert ("Belarus", "Беларуси") in forms("ru-BY")
    assert forms("ja") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_spelling_is_of_two_terms(language: str) -> None:
    owners: dict[str, set[str]] = {}
    for name, spelling in forms(language):
        owners.setdefault(spelling, set()).add(name)
    assert {spelling for spelling, terms in owners.items() if len(terms) > 1} == set()


def test_banned_forms_answer_the_preferred_one_ending_by_ending() -> None:
    for term in SHIPPED.terms.values():
        for language, every in term.banned.items():
            preferred = SHIPPED.preferred(term, language)
            assert preferred is not None, (term.name, language)
            counts = {len(banned.spellings) for banned in every}
            assert counts <= {1, 6}, (term.name, language)


banned_forms = st.sampled_from(
    [
        spelling
        for term in SHIPPED.terms.values()
        for each in term.banned.get("be", ())
        for spelling in each.spellings
    ]
)


@given(st.lists(st.one_of(banned_forms, st.sampled_from(["і", "у", "сказаў", "2024", "—"]))))
def test_nothing_banned_is_left_and_a_second_repair_changes_nothing(words: list[str]) -> None:
    once = SHIPPED.repair(" ".join(words), "be")
    assert not any(mention.banned for mention in SHIPPED.find(once, "be"))
    assert SHIPPED.repair(once, "be") == once


def test_a_users_file_goes_over_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[Belarus]\nru = "Республика Беларусь"\nbanned = { ru = ["Белоруссия"] }\n'
        '[Fish]\nen = "cod"\nbe = "траск{а,і}"\ncase_sensitive = false\n'
    )
    glossary = Glossary.load([own])
    assert glossary.repair("Белоруссия", "ru") == "Республика Беларусь"
    assert glossary.rows("Cod is fish", "en", "be") == [("Cod", "траска")]
    assert "Minsk" in glossary.terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1", "a term is a table"),
        ("[a]\nru = 'б{в,г} {д}'", r"\[a\]: .*same number of endings"),
        ("[a]\nbanned = 3", r"\[a\]: "),
        ("[a", "own.toml: "),
    ],
)
def test_a_fault_in_a_glossary_names_the_file_and_the_term(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse(text, "own.toml")


def test_a_glossary_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read the glossary .*none\.toml"):
        Glossary.load([tmp_path / "none.toml"])


def test_a_changed_glossary_has_another_fingerprint() -> None:
    assert SHIPPED.fingerprint == Glossary.load().fingerprint
    assert SHIPPED.fingerprint != Glossary({}).fingerprint


@pytest.mark.parametrize("language", ["en", "ru", "be", "uk", "pl", "de"])
def test_every_shipped_form_is_found_in_every_case(language: str) -> None:
    found = {(name, text): names(f"({text})", language) for name, text in forms(language)}
    assert len(found) > 200
    assert {key: seen for key, seen in found.items() if seen != [key[0]]} == {}


def test_every_shipped_term_is_known_in_two_languages_and_written_in_one_alphabet() -> None:
    assert len(SHIPPED.terms) > 200
    for term in SHIPPED.terms.values():
        assert len(term.preferred) >= 2, term.name
    for language in ("ru", "be", "uk"):
        alphabet = set(ALPHABETS[language]) | set("'’-  ")
        for name, spelling in forms(language):
            cyrillic = [c for c in spelling if "Ѐ" <= c <= "ӿ"]
            latin = [c for c in spelling if c.isascii() and c.isalpha()]
            assert not (cyrillic and latin), (name, language, spelling)
            assert not cyrillic or set(spelling.lower()) <= alphabet, (language, spelling)
    for language in ("en", "pl", "de"):
        for name, spelling in forms(language):
            assert not any("Ѐ" <= c <= "ӿ" for c in spelling), (name, spelling)
