"""The columns of the table of families."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.backends.neural.checkpoint import Checkpoint

_NEVER = re.compile(r"(?!)")


class Lead(Enum):
    """What stands before the source text."""

    NOTHING = auto()
    SOURCE = auto()  # the source language's token, which the tokenizer adds (`src_lang`)
    TARGET = auto()  # the target language's token, added in the same way
    TEXT = auto()  # the target language's token, written as text before the text


def _any(_: Checkpoint) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Family:
    """Checkpoints that are told the languages, and searched, in the same way.

    `token` matches a language's token; its first group is the language's code (ISO 639, perhaps
    with a script or a country). `listed_in` are the files that list them, the first that does
    counts. `longest` is the most source tokens it was trained for, where its positions allow
    more. `is_named` tells that a checkpoint's name says its pair. `defaults` are options of
    generation, for what a checkpoint does not say itself.
    `signs` tells families of one `model_type` apart.
    """

    name: str
    model_type: str
    lead: Lead = Lead.NOTHING
    forced: bool = False  # the target language's token is forced as the output's first
    token: re.Pattern[str] = _NEVER
    listed_in: tuple[str, ...] = ()
    longest: int = 512
    is_named: bool = False
    defaults: dict[str, Any] = field(default_factory=dict)
    tokenizer: str = ""  # its class, where checkpoints name none, or one that is not the library's
    newline: str = ""  # what the vocabulary has for a line's end
    reads: frozenset[str] = frozenset()  # languages, where the checkpoint does not say; all if none
    signs: Callable[[Checkpoint], bool] = _any
