"""What the readers of an edition asked for."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  # a field's type
from dataclasses import dataclass, field
from typing import Literal

Grouping = Literal["topic", "country", "source"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How stories are chosen, ranked and grouped.

    `minutes` (of reading) and `stories` are budgets, 0 for none; what exceeds them is told in a
    line each. `prefer` are factors of topics, 1 for those not named; `topics` are the user's own,
    heading to beginnings of words. By the ids of articles, `weights` are factors, and `meant` are
    topics where no words tell one.
    """

    group: Grouping = "topic"
    minutes: int = 0
    stories: int = 0
    prefer: Mapping[str, float] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
