"""The phases of an SMTP transaction, and what a reply in each of them means.

Everything before the final dot is certain: the server has no message. After the dot only a reply
makes it certain (RFC 5321, 4.2.5; RFC 1047). Pure functions; nothing here touches a socket.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from digest.store.copies import Outcome

if TYPE_CHECKING:
    from digest.store.copies import State

_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?!\d)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")
# Refusals that are about policy, rate or a full mailbox, and pass: RFC 3463, E17.
_SOFT = re.compile(r"5\.7\.|5\.2\.2$|5\.4\.6$|5\.3\.4$")
_SOFT_CODES = frozenset({552})
SOFT_RETRIES = 3


class Phase(StrEnum):
    """How far a transaction came; `check` and `size` come before any."""

    CHECK = "check"
    SIZE = "size"
    CONNECT = "connect"
    BANNER = "banner"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's reply. `text` is one line, without control characters and without addresses."""

    code: int
    text: str = ""
    lines: tuple[str, ...] = ()

    @property
    def enhanced(self) -> str:
        """The enhanced status code (RFC 3463), or ""."""
        found = _ENHANCED.match(self.text)
        return found[1] if found else ""

    @property
    def kind(self) -> int:
        """The first digit: 2 is yes, 3 go on, 4 not now, 5 no."""
        return self.code // 100


def reply(code: int, *lines: str) -> Reply:
    """Return a reply whose text is fit for logs: one line of 200 characters, addresses masked."""
    text = _CONTROLS.sub(" ", " ".join(lines)).strip()
    return Reply(code, _ADDRESS.sub("<address>", text)[:200], lines)


def judged(phase: Phase, said: Reply, retries: int = 0) -> Outcome:
    """Return what a reply to RCPT, DATA or the final dot makes of the copy.

    `retries` are the times it was put off before: a soft refusal is final after SOFT_RETRIES.
    """
    return _outcome(_state(phase, said, retries), phase, said)


def broken(phase: Phase, reason: str) -> Outcome:
    """Return what a connection that ended, or spoke no SMTP, makes of the copy."""
    state: State = "uncertain" if phase is Phase.DOT else "pending"
    return Outcome(state, phase, text=reason)


def _state(phase: Phase, said: Reply, retries: int) -> State:
    if phase is Phase.DOT and said.kind not in (2, 4, 5):
        return "uncertain"
    if said.kind == 2:
        return "sent"
    if phase is Phase.DATA:
        return "pending"  # about the server, not about this reader
    if said.kind == 5 and (not _soft(said) or retries >= SOFT_RETRIES):
        return "refused"
    return "pending" if said.code == 421 and phase is Phase.RCPT else "deferred"


def _soft(said: Reply) -> bool:
    if said.enhanced:
        return bool(_SOFT.match(said.enhanced))
    return said.code in _SOFT_CODES


def _outcome(state: State, phase: Phase, said: Reply) -> Outcome:
    return Outcome(state, phase, said.code, said.enhanced, said.text)
