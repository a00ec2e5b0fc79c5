"""Batches under a budget of tokens, for any runtime.

A batch is padded to its longest text, so texts of about one length belong together: sorting is
worth a factor of four over one by one. The longest come first, so that memory that does not
suffice is found out at once; then the budget is halved and the work goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Tokens = tuple[int, ...]
R = TypeVar("R")


class OutOfMemory(Exception):
    """What a runtime raises where a batch does not fit; the next one will be smaller."""


@dataclass(slots=True)
class Budget:
    """How many tokens, padding included, a batch may hold; it only ever shrinks."""

    tokens: int


def run(
    texts: Sequence[Tokens],
    work: Callable[[list[Tokens]], Sequence[R]],
    budget: Budget,
    alike: Callable[[int], int] = lambda length: 0,  # noqa: ARG005
    cost: Callable[[int], int] = lambda length: length,
) -> list[R | None]:
    """Return what `work` makes of each text, in order; None where one alone does not fit.

    Equal texts are worked on once. Texts share a batch only where `alike` of their lengths is the
    same. `cost` of its length is how many of the budget's tokens a text takes: itself, and where
    memory is needed for it, its output. Both must grow with the length. What `work` makes of a
    text must not depend on the others.
    """
    queue = sorted(dict.fromkeys(texts), key=len, reverse=True)
    made: dict[Tokens, R | None] = {}
    while batch := _next(queue, len(made), budget.tokens, alike, cost):
        try:
            made |= zip(batch, work(batch), strict=True)
        except OutOfMemory:
            if len(batch) == 1:
                made[batch[0]] = None
            else:
                budget.tokens = len(batch) * cost(len(batch[0])) // 2
    return [made[text] for text in texts]


def _next(
    queue: Sequence[Tokens],
    done: int,
    budget: int,
    alike: Callable[[int], int],
    cost: Callable[[int], int],
) -> list[Tokens]:
    """Return the longest texts left that fit together; one that is too long goes alone."""
    if done == len(queue):
        return []
    longest = len(queue[done])
    most = max(1, budget // max(cost(longest), 1))
    batch = queue[done : done + most]
    return [text for text in batch if alike(len(text)) == alike(longest)]
