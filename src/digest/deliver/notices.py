"""What programs tell of a message: that it came back, comes late, or was called spam.

Bounces are read in all their forms: RFC 3464 and 6533, those without a part for programs (Yahoo),
and those without any parts (qmail, old Exims); complaints as of RFC 5965. Pure functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    About = Literal["failed", "delayed", "spam", ""]

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_FIELD = re.compile(r"^(action|status|feedback-type):[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_ORIGINAL_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
# Parts that say what happened, and parts that return what it happened to.
_SAYING = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/feedback-report"}
)
_RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)
_ABOUT: Mapping[str, About] = {"failed": "failed", "delayed": "delayed", "abuse": "spam"}
_QMAIL = "Hi. This is the "  # its bounces have no parts (QSBMF); those of old Exims neither


@dataclass(frozen=True, slots=True)
class Notice:
    """What a program tells of a message: "" is what it does not say, or what is of no use."""

    message_id: str
    status: str
    about: About


def parse_notice(message: Message) -> Notice | None:
    """Return what a program tells in a message, or nothing where none does."""
    for part in message.walk():
        if part.get_content_type() == "multipart/report":
            return _report(part)
    text = _body(message)
    if message["X-Failed-Recipients"] or text.startswith(_QMAIL):
        return Notice(_original_id(text), "", "failed")
    return None


def _report(report: Message) -> Notice:
    said, returned = _texts(report, _SAYING), _texts(report, _RETURNED)
    fields = {name.lower(): value.lower() for name, value in _FIELD.findall(said)}
    status = _STATUS.match(fields.get("status", ""))
    told = fields.get("action", fields.get("feedback-type", ""))
    if not said and report.get_param("report-type") == "delivery-status":
        told = "failed"  # as Yahoo's, which say it to people only
    return Notice(_original_id(returned), status[0] if status else "", _ABOUT.get(told, ""))


def _texts(report: Message, kinds: frozenset[str]) -> str:
    """Return what the parts of these kinds hold."""
    return "\n".join(_body(part) for part in report.walk() if part.get_content_type() in kinds)


def _body(part: Message) -> str:
    """Return what a part holds, as text: of a part in it, its headers, too."""
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = [one for one in payload if isinstance(one, Message)]
        return "\n".join(f"{_head(one)}\n\n{_body(one)}" for one in inner)
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _head(part: Message) -> str:
    return "\n".join(f"{name}: {value}" for name, value in part.items())


def _original_id(text: str) -> str:
    found = _ORIGINAL_ID.search(text)
    return found[1] if found else ""
