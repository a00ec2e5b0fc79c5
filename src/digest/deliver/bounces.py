"""Mail that comes back: bounces by the Message-ID of what they return, and wishes to leave (E26).

A Message-ID cannot be guessed, so a bounce that names one was made by who got the message; the
address in it is not believed. The same holds for the token of a copy's envelope (VERP).
"""

from __future__ import annotations

import mailbox
import re
from collections import Counter
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from typing import TYPE_CHECKING

from digest.errors import InputError, InputMissing
from digest.store.copies import Copies, Outcome
from digest.store.deliveries import Deliveries
from digest.store.subscribers import Subscribers

if TYPE_CHECKING:
    from pathlib import Path

    from digest.store.database import Database

_LEAVE = re.compile(r"\bunsubscribe\s+([0-9a-f]{32})\b", re.IGNORECASE)
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{20}(?![0-9a-f])")
_GOT_AS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_ID = re.compile(r"<[^<>\s]{1,250}>")


@dataclass(frozen=True, slots=True)
class Returned:
    """What a mailbox of returned mail came to, in messages.

    `busy` are those about copies that were in hand: they are to be read again.
    """

    refused: int = 0
    delayed: int = 0
    left: int = 0
    replied: int = 0
    busy: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery status notification (RFC 3464), as far as it is of use; what it lacks is ""."""

    message_id: str
    status: str
    failed: bool


def read_bounces(path: Path, database: Database, now: float) -> Returned:
    """Record the bounces in an mbox file, and let go who asks for it.

    The same file read twice changes nothing, and other processes may read or send beside it:
    what a message says is recorded in one transaction. Raises `InputMissing` where there is none,
    `InputError` where it cannot be read.
    """
    if not path.is_file():
        raise InputMissing(f"no mailbox at {path}")
    counts = Counter[str]()
    try:
        box = mailbox.mbox(path, create=False)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    try:
        for message in box:
            counts[_take(message, database, now)] += 1
    finally:
        box.close()
    Subscribers(database).suspend_refusing(now)
    return Returned(**counts)


def parse_bounce(message: Message) -> Bounce | None:
    """Return the bounce in a message, or nothing where it is none."""
    if message.get_content_type() != "multipart/report":
        return None
    status, action, original = "", "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            fields = _status_fields(part)
            status, action = fields.get("status", ""), fields.get("action", "").lower()
        elif kind in ("message/rfc822", "message/global", "text/rfc822-headers"):
            original = original or _original_id(part)
    found = _STATUS.search(status)
    return Bounce(original, found[0] if found else "", action == "failed")


def _take(message: Message, database: Database, now: float) -> str:
    try:
        wish = _LEAVE.search(str(message.get("Subject", "")))
        if wish:
            return _let_go(wish[1], database, now)
        bounce = parse_bounce(message)
    except (MessageError, ValueError, LookupError):
        return "other"  # mail from anybody; what cannot be read says nothing
    if bounce:
        return _record(bounce, _tokens(message), database, now)
    return "replied" if _is_reply(message, database) else "other"


def _tokens(message: Message) -> list[str]:
    """Return what may be a token in the addresses that a message came to."""
    found = (str(value) for name in _GOT_AS for value in message.get_all(name, ()))
    return [token for value in found for token in _TOKEN.findall(value)]


def _is_reply(message: Message, database: Database) -> bool:
    """Tell whether a person answers one of our copies: a person has to read it."""
    if str(message.get("Auto-Submitted", "no")).lower() != "no":
        return False
    named = _ID.findall(str(message.get("In-Reply-To", "")))
    return any(Copies(database).by_message_id(name) for name in named)


def _let_go(given: str, database: Database, now: float) -> str:
    subscribers = Subscribers(database)
    reader = subscribers.by_token(given)
    if not reader:
        return "other"
    subscribers.change(reader.key, "left", "asked by mail", now, reader.edition)
    return "left"


def _record(bounce: Bounce, tokens: list[str], database: Database, now: float) -> str:
    copies = Copies(database)
    named = (copies.by_token(token) for token in tokens)
    row = copies.by_message_id(bounce.message_id) or next(filter(None, named), None)
    if not row:
        return "other"
    if not bounce.failed:
        return "delayed"
    said = Outcome("refused", "bounce", 0, bounce.status, "came back")
    return "refused" if Deliveries(database).come_back(row, said, now) else "busy"


def _status_fields(part: Message) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in _parts(part):
        found |= {name.lower(): str(value) for name, value in block.items()}
    return found


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return (
        [item for item in payload if isinstance(item, Message)] if isinstance(payload, list) else []
    )


def _original_id(part: Message) -> str:
    returned = _parts(part)
    if returned:
        told = str(returned[0].get("Message-ID", ""))
    else:
        raw = part.get_payload(decode=True)
        text = raw.decode("ascii", "replace") if isinstance(raw, bytes) else ""
        lines = re.search(r"^message-id:(.*(?:\n[ \t].*)*)", text, re.IGNORECASE | re.MULTILINE)
        told = lines[1] if lines else ""
    found = _ID.search(told)
    return found[0] if found else ""
