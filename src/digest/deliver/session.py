"""A connection to a mail server that is ready for messages: greeted, secured, logged in."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, NoReturn

from digest.deliver.phases import Phase
from digest.deliver.redaction import Redaction
from digest.deliver.wire import Broken, Wire
from digest.errors import ConfigError, Forbidden, TryLater, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.deliver.phases import Reply
    from digest.deliver.server import Server

_NOT_KNOWN = frozenset({500, 502, 504})  # RFC 5321, 3.2


class Session:
    """A connection that is ready for MAIL.

    Raises `TryLater` where the server is not reached or not ready, `Unavailable` where it refuses
    service or TLS, `Forbidden` where it refuses the login, `ConfigError` for our own mistakes.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.features: dict[str, str] = {}
        self._phase = Phase.CONNECT
        self._secured = False
        self._redacted = Redaction()
        with self._explained():
            self._wire = Wire(server.host, server.port, server.waits.connect)
        try:
            with self._explained():
                self._prepare()
        except BaseException:
            self.drop()
            raise

    def say(self, line: str) -> Reply:
        """Send one command and read its reply. Raises `Broken`."""
        assert not {"\r", "\n"} & set(line), "a command is one line"
        self.send(f"{line}\r\n".encode())
        return self._read(self.server.waits.reply)

    def send(self, data: bytes) -> None:
        """Send bytes as they are. Raises `Broken`."""
        self._wire.send(data, self.server.waits.send)

    def interrupted(self) -> Reply | None:
        """Return what the server says before it was asked, if it does. Raises `Broken`."""
        return self._read(self.server.waits.reply) if self._wire.spoke() else None

    def dot(self) -> Reply:
        """Read the reply to the final dot, for which a server may take its time."""
        return self._read(self.server.waits.dot)

    def close(self) -> None:
        """Say goodbye. Whatever becomes of it, what was accepted stays accepted (E23)."""
        with suppress(Broken):
            self._wire.send(b"QUIT\r\n", self.server.waits.quit)
            self._wire.reply(self.server.waits.quit)
        self.drop()

    def drop(self) -> None:
        """Close at once: a message without its dot must be discarded by the server."""
        self._wire.close()

    def _read(self, seconds: float) -> Reply:
        return self._redacted(self._wire.reply(seconds))

    def _prepare(self) -> None:
        server = self.server
        if server.begins_with_tls:
            self._secure()
        self._phase = Phase.BANNER
        self._accept(self._read(server.waits.reply))
        self._greet()
        if not self._secured and (server.tls == "starttls" or not self._open_allowed()):
            self._start_tls()
            self._greet()  # what was offered in the clear may have been somebody else's offer
        if server.user:
            self._log_in()

    def _greet(self) -> None:
        self._phase = Phase.EHLO
        name = self.server.hello or self._own_name()
        said = self.say(f"EHLO {name}")
        if said.code in _NOT_KNOWN:  # a server of before 1995; it offers nothing
            said = self.say(f"HELO {name}")
        self._accept(said)
        pairs = (line.partition(" ") for line in said.lines[1:])
        self.features = {name.upper(): value for name, _, value in pairs}

    def _own_name(self) -> str:
        name = socket.gethostname()
        return name if "." in name and name.isascii() else f"[{self._wire.own}]"

    def _open_allowed(self) -> bool:
        return self.server.tls == "none" or (self.server.tls == "auto" and self._is_this_machine())

    def _is_this_machine(self) -> bool:
        return ip_address(self._wire.peer.partition("%")[0]).is_loopback

    def _start_tls(self) -> None:
        self._phase = Phase.STARTTLS
        if "STARTTLS" not in self.features:  # or somebody in between struck it out (E10)
            msg = f"{self.server} offers no TLS, so nothing was sent; see [mail] tls"
            raise Unavailable(msg)
        self._accept(self.say("STARTTLS"))
        self._secure()

    def _secure(self) -> None:
        self._phase = Phase.STARTTLS
        try:
            context = ssl.create_default_context(cafile=self.server.ca_file)
        except OSError as error:
            msg = f"cannot use [mail] ca_file {self.server.ca_file}: {error}"
            raise ConfigError(msg) from error
        self._wire.secure(context, self.server.host)
        self._secured = True

    def _log_in(self) -> None:
        """Log in with one mechanism, once: a second try may lock the account (E12)."""
        self._phase = Phase.AUTH
        if not self._secured and not self._is_this_machine():
            raise ConfigError(f"{self.server}: no password is sent without TLS; see [mail] tls")
        offered = self.features.get("AUTH", "").upper().split()
        user, password = self.server.user, self.server.password
        both = _base64("\0".join(("", user, password)))
        self._redacted = self._redacted.hiding(password, _base64(password), both)
        if "PLAIN" in offered:
            said = self.say(f"AUTH PLAIN {both}")
            if said.code == 334:  # it takes no initial response (RFC 4954, 4)
                said = self.say(both)
        elif "LOGIN" in offered:
            said = self.say("AUTH LOGIN")
            for answer in (user, password):
                said = self.say(_base64(answer)) if said.code == 334 else said
        else:
            raise Forbidden(f"{self.server} offers no login that digest knows (PLAIN, LOGIN)")
        self._accept(said)

    def _accept(self, said: Reply) -> None:
        if said.kind != 2:
            fail(self.server, self._phase, said)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say what a broken connection means before any message: later, or never so (TLS)."""
        try:
            yield
        except Broken as error:
            kind = Unavailable if self._phase is Phase.STARTTLS else TryLater
            raise kind(f"{self.server} at {self._phase}: {error}") from error


def fail(server: Server, phase: Phase, said: Reply) -> NoReturn:
    """End the run over a reply that concerns no reader in particular (E12-E14)."""
    text = f"{server} at {phase}: {said.code} {said.text}"
    if said.kind == 4:
        raise TryLater(text)
    if said.kind != 5:
        raise Broken(f"unexpected reply {said.code} {said.text}")
    if phase is Phase.AUTH or said.code in (530, 535) or said.enhanced.startswith("5.7."):
        raise Forbidden(f"{text}; check [mail] user, password and sender")
    raise Unavailable(text)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
