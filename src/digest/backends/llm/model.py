"""What a language model is to the stages: prompts in, texts or reasons out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.backends.prompts import Sampling
    from digest.records import Spent


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """One prompt, how to sample, and the JSON Schema that the answer should fit.

    `task` is the name of the prompt: what its tokens are counted under.
    """

    text: str
    sampling: Sampling
    schema: dict[str, Any] = field(hash=False)
    task: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model wrote, in how many tokens, or why there is nothing.

    Cut off, a text is of no use.
    """

    text: str = ""
    fault: str = ""
    tokens: int = 0


@dataclass(slots=True)
class Faults:
    """Tells the first fault of each kind; a night would repeat them by the hundred."""

    told: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def tell(self, model: str, reply: Reply, kind: str = "") -> Reply:
        """Return a reply, its fault told; a fault is its own kind where none is named."""
        with self.lock:
            if reply.fault and (kind or reply.fault) not in self.told:
                self.told.add(kind or reply.fault)
                log.warning("%s: %s", model, reply.fault)
        return reply


class LanguageModel(Protocol):
    """A model, wherever it runs."""

    @property
    def engine(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def revision(self) -> str: ...

    @property
    def letters(self) -> int:
        """How many letters of prompt it can read."""
        ...

    @property
    def is_unusable(self) -> bool:
        """Tell whether it could not be loaded, so that nothing came of it in this run."""
        ...

    def spent(self) -> tuple[Spent, ...]:
        """Return what the model has read and written so far, by task."""
        ...

    def answer(self, asks: Sequence[Ask]) -> list[Reply]:
        """Return a reply for each prompt, in order; whatever fails is the fault of a reply."""
        ...
