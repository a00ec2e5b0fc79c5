"""The words between Russian and Belarusian: derived by rule, attested, and never a guess."""

from __future__ import annotations

import pytest

from digest.backends.wordlist import word_list
from digest.text.lexicon import lexicon


@pytest.mark.parametrize(
    ("russian", "belarusian"),
    [
        ("получил", "атрымаў"),
        ("возвращалась", "вярталася"),
        ("начнется", "пачнецца"),  # written without ё
        ("перешли", "перайшлі"),
        ("построена", "пабудавана"),
    ],
)
def test_forms_are_derived_from_the_infinitive(russian: str, belarusian: str) -> None:
    assert lexicon("ru", "be")[russian] == belarusian


def test_a_form_with_two_meanings_is_left_out_of_the_other_direction() -> None:
    assert "вырашыць" not in lexicon("be", "ru")  # решить, and решит
    assert lexicon("be", "ru")["вырашылі"] == "решили"


def test_other_languages_have_none() -> None:
    assert lexicon("ru", "uk") == {}


def test_nearly_every_belarusian_form_is_attested() -> None:
    known = word_list("be")
    if known is None:
        pytest.skip("hunspell-be is not installed")
    forms = set(lexicon("ru", "be").values())
    assert sum(form in known for form in forms) >= 0.9 * len(forms)
