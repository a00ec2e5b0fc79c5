"""Which sentences a statement rests on, and which languages a model's card says it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.backends.grounding import evidence
from digest.backends.models.checkpoint import Checkpoint
from digest.backends.neural.families import SUMMARIZERS
from digest.backends.neural.languages import reads

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = [
    "The only bridge was closed on Monday after inspectors found a crack.",
    "Repairs are expected to take at least two weeks.",
    "The bridge was built in 1974.",
    "Bakers threw away 200 loaves.",
]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (ARTICLE[1], (1,)),
        ("Inspectors found a crack and closed the bridge.", (0,)),
        ("The bridge, built in 1974, was closed after inspectors found a crack.", (0, 2)),
        ("Farmers celebrate a record harvest of potatoes.", ()),
        ("The bridge will be demolished by angry farmers in spring.", ()),
        ("", ()),
        ("!", ()),
    ],
)
def test_evidence(statement: str, expected: tuple[int, ...]) -> None:
    assert evidence(statement, ARTICLE, "en") == expected


def test_inflected_words_are_found() -> None:
    sentences = ["Гарадскі савет прагаласаваў за рамонт старога моста.", "Вада паднялася."]
    assert evidence("Стары мост адрамантуе гарадскі савет", sentences, "be") == (0,)


def test_no_sentences() -> None:
    assert evidence("The bridge was closed.", [], "en") == ()


FAMILIES = {family.name: family for family in SUMMARIZERS}


@pytest.mark.parametrize(
    ("card", "family", "known", "expected"),
    [
        ("---\nlanguage: ru\n---\n", "mbart", {"ru", "en"}, {"ru"}),
        ("---\nlanguage:\n- en\n- rus\n---\n", "mt5", set(), {"en", "ru"}),
        ("---\nlanguage: multilingual\n---\n", "bart", set(), {"en"}),
        ("---\nlicense: mit\n---\n", "bart", set(), {"en"}),
        ("no front matter", "mt5", set(), set()),
        ("---\nlanguage: [unclosed\n---\n", "mt5", set(), set()),
        (None, "mbart", {"ru", "en"}, {"ru", "en"}),
        (None, "t5", set(), {"en"}),
    ],
)
def test_the_languages_a_model_reads(
    tmp_path: Path, card: str | None, family: str, known: set[str], expected: set[str]
) -> None:
    if card is not None:
        (tmp_path / "README.md").write_text(card, "utf-8")
    found = reads(Checkpoint(tmp_path), FAMILIES[family], frozenset(known))
    assert found == frozenset(expected)


def test_m09_a_single_word_states_nothing() -> None:
    assert evidence("Bridge.", ["The bridge was closed on Monday."], "en") == ()
