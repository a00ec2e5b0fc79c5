"""New mails of an IMAP mailbox (RFC 9051), read without leaving a trace in it.

The mailbox is opened by EXAMINE and read by BODY.PEEK, so nothing is marked as seen. What was read
is remembered by UID; where UIDVALIDITY changes, the UIDs mean nothing any more, and the mails of
the window are read again.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from binascii import b2a_base64
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from digest.errors import ConfigError, Failed, Forbidden, InputError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.sources.limits import Limits
    from digest.sources.network import Network
    from digest.sources.source import Source

_PORTS = {"imaps": 993, "imap": 143}
_SECONDS = 300.0  # the whole session
_MEMORY = 100_000_000  # bytes of mails that one night takes from a mailbox
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BEYOND_ASCII = re.compile(r"[^ -~]+")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

Mail = tuple[str, bytes | Failed]


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


def mails(
    source: Source, cursor: str, start: datetime, network: Network, limits: Limits
) -> tuple[list[Mail], str]:
    """Return the mails after `cursor`, or without one those since `start`, and the next cursor.

    Raises `Forbidden` where the server refuses us, `Unavailable` where it cannot be reached.
    """
    box = mailbox(source.place)
    try:
        with _session(box, source, network, limits) as client:
            return _new(client, box, cursor, start, limits)
    except imaplib.IMAP4.error as error:
        raise Unavailable(f"the IMAP server refuses ({error}): check the mailbox") from None
    except OSError as error:
        raise Unavailable(f"the IMAP connection broke ({error}): try again later") from None
    except (ValueError, LookupError) as error:  # imaplib, of bytes that no server should send
        raise Unavailable(f"the IMAP server answers oddly ({error}): check it") from None


class _Client(imaplib.IMAP4):
    """imaplib over a connection that is already made, with a bound on what it takes at once."""

    def __init__(self, connection: socket.socket, host: str, most: int) -> None:
        self._connection = connection
        self._most = most
        super().__init__(host)  # the name that STARTTLS then proves

    def _create_socket(self, timeout: float | None) -> socket.socket:
        del timeout
        return self._connection

    def read(self, size: int) -> bytes:
        if size > self._most:
            raise self.abort(f"{size} bytes at once")
        return super().read(size)


@contextmanager
def _session(
    box: Mailbox, source: Source, network: Network, limits: Limits
) -> Iterator[imaplib.IMAP4]:
    from digest.sources import guard  # here: only who fetches pays for a client

    place = f"{box.host}:{box.port}"
    trusted = place in network.allow_private
    connection = guard.connect(box.host, box.port, guard.Deadline(network.seconds), trusted)
    connection.settimeout(network.seconds)
    with connection, _watched(connection):
        client = _opened(connection, box, source, limits)
        try:
            _log_in(client, box, source)
            yield client
            with suppress(client.error, OSError):  # what was read is read
                client.logout()
        finally:
            with suppress(OSError):  # after a good LOGOUT it is closed already
                client.shutdown()


@contextmanager
def _watched(connection: socket.socket) -> Iterator[None]:
    """End the connection after a time, however slowly its answers drip."""
    with connection.dup() as double:  # TLS takes the first one over
        watch = threading.Timer(_SECONDS, double.shutdown, (socket.SHUT_RDWR,))
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()


def _opened(
    connection: socket.socket, box: Mailbox, source: Source, limits: Limits
) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=source.ca_file or None)
    try:
        if box.scheme == "imaps":
            connection = context.wrap_socket(connection, server_hostname=box.host)
            return _Client(connection, box.host, limits.bytes)
        return _upgraded(_Client(connection, box.host, limits.bytes), context)
    except ssl.SSLError as error:
        connection.close()
        raise Unavailable(f"no safe connection ({error.reason or error})") from None


def _upgraded(client: imaplib.IMAP4, context: ssl.SSLContext) -> imaplib.IMAP4:
    try:
        client.starttls(context)
    except BaseException:
        with suppress(OSError):
            client.shutdown()
        raise
    return client


def _log_in(client: imaplib.IMAP4, box: Mailbox, source: Source) -> None:
    if not source.password:
        raise ConfigError("no password: set password_file in its table of digest.toml")
    try:
        if "AUTH=PLAIN" in client.capabilities:
            client.authenticate("PLAIN", lambda _: f"\0{box.user}\0{source.password}".encode())
        else:
            client.login(box.user, source.password)
    except client.abort:
        raise
    except UnicodeEncodeError:  # its text would hold the password
        raise Forbidden(f"{box.host} takes no name or password beyond ASCII: set others") from None
    except client.error:  # its text may repeat what we sent
        raise Forbidden(f"{box.host} refuses the password of {box.user}: check it") from None


def _utf7(name: str) -> str:
    """Return a mailbox's name as servers know it (RFC 3501, 5.1.3); ASCII is taken as it is."""
    if name.isascii():
        return name

    def shifted(found: re.Match[str]) -> str:
        base64 = b2a_base64(found[0].encode("utf-16-be"), newline=False).decode("ascii")
        return "&" + base64.rstrip("=").replace("/", ",") + "-"

    return _BEYOND_ASCII.sub(shifted, name.replace("&", "&-"))


def _new(
    client: imaplib.IMAP4, box: Mailbox, cursor: str, start: datetime, limits: Limits
) -> tuple[list[Mail], str]:
    quoted = _utf7(box.name).replace("\\", "\\\\").replace('"', '\\"')
    status, told = client.select(f'"{quoted}"', readonly=True)
    if status != "OK":
        raise InputError(f"no mailbox {box.name} ({told[0]!r}): check the name")
    validity = ((client.response("UIDVALIDITY")[1] or [b""])[0] or b"").decode("ascii", "replace")
    valid, _, last = cursor.partition(":")
    known = int(last) if valid == validity and last else 0
    found: list[Mail] = []
    for uid, mail in _loaded(client, _after(client, known, start)[: limits.items], limits):
        found.append((f"{validity}:{uid}", mail))
        known = uid
    return found, f"{validity}:{known}"


def _loaded(
    client: imaplib.IMAP4, uids: list[int], limits: Limits
) -> Iterator[tuple[int, bytes | Failed]]:
    """Yield mails in order, as many as are had in time and fit in memory; the rest waits.

    Raises what breaks the connection before the first of them: else no night would get further.
    """
    size = 0
    for uid in uids:
        try:
            mail = _load(client, uid, limits)
        except (imaplib.IMAP4.error, OSError):
            if not size:
                raise
            return
        yield uid, mail
        size += len(mail) if isinstance(mail, bytes) else 1
        if size > _MEMORY:
            return


def _after(client: imaplib.IMAP4, known: int, start: datetime) -> list[int]:
    """Return the UIDs after `known`, the oldest first; without one, those of the window."""
    day = f"{start.day:02}-{_MONTHS[start.month - 1]}-{start.year}"  # strftime follows the locale
    criteria = ("UID", f"{known + 1}:*") if known else ("SINCE", day)
    status, told = client.uid("SEARCH", *criteria)
    _require_ok(client, status, told)
    return sorted(uid for uid in map(int, (told[0] or b"").split()) if uid > known)


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
