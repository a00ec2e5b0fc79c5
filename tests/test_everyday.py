from __future__ import annotations

import pytest

from digest.text.everyday import everyday


@pytest.mark.parametrize("word", ["Mitigation", "Agencies", "STADIUM", "Trooper's", "Theatre"])
def test_common_words_are_known_in_each_form(word: str) -> None:
    assert everyday(word, "en")


@pytest.mark.parametrize("word", ["Ford", "Jack's", "Palu", "Merkel", "January", "Scottish", "USA"])
def test_names_are_none_even_those_that_are_words_too(word: str) -> None:
    assert not everyday(word, "en-GB")


def test_a_language_without_a_list_has_none() -> None:
    assert not everyday("Haus", "de")
