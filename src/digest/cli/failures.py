"""What failed, told on stderr."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from digest.text.writing.invisible import printable

if TYPE_CHECKING:
    from digest.records import Failure

FEW = 5  # lines for one reason


class Complaints:
    """Tells a line a failure; of a reason that comes often the first few, and a count at last."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def __call__(self, failure: Failure) -> None:
        """Tell of a failure, where not too many were for the same reason."""
        self._counts[failure.error] += 1
        if self._counts[failure.error] <= FEW:
            _say(str(failure))

    def close(self) -> None:
        """Tell how many more there were."""
        for error, count in self._counts.items():
            if count > FEW:
                _say(f"and {count - FEW} more: {error}")


def _say(message: str) -> None:
    click.echo(f"digest: {printable(message)}", err=True)
