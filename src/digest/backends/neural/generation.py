"""What the engines ask of a runtime (PyTorch, CTranslate2), and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from digest.backends.neural.batching import Budget, Tokens

STEP = 16  # lengths of output are multiples of it, so that texts of about one length share a batch


@dataclass(frozen=True, slots=True)
class Request:
    """How outputs are searched; equal for all texts of a batch."""

    room: int  # the most new tokens, a forced first one and the end included
    beams: int = 1
    forced: int | None = None  # the first token of the output
    options: dict[str, Any] = field(default_factory=dict)  # beside what the checkpoint says


@dataclass(frozen=True, slots=True)
class Output:
    """What a model wrote, without the token it started from."""

    tokens: Tokens
    ended: bool = True  # by itself: the model wrote its end before the room was full
    sound: bool = True  # made of numbers: no weight or activation overflowed

    @property
    def whole(self) -> bool:
        """Tell whether the output may be used."""
        return self.ended and self.sound


class Runtime(Protocol):
    """A model in memory."""

    rows: int  # tokens that the model knows
    budget: Budget

    def generate(self, batch: list[Tokens], request: Request) -> list[Output]:
        """Return an output for each source; raise `OutOfMemory` where the batch is too large."""
        ...

    def close(self) -> None:
        """Release the memory."""
        ...


def room(length: int) -> int:
    """Return how many tokens a translation may have: twice the source's, rounded up, and some.

    It depends on nothing but the source, so that no text's translation depends on its batch.
    """
    return 2 * -(-length // STEP) * STEP + STEP


def cost(length: int) -> int:
    """Return the tokens that a text takes in memory: itself, and all that it may become."""
    return length + room(length)


def longest(positions: int, trained: int) -> int:
    """Return the longest source whose output, twice as long and some, has positions too."""
    return min(trained, (positions // STEP - 2) // 2 * STEP)
