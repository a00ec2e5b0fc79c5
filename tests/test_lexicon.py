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
        ("отмечается", "адзначаецца"),
        ("сообщалось", "паведамлялася"),
        ("коронавирусом", "каранавірусам"),
        ("инцидента", "інцыдэнту"),
        ("бренде", "брэндзе"),
        ("тяжелого", "цяжкага"),
        ("предварительной", "папярэдняй"),
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
    reflexive = ("цца", "ўся", "лася", "ліся")  # the dictionary lists few of these
    forms = {form for form in lexicon("ru", "be").values() if not form.endswith(reflexive)}
    assert sum(form in known for form in forms) >= 0.8 * len(forms)
