"""An HTTP server for one machine: a thread a request, and a slow client waits alone."""

from __future__ import annotations

import socket
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from digest.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.serve.app import App

_SECONDS = 30  # that a client may take over its request
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)  # HTTPServer would ask the DNS for our name
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.setup_environ()


class _SixServer(_Server):
    address_family = socket.AF_INET6


class _Handler(WSGIRequestHandler):
    timeout = _SECONDS

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
