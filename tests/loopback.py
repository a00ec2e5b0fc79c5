"""Servers on loopback that say exactly what a test tells them to, byte for byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    Handler = Callable[[socket.socket, bytes], None]


class Listener:
    """A TCP server: every connection is counted, its request read, and handed to `handle`."""

    def __init__(self, handle: Handler, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.stopped = threading.Event()  # a handler that stalls waits for it, not for a time
        self._handle = handle
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._main = threading.Thread(target=self._accept)

    def __enter__(self) -> Self:
        self._main.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._main.join()
        for thread in self._threads:
            thread.join()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"{'https' if self._context else 'http'}://{self.place}{path}"

    def _request(self, connection: socket.socket) -> bytes:
        request = b""
        while b"\r\n\r\n" not in request and (part := connection.recv(65_536)):
            request += part
        return request

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection:
                request = self._request(connection)
                self.requests.append(request)
                self._handle(connection, request)


def page(body: bytes = b"hello", status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole answer; a header's name is written with _ for -."""
    fields = {"Content-Length": str(len(body))} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def saying(*answers: bytes) -> Handler:
    """Return a handler that gives the answers in turn, the last one for ever."""
    turns = iter(answers)
    last = [answers[-1]]

    def handle(connection: socket.socket, request: bytes) -> None:
        connection.sendall(next(turns, last[0]))

    return handle


def silent(connection: socket.socket, request: bytes) -> None:
    """Hang up without a word."""


def path_of(request: bytes) -> str:
    return request.split(b" ", 2)[1].decode()
