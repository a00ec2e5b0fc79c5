"""The message of an issue: what all copies share, and the head that is each reader's own.

`multipart/alternative`, text first, 7-bit safe. What is shared is made once; a copy is its head
followed by it, so that a copy sent again is the same, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from digest.deliver import header
from digest.deliver.body import alternative
from digest.deliver.header import Field, mailbox, plain
from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from digest.store.address import Address

# What the mail server's DKIM signature must cover (RFC 8058, 4; E32).
SIGNED = (
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
    "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. `unsubscribe_url` is an https template with {token}.

    `envelope` gets bounces; a {token} in it stands for the copy.
    """

    address: Address
    envelope: str
    list_id: str
    reply_to: Address | None = None
    unsubscribe_mailto: str = ""
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True)
class Mailing:
    """An edition as it is to be mailed.

    `text` is from its own renderer; of it and of `html` the longest version comes first, and the
    longest that fits is sent. `articles` are the ids of what is in it. `moment` is aware: the Date
    of every copy, whenever it leaves (E29).
    """

    edition: str
    day: date
    moment: datetime
    language: str
    subject: str
    text: Sequence[str]
    html: Sequence[str]
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """What all copies of an issue share: its fields, and the bytes from them to the end."""

    fields: tuple[Field, ...]
    content: bytes


def compose(sender: Sender, mailing: Mailing) -> Shared:
    """Make what all copies share, of MESSAGE_BYTES at most."""
    boundary, body = alternative(mailing.text, mailing.html, mailing.language)
    fields = (*_fields(sender, mailing), _content_type(boundary))
    content = b"".join(map(bytes, fields)) + b"\r\n" + body
    if not header.fit(content):
        raise DigestError("a line of the message is not fit for SMTP; nothing is sent")
    return Shared(fields, content)


def head(sender: Sender, reader: Address, message_id: str, token: str) -> tuple[Field, ...]:
    """Return the fields that are one reader's own; no other reader is in them (E33)."""
    return (
        mailbox("To", reader),
        plain("Message-ID", message_id),
        *_unsubscribe(sender, token),
    )


def written(own: Sequence[Field], shared: Sequence[Field]) -> bytes:
    """Return one reader's own fields as bytes; with the shared ones they were compared with plan.

    Raises `DigestError` where they differ.
    """
    fields = (*own, *shared)
    header.compare(b"".join(map(bytes, fields)) + b"\r\n", fields)
    return b"".join(map(bytes, own))


def _fields(sender: Sender, mailing: Mailing) -> tuple[Field, ...]:
    reply = (mailbox("Reply-To", sender.reply_to),) if sender.reply_to else ()
    language = (plain("Content-Language", mailing.language),) if mailing.language else ()
    return (
        mailbox("From", sender.address),
        *reply,
        header.text("Subject", mailing.subject),
        plain("Date", format_datetime(mailing.moment)),
        plain("List-Id", f"<{sender.list_id}>"),
        *language,
        plain("Auto-Submitted", "auto-generated"),
        plain("Precedence", "bulk"),
        plain("X-Auto-Response-Suppress", "All"),
        plain("MIME-Version", "1.0"),
    )


def _content_type(boundary: str) -> Field:
    value = f'multipart/alternative; boundary="{boundary}"'
    return Field("Content-Type", value, value.replace("; ", ";\r\n "))


def _unsubscribe(sender: Sender, token: str) -> tuple[Field, ...]:
    """RFC 2369, and RFC 8058 only over https: one click, and a GET changes nothing (E31)."""
    ways = []
    if sender.unsubscribe_url:
        ways.append("<" + sender.unsubscribe_url.replace("{token}", token) + ">")
    if sender.unsubscribe_mailto:
        to = quote(sender.unsubscribe_mailto, safe="@+")  # RFC 6068
        ways.append(f"<mailto:{to}?subject=unsubscribe%20{token}>")
    if not ways:
        return ()
    field = Field("List-Unsubscribe", ", ".join(ways), ",\r\n ".join(ways))
    click = plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return (field, click) if sender.unsubscribe_url else (field,)
