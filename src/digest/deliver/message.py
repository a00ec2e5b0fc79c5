"""The message of an issue: what all copies share, and the head that is each reader's own.

`multipart/alternative`, text first, 7-bit safe. What is shared is made once; a copy is its head
followed by it, so that a copy sent again is the same, byte for byte.
"""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from quopri import encodestring
from typing import TYPE_CHECKING
from urllib.parse import quote

from digest.deliver import header
from digest.deliver.header import Field, mailbox, plain
from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from digest.store.address import Address

HTML_BYTES = 80_000  # Gmail clips at about 102 KB of HTML
MESSAGE_BYTES = 200_000
_HTML_SENT = 112_000  # bytes of it as it is sent; Cyrillic is a third longer then
_HEAD_BYTES = 8_000  # of a copy's header and of what parts its parts
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
    """Make what all copies share, of MESSAGE_BYTES at most.

    Where even the shortest text is too long it is cut, and HTML that is too long shows that text.
    """
    shown = (html for html in map(inlined, mailing.html) if len(html.encode()) <= HTML_BYTES)
    html = _fitting(shown, _HTML_SENT) or _bare(mailing.text[-1], mailing.language)
    room = MESSAGE_BYTES - _HEAD_BYTES - len(_seven_bit(html)[1])
    text = _fitting(mailing.text, room) or _cut(mailing.text[-1], room // 3)
    parts = (("plain", text), ("html", html))
    boundary = "=_" + hashlib.sha256("\0".join(text for _, text in parts).encode()).hexdigest()[:32]
    fields = (*_fields(sender, mailing), _content_type(boundary))
    body = b"".join(_part(boundary, kind, text) for kind, text in parts)
    content = b"".join(map(bytes, fields)) + b"\r\n" + body + f"--{boundary}--\r\n".encode()
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
    return (
        mailbox("From", sender.address),
        *reply,
        header.text("Subject", mailing.subject),
        plain("Date", format_datetime(mailing.moment)),
        plain("List-Id", f"<{sender.list_id}>"),
        plain("Content-Language", mailing.language),
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


def _fitting(versions: Iterable[str], limit: int) -> str:
    """Return the first version of `limit` bytes at most as it is sent; nothing where none is."""
    return next((text for text in versions if len(_seven_bit(text)[1]) <= limit), "")


def _cut(text: str, limit: int) -> str:
    """Return a text up to the last end of a line within its first `limit` bytes."""
    data = text.encode()
    if len(data) <= limit:
        return text
    part = data[:limit].decode(errors="ignore")
    return f"{part.rpartition(chr(10))[0].rstrip() or part}\n…\n"


def _bare(text: str, language: str) -> str:
    """Return a text as the plainest HTML; no sign of it takes more than six bytes there."""
    shown = escape(_cut(text, HTML_BYTES // 6), quote=False)
    return (
        f'<!doctype html><html lang="{language}"><body><pre style="white-space: pre-wrap">{shown}'
        "</pre></body></html>"
    )


def inlined(html: str) -> str:
    """Put the styles on their elements; nothing is fetched or opened on the way."""
    import css_inline

    inliner = css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_at_rules=True, minify_css=True
    )
    return inliner.inline(html).replace("&nbsp;", "\u00a0")  # a third of its bytes


def _part(boundary: str, kind: str, text: str) -> bytes:
    encoding, encoded = _seven_bit(text)
    return (
        f"--{boundary}\r\n"
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode() + encoded


def _seven_bit(text: str) -> tuple[str, bytes]:
    """Encode by what is shorter: Cyrillic is half as long again in quoted-printable (E06, E07)."""
    data = re.sub(r"\r\n|\r|\n", "\n", text if text.endswith("\n") else text + "\n").encode()
    base64 = encodebytes(data.replace(b"\n", b"\r\n")).replace(b"\n", b"\r\n")
    quoted = (encodestring(data) + b"\n").replace(b"\n", b"\r\n")  # the last is the boundary's
    if len(quoted) <= len(base64):
        return "quoted-printable", quoted
    return "base64", base64
