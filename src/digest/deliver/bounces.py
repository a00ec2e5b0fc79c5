"""Mail that comes back: bounces by the Message-ID of what they return, and wishes to leave (E26).

A Message-ID cannot be guessed, so a bounce that names one was made by who got the message; the
address in it is not believed. The same holds for the token of a copy's envelope (VERP). Whose mail
service tells that a letter was called spam (ARF, RFC 5965) wants no more of them.
"""

from __future__ import annotations

import mailbox
import re
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from typing import TYPE_CHECKING

from digest.deliver.notices import parse_notice
from digest.errors import InputError, InputMissing
from digest.store.copies import Copies, Outcome
from digest.store.deliveries import Deliveries
from digest.store.refusals import suspend_refusing
from digest.store.subscribers import Subscribers

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

    from digest.deliver.notices import Notice
    from digest.store.database import Database

_LEAVE = re.compile(r"\bunsubscribe\s+([0-9a-f]{32})\b", re.IGNORECASE)
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
        for content in map(box.get_bytes, box.keys()):
            counts[_take(content, database, now)] += 1
    finally:
        box.close()
    suspend_refusing(database, now)
    return Returned(**counts)


def _take(content: bytes, database: Database, now: float) -> str:
    try:
        message = message_from_bytes(content)
        wish = _LEAVE.search(str(message.get("Subject", "")))
        if wish:
            return _let_go(wish[1], database, now)
        notice = parse_notice(message)
    except (MessageError, ValueError, LookupError, RecursionError):
        return "other"  # mail from anybody; what cannot be read says nothing
    if notice:
        return _record(notice, _tokens(message), database, now)
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


def _record(notice: Notice, tokens: list[str], database: Database, now: float) -> str:
    copies = Copies(database)
    named = (copies.by_token(token) for token in tokens)
    row = copies.by_message_id(notice.message_id) or next(filter(None, named), None)
    if not row or not notice.about:
        return "other"
    if notice.about == "spam":
        Subscribers(database).change(row.address_key, "left", "called it spam", now)
        return "left"
    if notice.about == "delayed":
        return "delayed"
    said = Outcome("refused", "bounce", 0, notice.status, "came back")
    return "refused" if Deliveries(database).come_back(row, said, now) else "busy"
