"""An edition to a frozen issue: from here on nothing is rendered, translated or dated again."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.deliver.message import compose, head, written
from digest.errors import InputError
from digest.store.address import parse_address
from digest.store.issues import Copy, Draft, Issues
from digest.store.secret import mail_secret
from digest.store.subscribers import token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from digest.deliver.message import Mailing, Sender, Shared
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
    header is read again and compared with its plan before anything is stored.

    Raises `DigestError` where one differs or an article was in an earlier issue, `InputError`
    where it is too large.
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
    desk = _Desk(mail_secret(database), mailing, sender, shared)
    return issues.freeze(draft, list(desk.copies(readers)))


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
    mailing: Mailing
    sender: Sender
    shared: Shared

    def copies(self, readers: Sequence[Subscriber]) -> Iterator[Copy]:
        seen: set[str] = set()
        for reader in readers:
            address = _address(reader)
            if address.key not in seen:
                seen.add(address.key)
                yield self._copy(address)

    def _copy(self, address: Address) -> Copy:
        edition, domain = self.mailing.edition, self.sender.address.domain
        name = message_id(self.secret, edition, self.mailing.day, address.key, domain)
        own = head(self.sender, address, name, token(self.secret, edition, address.key))
        return Copy(address.key, address.spec, name, written(own, self.shared))


def _address(reader: Subscriber) -> Address:
    try:
        return parse_address(reader.address, reader.name)
    except InputError as error:
        raise InputError(f"a subscriber of {reader.edition}: {error}") from error
