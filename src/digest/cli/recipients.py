"""The lists of readers that editions name, taken in at the begin of a night.

The table stays the truth (S11): a list adds readers, and never brings back who left. What is wrong
with a list is told, and the readers who are known get their edition all the same.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from digest.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config import Settings
    from digest.config.tables import Edition
    from digest.store import Database


def take_in(database: Database, settings: Settings) -> Iterator[str]:
    """Add the readers of each edition's list; yield what its operator should look at."""
    for edition in settings.each_edition():
        try:
            yield from _added(database, edition)
        except InputError as error:
            yield f"the recipients of {edition.key} are as they were: {error}"


def _added(database: Database, edition: Edition) -> Iterator[str]:
    from digest.deliver.roster import read_roster
    from digest.store.subscribers import Subscribers

    if edition.recipients is None:
        return
    roster = read_roster(edition.recipients)
    Subscribers(database).add(edition.key, roster.addresses, time.time())
    for line, reason in roster.broken:
        yield f"{edition.recipients}, line {line}: {reason}"
