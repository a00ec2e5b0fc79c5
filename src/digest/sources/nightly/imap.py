"""New mails of an IMAP mailbox (RFC 9051), read without leaving a trace in it.

The mailbox is opened by EXAMINE and read by BODY.PEEK, so nothing is marked as seen. What was read
is remembered by UID, as `UIDVALIDITY:highest` and a sequence set of those below it that wait; where
UIDVALIDITY changes, the UIDs mean nothing any more, and the mails of the window are read again.
"""

from __future__ import annotations

import imaplib
import re
from binascii import b2a_base64
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from digest.errors import ConfigError, Failed, InputError, Unavailable
from digest.sources.nightly.imap_session import session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from digest.sources.limits import Limits
    from digest.sources.source import Source
    from digest.sources.web.network import Network

_PORTS = {"imaps": 993, "imap": 143}
_MEMORY = 100_000_000  # bytes of mails that one night takes from a mailbox
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UIDS = 2**32
_BEYOND_ASCII = re.compile(r"[^ -~]+")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

Mail = tuple[str, bytes | Failed]


class News(NamedTuple):
    """New mails, the oldest first, the cursor that comes after them, and how many mails wait."""

    mails: list[Mail]
    cursor: str
    left: int


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The parts of `imaps://user@host[:port]/Mailbox`."""

    scheme: str
    user: str
    host: str
    port: int
    name: str


def mailbox(url: str) -> Mailbox:
    """Take an IMAP URL (RFC 5092) apart; raise `ConfigError` for one that is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ConfigError("not an IMAP address: it is written imaps://user@host/Mailbox") from None
    user, name = unquote(parts.username or ""), unquote(parts.path.lstrip("/")) or "INBOX"
    if not (user and parts.hostname and f"{user}{name}".isprintable()):
        raise ConfigError("not an IMAP address: it is written imaps://user@host/Mailbox")
    if parts.password:
        raise ConfigError(f"a password in the address of {parts.hostname}: set password_file")
    return Mailbox(parts.scheme, user, parts.hostname, port, name)


def mails(source: Source, cursor: str, start: datetime, network: Network, limits: Limits) -> News:
    """Return the mails that `cursor` does not know, or without one those since `start`.

    Of too many the newest are read, and the others wait for another night.
    Raises `Forbidden` where the server refuses us, `Unavailable` where it cannot be reached.
    """
    box = mailbox(source.place)
    try:
        with session(box, source, network, limits) as client:
            return _new(client, box, cursor, start, limits)
    except imaplib.IMAP4.error as error:
        raise Unavailable(f"the IMAP server refuses ({error}): check the mailbox") from None
    except OSError as error:
        raise Unavailable(f"the IMAP connection broke ({error}): try again later") from None
    except (ValueError, LookupError) as error:  # imaplib, of bytes that no server should send
        raise Unavailable(f"the IMAP server answers oddly ({error}): check it") from None


def _utf7(name: str) -> str:
    """Return a mailbox's name as servers know it (RFC 3501, 5.1.3); ASCII is taken as it is."""
    if name.isascii():
        return name

    def shifted(found: re.Match[str]) -> str:
        base64 = b2a_base64(found[0].encode("utf-16-be"), newline=False).decode("ascii")
        return "&" + base64.rstrip("=").replace("/", ",") + "-"

    return _BEYOND_ASCII.sub(shifted, name.replace("&", "&-"))


def _new(client: imaplib.IMAP4, box: Mailbox, cursor: str, start: datetime, limits: Limits) -> News:
    validity = _opened(client, box)
    valid, _, seen = cursor.partition(":")
    wanted = _wanted(seen if valid == validity else "")
    found = _found(client, wanted, start)
    read = dict(_loaded(client, found[: -limits.items - 1 : -1], limits))
    left = set(found) - read.keys()
    mails = [(f"{validity}:{uid}", read[uid]) for uid in sorted(read)]
    highest = max([wanted[-1].start - 1, *found])
    waiting = ",".join(_ranges(found, left, wanted))
    return News(mails, f"{validity}:{highest} {waiting}".rstrip(), len(left))


