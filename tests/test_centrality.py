from __future__ import annotations

import random
from types import SimpleNamespace

import numpy as np
import pytest

from digest.text.statements.centrality import MOST, degrees, lexrank
from digest.text.words import stemmer, stems, tokens

WORDS = ["storm", "coast", "rain", "wind", "city", "river", "flood", "road", "bridge", "mayor"]


def noise(count: int, seed: int) -> list[list[str]]:
    rng = random.Random(seed)
    vocabulary = WORDS + [f"w{number}" for number in range(3 * count)]
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    return [rng.choices(vocabulary, weights, k=rng.randint(1, 25)) for _ in range(count)]


def choice(bags: list[list[str]], count: int) -> list[int]:
    return sorted(np.argsort(-lexrank(bags), kind="stable")[:count].tolist())


def sumy_choice(bags: list[list[str]], count: int) -> list[int]:
    lex_rank = pytest.importorskip("sumy.summarizers.lex_rank")
    document = SimpleNamespace(
        sentences=[SentenceOfWords(number, bag) for number, bag in enumerate(bags)]
    )
    return [sentence.number for sentence in lex_rank.LexRankSummarizer()(document, count)]


class SentenceOfWords:
    def __init__(self, number: int, words: list[str]) -> None:
        self.number = number
        self.words = words


@pytest.mark.parametrize(("count", "seed"), [(3, 1), (20, 2), (20, 3), (60, 4), (120, 5), (300, 6)])
def test_same_choice_as_sumy(count: int, seed: int) -> None:
    bags = noise(count, seed)
    assert choice(bags, 5) == sumy_choice(bags, 5)


def test_no_sentence() -> None:
    assert len(lexrank([])) == 0


@pytest.mark.parametrize("bags", [[["a"]], [["a"], ["b"]], [[], []], [["a"], ["a"]], [[], ["a"]]])
def test_small_graphs_have_finite_scores(bags: list[list[str]]) -> None:
    assert np.isfinite(lexrank(bags)).all()


def test_the_sentence_that_shares_most_words_is_central() -> None:
    around = [["rain", "x"], ["wind", "y"], ["city", "z"], ["u", "v"], ["q"]]
    bags = [around[0], ["rain", "wind", "city"], *around[1:]]
    assert choice(bags, 1) == [1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сям'я з’ехала.", ["сям'я", "з’ехала"]),
        ("за́мок", ["за́мок"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("今天天气", ["今天", "天天", "天气"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_stems_bring_forms_together() -> None:
    assert stemmer("ru")("города") == stemmer("ru")("городе")
    assert stemmer("be-tarask")("прэзыдэнта") == stemmer("be-tarask")("прэзыдэнту")
    assert stemmer("xx")("word") == "word"


def test_stop_words_are_left_out() -> None:
    assert stems("The storm", "en") == ["storm"]
    assert stems("Гэта не дождж", "be") == ["дождж"]


def test_m17_sentences_that_are_all_alike_cost_no_square_of_their_number() -> None:
    for scores in (lexrank([["word"]] * 50_000), degrees([{"word"}] * 50_000)):
        assert len(scores) == 50_000
        assert scores[MOST - 1] > scores[MOST] == 0
