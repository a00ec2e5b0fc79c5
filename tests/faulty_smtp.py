"""A mail server on loopback that fails exactly where and how a test says, byte for byte.

It logs every message that it accepts before it replies to the dot, as a real one has it on disk:
that log, and never our own database, says who got what.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import struct
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

    Faults = Callable[[str, str], str]  # (phase, recipient or "") -> fault or ""

PHASES = (
    "banner", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "body", "dot", "quit",
)  # fmt: skip
FAULTS = ("drop", "reset", "hang", "garbage", "450", "421", "554", "slow")
_REPLIES = {
    "garbage": b"\x16\x03\x01 HTTP/1.1 what?\r\n",
    "450": b"450 4.3.2 not now\r\n",
    "421": b"421 4.3.2 closing\r\n",
    "554": b"554 5.5.0 no\r\n",
    "530": b"530 5.7.0 log in first\r\n",
    "535": b"535 5.7.8 wrong\r\n",
    "454": b"454 4.7.0 not now\r\n",
    "inject": b"220 go ahead\r\n250 STARTTLS\r\n",
}


@dataclass(frozen=True)
class Accepted:
    """A message that the server has: it is responsible for it from here on."""

    recipient: str
    message_id: str
    sha256: str
    content: bytes


class _Gone(Exception):
    """The connection is over."""


class FaultySmtp:
    """A mail server; `faults` names a fault for a phase, or decides for phase and recipient."""

    def __init__(
        self,
        faults: Mapping[str, str] | Faults = {},  # noqa: B006  # never changed
        *,
        context: ssl.SSLContext | None = None,
        features: tuple[str, ...] = ("SIZE 20000000", "8BITMIME"),
        login: tuple[str, str] | None = None,
        keep: bool = True,
    ) -> None:
        self.accepted: list[Accepted] = []
        self.lines: list[str] = []
        self.connections = 0
        self.stopped = threading.Event()
        self.context = context
        self.features = features
        self.login = login
        self.keep = keep
        self.fault: Faults = faults if callable(faults) else lambda phase, _: faults.get(phase, "")
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Small, so that a server that stops reading is felt within the body of a large message.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(50)
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def copies(self, recipient: str) -> int:
        return sum(message.recipient == recipient for message in self.accepted)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open.add(connection)
        with contextlib.suppress(_Gone, OSError):
            talk = _Talk(self, connection)
            try:
                talk.run()
            finally:
                talk.close()
        self._open.discard(connection)
        connection.close()


class _Talk:
    """One connection."""

    def __init__(self, server: FaultySmtp, connection: socket.socket) -> None:
        self.server = server
        self.connection = connection
        self.file = connection.makefile("rb")
        self.recipient = ""
        self.verbs = {
            "EHLO": self.ehlo, "STAR": self.starttls, "AUTH": self.auth, "MAIL": self.mail,
            "RCPT": self.rcpt, "DATA": self.data, "QUIT": self.quit,
        }  # fmt: skip

    def run(self) -> None:
        self.answer("banner", b"220 loopback ESMTP\r\n")
        while line := self.file.readline():
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            self.server.lines.append(text)
            self.verbs.get(text[:4].upper(), self.other)(text)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.file.close()
            self.connection.close()

    def answer(self, phase: str, good: bytes, decided: str | None = None) -> bool:
        """Reply as planned for this phase; whether the reply was the good one."""
        fault = self.server.fault(phase, self.recipient) if decided is None else decided
        if fault in ("", "slow"):
            for part in [good] if not fault else [good[i : i + 1] for i in range(len(good))]:
                self.connection.sendall(part)
            return True
        self.fail(fault)
        return False

    def fail(self, fault: str) -> None:
        if fault == "hang":
            self.server.stopped.wait()  # neither read nor written, until the test is over
        if fault == "reset":
            # SO_LINGER 0: close() sends RST instead of FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if fault in _REPLIES or fault[:3].isdigit():
            self.connection.sendall(_REPLIES.get(fault, f"{fault}\r\n".encode()))
        if fault in ("drop", "reset", "hang", "421"):
            raise _Gone

    def ehlo(self, text: str) -> None:
        features = list(self.server.features)
        if self.server.context and self.connection.__class__ is socket.socket:
            features.append("STARTTLS")
        if self.server.login:
            features.append("AUTH PLAIN LOGIN")
        lines = ["loopback", *features]
        marks = ["-"] * (len(lines) - 1) + [" "]
        reply = "".join(f"250{m}{line}\r\n" for m, line in zip(marks, lines, strict=True))
        self.answer("ehlo", reply.encode())

    def starttls(self, text: str) -> None:
        if self.answer("starttls", b"220 go ahead\r\n"):
            assert self.server.context
            self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
            self.file = self.connection.makefile("rb")

    def auth(self, text: str) -> None:
        if text.upper() == "AUTH LOGIN":
            for _ in range(2):
                self.connection.sendall(b"334 \r\n")
                self.server.lines.append(self.file.readline().decode().strip())
        self.answer("auth", b"235 2.7.0 welcome\r\n")

    def mail(self, text: str) -> None:
        self.recipient = ""
        self.answer("mail", b"250 2.1.0 ok\r\n")

    def rcpt(self, text: str) -> None:
        found = re.search("<(.*)>", text)
        assert found
        self.recipient = found[1]
        if not self.answer("rcpt", b"250 2.1.5 ok\r\n"):
            self.recipient = ""

    def data(self, text: str) -> None:
        if self.answer("data", b"354 go ahead\r\n"):
            content = self.body()
            if content is not None:
                self.accept(content)

    def body(self) -> bytes | None:
        """Read to the dot; nothing where the fault of the body was a refusal."""
        fault = self.server.fault("body", self.recipient)
        lines = [self.file.readline() for _ in range(4)] if fault else []
        if fault not in ("", "slow"):
            self.fail(fault)
        while (line := self.file.readline()) != b".\r\n":
            if not line:
                raise _Gone  # no dot, no message
            lines.append(line)
        return b"".join(lines) if fault in ("", "slow") else None

    def accept(self, content: bytes) -> None:
        """Log first, reply then; a refusing reply means that nothing was accepted."""
        fault = self.server.fault("dot", self.recipient)
        if fault[:1] not in ("4", "5"):
            whole = re.sub(rb"(?m)^\.", b"", content)
            found = re.search(rb"(?im)^message-id: *(\S+)", whole)
            self.server.accepted.append(
                Accepted(
                    self.recipient,
                    found[1].decode() if found else "",
                    hashlib.sha256(whole).hexdigest(),
                    whole if self.server.keep else b"",
                )
            )
        self.answer("dot", b"250 2.0.0 queued\r\n", fault)

    def quit(self, text: str) -> None:
        self.answer("quit", b"221 2.0.0 bye\r\n")
        raise _Gone

    def other(self, text: str) -> None:
        self.recipient = ""
        self.connection.sendall(b"250 2.0.0 ok\r\n")
