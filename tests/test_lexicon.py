"""The words between Russian and Belarusian: derived by rule, attested, and never a guess."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from digest.backends.wordlist import word_list
from digest.text.lexicon import FINITE, entries, lexicon


@pytest.mark.parametrize(
    ("russian", "belarusian"),
    [
        ("получил", "атрымаў"),
        ("возвращалась", "вярталася"),
        ("начнется", "пачнецца"),  # written without ё
        ("перешли", "перайшлі"),
        ("построена", "пабудавана"),
        ("отмечается", "адзначаецца"),
        ("сообщалось", "паведамлялася"),
        ("коронавирусом", "каранавірусам"),
        ("инцидента", "інцыдэнту"),
        ("бренде", "брэндзе"),
        ("тяжелого", "цяжкага"),
        ("предварительной", "папярэдняй"),
        ("узнали", "даведаліся"),  # reflexive on one side only
    ],
)
def test_forms_are_derived_from_the_infinitive(russian: str, belarusian: str) -> None:
    assert lexicon("ru", "be")[russian] == belarusian


def test_a_form_with_two_meanings_has_a_mark_where_it_is_no_infinitive() -> None:
    words = lexicon("be", "ru")
    assert (words["вырашыць"], words["вырашыць" + FINITE]) == ("решить", "решит")
    assert words["вырашылі"] == "решили"


def test_of_a_noun_in_am_the_instrumental_is_meant() -> None:
    assert lexicon("be", "ru")["каранавірусам"] == "коронавирусом"


def test_a_phrase_is_found_by_its_one_word() -> None:
    assert lexicon("be", "ru")["прынамсі"] == "по крайней мере"


def test_other_languages_have_none() -> None:
    assert lexicon("be", "uk") == {}


def test_every_line_has_a_belarusian_form_that_is_attested() -> None:
    known = word_list("be")
    if known is None:
        pytest.skip("hunspell-be is not installed")
    lines = [" ".join(entry.values()).split() for entry in entries("ru-be") if entry]
    attested = sum(
        any(word in known or re.sub("^у", "ў", word) in known for word in words) for words in lines
    )
    assert attested >= 0.8 * len(lines)  # it lists few participles, and no Taraškievica


def test_no_line_of_a_lexicon_stands_twice() -> None:
    lines = files("digest.text").joinpath("ru-be.txt").read_text("utf-8").splitlines()
    pairs = [line for line in lines if " = " in line]
    assert len(pairs) == len(set(pairs))