def _wanted(seen: str) -> list[range]:
    """Return the UIDs to look for: those that wait, and those above the highest that was seen."""
    highest, _, waiting = seen.partition(" ")
    parts = (part.split(":") for part in waiting.split(",") if part)
    ranges = [range(int(first), int(last) + 1) for first, last in parts]
    return [*ranges, range(int(highest or 0) + 1, _UIDS)]


def _opened(client: imaplib.IMAP4, box: Mailbox) -> str:
    """Open the mailbox, and return its UIDVALIDITY."""
    quoted = _utf7(box.name).replace("\\", "\\\\").replace('"', '\\"')
    status, told = client.select(f'"{quoted}"', readonly=True)
    if status != "OK":
        raise InputError(f"no mailbox {box.name} ({told[0]!r}): check the name")
    return ((client.response("UIDVALIDITY")[1] or [b""])[0] or b"").decode("ascii", "replace")


def _found(client: imaplib.IMAP4, wanted: Sequence[range], start: datetime) -> list[int]:
    """Return the UIDs of the wanted mails, ascending; where all are wanted, of the window."""
    day = f"{start.day:02}-{_MONTHS[start.month - 1]}-{start.year}"  # strftime follows the locale
    *waiting, new = wanted
    ranges = ",".join((*(f"{one[0]}:{one[-1]}" for one in waiting), f"{new.start}:*"))
    criteria = ("UID", ranges) if new.start > 1 else ("SINCE", day)
    status, told = client.uid("SEARCH", *criteria)
    _require_ok(client, status, told)
    found = sorted(set(map(int, (told[0] or b"").split())))  # * is the highest, be it known or not
    return [uid for uid in found if any(uid in part for part in wanted)]


def _ranges(found: Sequence[int], left: Collection[int], wanted: Sequence[range]) -> Iterator[str]:
    """Yield ranges of those that are left, with nothing else of the mailbox in them."""
    for part in wanted:
        mails = (uid for uid in found if uid in part)
        runs = (list(run) for waits, run in groupby(mails, left.__contains__) if waits)
        yield from (f"{run[0]}:{run[-1]}" for run in runs)


def _loaded(
    client: imaplib.IMAP4, uids: Sequence[int], limits: Limits
) -> Iterator[tuple[int, bytes | Failed]]:
    """Yield mails in the order given, as many as are had in time and fit in memory.

    Raises what went wrong where there is none at all: else no night would get further.
    """
    size, refused = 0, None
    for uid in uids:
        try:
            mail = _load(client, uid, limits)
        except (imaplib.IMAP4.error, OSError) as error:
            refused = error
            if isinstance(error, OSError | imaplib.IMAP4.abort):  # the line is dead
                break
        else:
            yield uid, mail
            size += len(mail) if isinstance(mail, bytes) else 1
            if size > _MEMORY:
                return
    if refused and not size:
        raise refused


def _load(client: imaplib.IMAP4, uid: int, limits: Limits) -> bytes | Failed:
    _, told = client.uid("FETCH", str(uid), "(RFC822.SIZE)")
    size = _SIZE.search(told[0] or b"") if told and isinstance(told[0], bytes) else None
    if size and int(size[1]) > limits.bytes:
        return InputError(f"too large ({int(size[1])} bytes): read it in the mailbox")
    status, told = client.uid("FETCH", str(uid), "(BODY.PEEK[])")
    _require_ok(client, status, told)
    for part in told:
        if isinstance(part, tuple):
            return bytes(part[1])
    return InputError("gone before it was read: nothing to do")


def _require_ok(client: imaplib.IMAP4, status: str, told: list[Any]) -> None:
    """Raise an error where a server cannot do now what it was asked: the mail is read later."""
    if status != "OK":
        raise client.error(f"{status} {told[0]!r}")
