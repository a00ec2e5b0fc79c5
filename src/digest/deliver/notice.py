"""A note to the operator: one plain message, no issue, no copy, no second try."""

from __future__ import annotations

from base64 import encodebytes
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from digest.deliver import header
from digest.deliver.transport import Letter
from digest.errors import ConfigError, DigestError, TryLater

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.deliver.message import Sender
    from digest.deliver.transport import Transport
    from digest.store.address import Address


def note(sender: Sender, to: Address, subject: str, text: str, moment: datetime) -> Letter:
    """Return a message of plain text."""
    fields = (
        header.mailbox("From", sender.address),
        header.mailbox("To", to),
        header.text("Subject", subject),
        header.plain("Date", format_datetime(moment)),
        header.plain("Message-ID", make_msgid(domain=sender.address.domain)),
        header.plain("Auto-Submitted", "auto-generated"),
        header.plain("MIME-Version", "1.0"),
        header.plain("Content-Type", 'text/plain; charset="utf-8"'),
        header.plain("Content-Transfer-Encoding", "base64"),
    )
    head = b"".join(map(bytes, fields)) + b"\r\n"
    header.compare(head, fields)
    body = encodebytes(text.replace("\n", "\r\n").encode("utf-8", "replace"))
    name = f"operator.{moment:%Y-%m-%dT%H%M%S.%f}"  # in a folder, none replaces another
    envelope = sender.envelope.replace("{token}", "operator")
    return Letter(envelope, to.spec, head + body.replace(b"\n", b"\r\n"), name)


def send(letter: Letter, transports: Sequence[Transport]) -> None:
    """Hand a note to the first transport that takes it.

    Raises `DigestError`, that of the last one, where none does.
    """
    problem: DigestError = ConfigError("nobody sends mail: set [mail] sender")
    for transport in transports:
        try:
            transport.open()
            outcome = transport.hand_over(letter, lambda: None)
        except DigestError as error:
            problem = error
        else:
            if outcome.state == "sent":
                return
            problem = TryLater(f"{outcome.state} at {outcome.phase}: {outcome.code} {outcome.text}")
        finally:
            transport.close()
    raise problem
