"""An edition to a frozen issue: from here on nothing is rendered, translated or dated again."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.deliver.message import compose, head, written
from digest.errors import Failed, InputError
from digest.store.address import parse_address
from digest.store.issues import Copy, Draft, Issues
from digest.store.runs import Runs
from digest.store.secret import mail_secret
from digest.store.subscribers import token

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from digest.deliver.header import Field
    from digest.deliver.message import Mailing, Sender
    from digest.store.address import Address
    from digest.store.database import Database
    from digest.store.issues import Issue
    from digest.store.subscribers import Subscriber

HOURS = 20.0  # an issue is news for so long (S09, E35)


def freeze(
    database: Database,
    mailing: Mailing,
    sender: Sender,
    readers: Sequence[Subscriber],
    hours: float = HOURS,
) -> Issue:
    """Freeze the issue of an edition and a day, with one copy for each reader.

    Where it is frozen already it is returned as it is: whatever was made anew is not sent. Every
    header is read again and compared with its plan before anything is stored. A reader without an
    address gets no copy: the caller tells of those, by `addressed`.

    Raises `Failed` where one differs, `DigestError` where an article was in an earlier issue,
    `InputError` where it is too large.
    """
    issues = Issues(database)
    found = issues.find(mailing.edition, mailing.day)
    if found:
        return found
    shared = compose(sender, mailing)
    now = mailing.moment.timestamp()
    draft = Draft(
        mailing.edition,
        mailing.day,
        sender.envelope,
        shared.content,
        mailing.articles,
        now,
        now + hours * 3600,
    )
    desk = _Desk(mail_secret(database), mailing.edition, mailing.day, sender)
    copies = (desk.copy(address, shared.fields) for address in addressed(readers).addresses)
    return issues.freeze(draft, list(copies))


def join(database: Database, issue: Issue, sender: Sender, reader: Subscriber) -> bool:
    """Add a copy of a frozen issue for a reader who joined since; tell whether there was none.

    Raises `InputError` where the reader has no address, or where the issue is older than a
    restored ledger, which may not know of the reader's copy.
    """
    restored = Runs(database).restored()
    if restored and restored.timestamp() >= issue.frozen:
        raise InputError(f"the ledger was restored after {issue.name}: it may not know of a copy")
    desk = _Desk(mail_secret(database), issue.edition, issue.day, sender)
    address = parse_address(reader.address, reader.name)
    return Issues(database).join(issue, desk.copy(address))


@dataclass(frozen=True, slots=True)
class Addressed:
    """The addresses of readers, each mailbox once, and the readers who have none, with the why."""

    addresses: tuple[Address, ...]
    broken: tuple[tuple[Subscriber, str], ...]


def addressed(readers: Iterable[Subscriber]) -> Addressed:
    """Read the addresses of readers; one that is none keeps no other from being read."""
    addresses: dict[str, Address] = {}
    broken: list[tuple[Subscriber, str]] = []
    for reader in readers:
        try:
            address = parse_address(reader.address, reader.name)
        except InputError as error:
            broken.append((reader, str(error)))
        else:
            addresses.setdefault(address.key, address)
    return Addressed(tuple(addresses.values()), tuple(broken))


def message_id(secret: bytes, edition: str, day: date, address_key: str, domain: str) -> str:
    """Return the Message-ID of a copy: the same for every try, and it names nobody (E28)."""
    issue = f"{edition}/{day.isoformat()}"
    mac = hmac.new(secret, f"message\0{issue}\0{address_key}".encode(), hashlib.sha256)
    return f"<{day.isoformat()}.{_slug(edition)}.{mac.hexdigest()[:20]}@{domain}>"


def _slug(edition: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", edition.lower()).strip("-") or "edition"


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where copies are addressed."""

    secret: bytes
    edition: str
    day: date
    sender: Sender

    def copy(self, address: Address, shared: Sequence[Field] = ()) -> Copy:
        domain = self.sender.address.domain
        name = message_id(self.secret, self.edition, self.day, address.key, domain)
        try:
            own = self._head(address, name, shared)
        except Failed:  # no name of one reader keeps the issue from all of them
            own = self._head(replace(address, name=""), name, shared)
        return Copy(address.key, address.spec, name, own)

    def _head(self, address: Address, name: str, shared: Sequence[Field]) -> bytes:
        leaving = token(self.secret, self.edition, address.key)
        return written(head(self.sender, address, name, leaving), shared)
