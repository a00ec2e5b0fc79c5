"""Who gets the editions: the lists that they name, taken in as a night begins, and who gets none.

The table stays the truth (S11). A list adds readers, never brings back who left, and stops the
mail to those it has brought and names no more. What is wrong with a list is told, and the readers
who are known get their edition all the same.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from typing import TYPE_CHECKING

from digest.errors import PARTLY, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config import Settings
    from digest.config.tables import Edition
    from digest.records import Failure
    from digest.store import Database
    from digest.store.subscribers import Subscriber


def take_in(database: Database, settings: Settings, notes: list[str]) -> Iterator[Failure]:
    """Follow the list of each edition; yield the lists that were not, note what else is odd."""
    from digest.records import Failure

    for edition in settings.each_edition():
        try:
            notes += _followed(database, edition)
        except InputError as error:
            told = f"its recipients are as they were: {error}"
            yield Failure(f"edition {edition.key}", "deliver", told, PARTLY)


def _followed(database: Database, edition: Edition) -> Iterator[str]:
    from digest.deliver.roster import read_roster
    from digest.store.subscribers import Subscribers

    if edition.recipients is None:
        return
    if os.path.exists(edition.recipients) and not os.path.isfile(edition.recipients):
        raise InputError(f"{edition.recipients} is no file")  # a FIFO would hold the night
    roster = read_roster(edition.recipients)
    for line, reason in roster.broken:
        yield f"{edition.recipients}, line {line}: {reason}"
    if not roster.addresses:  # a list that was cut off, rather than a wish to have no readers
        raise InputError(f"{edition.recipients} holds no address")
    gone = Subscribers(database).follow(edition.key, roster.addresses, time.time())
    if gone:
        yield f"{gone} readers of {edition.key} get nothing more: not in {edition.recipients}"


def stranded(database: Database, settings: Settings) -> Iterator[Failure]:
    """Yield what is wrong with the active readers, if there is a sender.

    That is who gets nothing, and who gets an edition though its owner may think otherwise.
    """
    from digest.store.subscribers import Subscribers

    if settings.mail.sender:
        readers = Subscribers(database).listed(state="active")
        made = {edition.key for edition in settings.each_edition()}
        yield from _without_edition(Counter(reader.edition for reader in readers), made)
        yield from _without_list(settings, readers)
        yield from _without_address(database, readers)


def _without_edition(counts: Counter[str], made: set[str]) -> Iterator[Failure]:
    """Yield the editions that have readers and are made no more, by a new key perhaps."""
    from digest.records import Failure

    for key in counts.keys() - made:
        told = (
            f"{counts[key]} readers get nothing, since no edition has this key: give it one, or "
            "move them with `digest subscribers export` and `import`, then `remove`"
        )
        yield Failure(f"edition {key}", "deliver", told, PARTLY)


def _without_list(settings: Settings, readers: list[Subscriber]) -> Iterator[Failure]:
    """Yield the editions that name no list any more, with readers whom one has brought.

    Whether they are to get it still is for their owner to say; until then they do, and it is told.
    """
    from digest.records import Failure
    from digest.store.subscribers import LISTED

    plain = {edition.key for edition in settings.each_edition() if edition.recipients is None}
    counts = Counter(reader.edition for reader in readers if reader.reason == LISTED)
    for key in plain & counts.keys():
        told = (
            f"{counts[key]} readers came from a list, and get it though `recipients` names none any"
            " more: keep them by `digest subscribers import FILE`, or remove those that `digest"
            " subscribers list` calls listed"
        )
        yield Failure(f"edition {key}", "deliver", told, PARTLY)


def _without_address(database: Database, readers: list[Subscriber]) -> Iterator[Failure]:
    """Yield the rows that hold no address, as after damage or an edit by other means."""
    from digest.deliver.freeze import addressed
    from digest.records import Failure
    from digest.store.secret import mail_secret
    from digest.store.subscribers import address_hash

    secret = mail_secret(database)
    for reader, reason in addressed(readers).broken:
        name = address_hash(secret, reader.key)
        told = f"gets nothing: {reason}; digest subscribers remove {name}"
        yield Failure(f"edition {reader.edition}, reader {name}", "deliver", told, PARTLY)
