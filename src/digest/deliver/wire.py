"""Lines over a socket, with a deadline for each step and limits on what the other side may say."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import time
from typing import TYPE_CHECKING

from digest.deliver.phases import Reply, reply

if TYPE_CHECKING:
    import ssl

_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
LONGEST = 64 * 1024  # bytes of one reply; RFC 5321 knows none longer than a few lines of 512


class Broken(Exception):
    """The connection ended, took too long, or said what is not SMTP."""


class Wire:
    """One connection; `peer` is the address of the other side.

    Every method raises `Broken`, and nothing else, when it fails.
    """

    def __init__(self, host: str, port: int, seconds: float) -> None:
        try:
            self._socket = socket.create_connection((host, port), timeout=seconds)
            # A dot in a segment of its own would wait 40 ms for the ACK of the body (Nagle).
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.peer = str(self._socket.getpeername()[0])  # nobody knows it after a reset
        except (OSError, UnicodeError) as error:
            raise Broken(_reason(error)) from error
        self._buffer = bytearray()

    @property
    def own(self) -> str:
        """The address of this side, as an address literal has it (RFC 5321, 4.1.3)."""
        address = str(self._socket.getsockname()[0])
        return f"IPv6:{address}" if ":" in address else address

    def send(self, data: bytes, seconds: float) -> None:
        """Send all of it, within `seconds` in total; what is in the buffer answers nothing."""
        if self._buffer:
            raise Broken("the server spoke out of turn")
        try:
            self._socket.settimeout(seconds)
            self._socket.sendall(data)
        except OSError as error:
            raise Broken(_reason(error)) from error

    def reply(self, seconds: float) -> Reply:
        """Read one reply, of one line or of many, within `seconds` in total."""
        deadline = time.monotonic() + seconds
        texts: list[bytes] = []
        codes: set[bytes] = set()
        size = 0
        while True:
            line = self._line(deadline)
            size += len(line)
            found = _LINE.fullmatch(line)
            if not found or size > LONGEST:
                raise Broken("the server's reply is not SMTP")
            codes.add(found[1])
            texts.append(found[3] or b"")
            if found[2] != b"-":
                break
        if len(codes) != 1:
            raise Broken("the server's reply has two codes")
        return reply(int(codes.pop()), *(text.decode("utf-8", "replace") for text in texts))

    def spoke(self) -> bool:
        """Whether the other side has said something, or has ended, without being asked."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(self._buffer or poll.poll(0))

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Begin TLS. What the server sent ahead of it in the clear is an attack (E11)."""
        if self._buffer:
            raise Broken("the server spoke on in the clear after it agreed to TLS")
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=host)
        except OSError as error:
            raise Broken(_reason(error)) from error

    def close(self) -> None:
        """Close at once, without a word: what was not completed must be discarded."""
        with contextlib.suppress(OSError):
            self._socket.close()

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > LONGEST:
                raise Broken("the server's reply does not end")
            self._buffer += self._received(deadline)
        line, _, rest = self._buffer.partition(b"\n")
        self._buffer = rest
        return bytes(line).removesuffix(b"\r")

    def _received(self, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
            data = self._socket.recv(4096)
        except OSError as error:
            raise Broken(_reason(error)) from error
        if not data:
            raise Broken("the server closed the connection")
        return data


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server did not answer in time"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
