"""An HTTP server for one machine: a thread a request, a slow client waits alone, and not long."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from socketserver import ThreadingMixIn
from time import monotonic
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from digest.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.serve.app import App

SECONDS = 30  # that a client may take over its request and our answer, however often it stirs
MOST = 100  # clients at once
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *arguments: Any) -> None:
        self.clients: dict[socket.socket, float] = {}
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread, where there are not too many already."""
        self.clients[request] = monotonic()
        if len(self.clients) > MOST:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Let go of a client."""
        self.clients.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """End what takes too long; its thread then reads an end, or cannot write."""
        for request, since in list(self.clients.items()):
            if monotonic() - since > SECONDS:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Show a bug, but not that a client has gone."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)  # HTTPServer would ask the DNS for our name
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.setup_environ()


class _SixServer(_Server):
    address_family = socket.AF_INET6


class _Handler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep no list of what was read."""


def server(
    host: str, port: int, app: Callable[[frozenset[str]], App], names: tuple[str, ...] = ()
) -> WSGIServer:
    """Return a bound server; `app` makes the application from the names that it may answer to.

    `names` are further ones; port 0 is any free one. Raises `Unavailable` where the port is taken.
    """
    kind = _SixServer if ":" in host else _Server
    try:
        made = kind((host, port), _Handler)
    except OSError as error:
        raise Unavailable(
            f"cannot listen on {host}:{port}: {error.strerror}; choose another --port"
        ) from error
    known = (*LOOPBACK, *names)
    made.set_app(app(frozenset({*names, *(f"{name}:{made.server_port}" for name in known)})))
    return made
