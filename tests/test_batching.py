"""Batches under a budget: nothing lost, nothing twice, order kept, memory never given up on."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.backends.neural.batching import Budget, OutOfMemory, Tokens, run
from digest.backends.neural.clauses import packed

lengths = st.lists(st.integers(0, 40), max_size=60)
budgets = st.integers(1, 200)


def _texts(of: list[int]) -> list[Tokens]:
    """Return texts of these lengths, a third of them equal to others."""
    return [(number % 3,) * length for number, length in enumerate(of)]


def size(batch: list[Tokens]) -> int:
    """Return the tokens of a batch, padding included."""
    return len(batch) * max(len(text) for text in batch)


class Runtime:
    """Work that remembers its batches, and holds at most `memory` padded tokens."""

    def __init__(self, memory: int = 10**9) -> None:
        self.memory = memory
        self.batches: list[list[Tokens]] = []

    def __call__(self, batch: list[Tokens]) -> list[str]:
        if size(batch) > self.memory:
            raise OutOfMemory
        self.batches.append(batch)
        return [f"{len(text)} {sum(text)}" for text in batch]


def _expected(text: Tokens) -> str:
    return f"{len(text)} {sum(text)}"


@given(lengths, budgets)
def test_every_text_once_in_order_within_the_budget(of: list[int], budget: int) -> None:
    texts, runtime = _texts(of), Runtime()
    assert run(texts, runtime, Budget(budget)) == [_expected(text) for text in texts]
    worked = Counter(text for batch in runtime.batches for text in batch)
    assert set(worked.values()) <= {1}
    assert all(len(batch) == 1 or size(batch) <= budget for batch in runtime.batches)


@given(lengths, budgets)
def test_the_longest_come_first(of: list[int], budget: int) -> None:
    runtime = Runtime()
    run(_texts(of), runtime, Budget(budget))
    order = [len(text) for batch in runtime.batches for text in batch]
    assert order == sorted(order, reverse=True)


@given(lengths, budgets)
def test_only_like_lengths_share_a_batch(of: list[int], budget: int) -> None:
    texts, runtime = _texts(of), Runtime()
    made = run(texts, runtime, Budget(budget), lambda length: length // 16)
    assert made == [_expected(text) for text in texts]
    assert all(len({len(text) // 16 for text in batch}) == 1 for batch in runtime.batches)


@given(lengths, budgets)
def test_outputs_count_where_they_cost(of: list[int], budget: int) -> None:
    texts, runtime = _texts(of), Runtime()
    made = run(texts, runtime, Budget(budget), cost=lambda length: length + 7)
    assert made == [_expected(text) for text in texts]
    for batch in runtime.batches:
        assert len(batch) == 1 or size(batch) + 7 * len(batch) <= budget


@given(lengths, budgets, st.integers(1, 100))
def test_M06_out_of_memory_halves_the_batch_and_goes_on(
    of: list[int], budget: int, memory: int
) -> None:
    texts = _texts(of)
    made = run(texts, Runtime(memory), Budget(budget))
    assert made == [_expected(text) if len(text) <= memory else None for text in texts]


def test_M06_the_budget_stays_halved() -> None:
    budget, runtime = Budget(64), Runtime(memory=20)
    texts = [(number,) * 8 for number in range(9)]
    run(texts, runtime, budget)
    assert [len(batch) for batch in runtime.batches] == [2, 2, 2, 2, 1]
    assert budget.tokens <= 32


def test_full_batches() -> None:
    runtime = Runtime()
    run([(number,) * 10 for number in range(25)], runtime, Budget(100))
    assert [len(batch) for batch in runtime.batches] == [10, 10, 5]


def test_a_runtime_that_loses_a_result_is_a_bug() -> None:
    with pytest.raises(ValueError, match="shorter"):
        run([(1,), (2,)], lambda batch: ["one"], Budget(10))


@given(st.lists(st.integers(1, 30), max_size=60), st.integers(30, 100))
def test_windows_hold_every_text_in_order_and_fit(sizes: list[int], most: int) -> None:
    texts = [str(number) for number in range(len(sizes))]
    windows = list(packed(texts, sizes, most))
    assert [text for window in windows for text in window] == texts
    filled = [sum(sizes[int(text)] for text in window) for window in windows]
    assert all(0 < tokens <= most for tokens in filled)


def test_windows_are_even() -> None:
    sizes = [10] * 41
    filled = [10 * len(window) for window in packed(["x"] * 41, sizes, 200)]
    assert max(filled) - min(filled) <= 10
