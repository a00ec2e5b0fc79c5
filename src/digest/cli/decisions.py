"""What an operator decides about copies before anything is sent: `digest send` with options."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from digest.errors import InputError, InputMissing

if TYPE_CHECKING:
    from pathlib import Path

    from digest.config import Settings
    from digest.store import Database


@dataclass(frozen=True, slots=True)
class Decisions:
    """The options: doubts that are settled, what is sent again or late, who gets one more copy."""

    verify: Path | None = None
    resolve: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    retry_held: bool = False
    confirm_old: bool = False


def carry_out(database: Database, settings: Settings, wanted: Decisions) -> None:
    """Do what was decided. Raises `InputError` where it cannot be."""
    now = time.time()
    if wanted.verify:
        from digest.deliver.maillog import verify

        settled, left = verify(wanted.verify, database, now)
        click.echo(f"digest: the log settles {settled} doubts and leaves {left}", err=True)
    for wish in wanted.resolve:
        _resolve(database, wish, now)
    if wanted.retry_held:
        _retry(database, now)
    if wanted.confirm_old:
        _confirm(database, now + settings.mail.deliver_within * 3600)
    for name in wanted.to:
        _join(database, settings, name, now)


def _resolve(database: Database, wish: str, now: float) -> None:
    from digest.store.address import parse_address
    from digest.store.copies import Copies
    from digest.store.deliveries import Deliveries
    from digest.store.secret import mail_secret
    from digest.store.subscribers import address_hash

    name, _, verdict = wish.rpartition("=")
    if verdict not in ("sent", "resend"):
        raise InputError(f"cannot read {wish!r}; write ADDRESS=sent or ADDRESS=resend")
    key = parse_address(name).key if "@" in name else name
    secret = mail_secret(database)
    found = [
        copy
        for copy in Copies(database).unsettled()
        if key in (copy.address_key, address_hash(secret, copy.address_key))
    ]
    if not found:
        raise InputMissing(f"no copy for {name} is in doubt or held; see digest send --status")
    for copy in found:
        Deliveries(database).resolve(copy.id, "sent" if verdict == "sent" else "pending", now)


def _retry(database: Database, now: float) -> None:
    from digest.store.copies import Copies
    from digest.store.deliveries import Deliveries

    for copy in Copies(database).unsettled():
        if copy.state == "held":
            Deliveries(database).resolve(copy.id, "pending", now)


def _confirm(database: Database, until: float) -> None:
    from digest.store.issues import Issues

    issues = Issues(database)
    for issue in issues.newest():
        issues.reopen(issue, until)


def _join(database: Database, settings: Settings, name: str, now: float) -> None:
    """Add a copy of each newest issue for a reader who joined since; never a second one."""
    from digest.cli.nightly.mailing import sender
    from digest.deliver.freeze import join
    from digest.store.address import parse_address
    from digest.store.issues import Issues
    from digest.store.subscribers import Subscribers

    key = parse_address(name).key
    active = Subscribers(database).listed(state="active")
    readers = {reader.edition: reader for reader in active if reader.key == key}
    if not readers:
        raise InputMissing(f"{name} is no active reader: digest subscribers add")
    newest = Issues(database).newest()
    issues = [one for one in newest if one.edition in readers and one.is_news(now)]
    if not issues:
        raise InputMissing(f"no issue for {name} is news still; they get the next one")
    for issue in issues:
        who = sender(settings.mail, issue.edition)
        if not join(database, issue, who, readers[issue.edition]):
            click.echo(f"digest: {name} has a copy of {issue.name} already", err=True)
