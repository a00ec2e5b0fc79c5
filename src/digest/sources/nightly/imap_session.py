"""A session with an IMAP server: over TLS or not at all, bounded in time and in memory."""

from __future__ import annotations

import imaplib
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from digest.errors import ConfigError, Forbidden, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.sources.limits import Limits
    from digest.sources.nightly.imap import Mailbox
    from digest.sources.source import Source
    from digest.sources.web.network import Network

_SECONDS = 300.0  # the whole session


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
def session(
    box: Mailbox, source: Source, network: Network, limits: Limits
) -> Iterator[imaplib.IMAP4]:
    """Yield a client that is logged in; raise a `Failed` where it is refused or not safe."""
    from digest.sources.web import guard  # here: only who fetches pays for a client

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
