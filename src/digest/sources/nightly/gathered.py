"""What a night's reading came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import PARTLY, Unavailable

if TYPE_CHECKING:
    from datetime import datetime

    from digest.records import Article, Failure


@dataclass(frozen=True, slots=True)
class Report:
    """How one source fared, in numbers of articles; `old` ones came before the reader's time.

    `error` is empty where it was read; `note` says what its owner or ours should change.
    """

    source: str
    new: int = 0
    known: int = 0
    old: int = 0
    failed: int = 0
    error: str = ""
    note: str = ""
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a night, and how the sources fared.

    `rows` is what `SourceStates.settle` takes once the edition is frozen; `origins` names the
    configured sources of each article, by its id.
    """

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]
    reports: tuple[Report, ...]
    rows: tuple[int, ...]
    origins: dict[str, tuple[str, ...]]
    is_offline: bool = False

    @property
    def exit_code(self) -> int:
        """0, 3 where something failed, 69 where the world could not be seen at all."""
        if self.is_offline:
            return Unavailable.exit_code
        return PARTLY if self.failures else 0
