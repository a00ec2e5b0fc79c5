"""The sockets under fetching: only to checked addresses, and never past a deadline.

A name is resolved once, every address of the answer is checked, and the connection goes to that
very address. So neither a redirect nor a second answer of the name server leads inside.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from functools import partial
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

import httpcore2  # this module itself is imported only by who fetches

from digest.errors import Forbidden, Unavailable
from digest.sources.web import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CONNECT_SECONDS = 10.0  # an address that does not answer leaves time for the next
_HEAD = re.compile(rb"(?:HTTP/1\.\d 1.*?\r?\n\r?\n)*.*?\r?\n\r?\n", re.DOTALL)  # 103, then 200


class Deadline:
    """A point of the monotonic clock that no wait goes beyond."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise `Unavailable` where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> Unavailable:
        """Return the error that says so."""
        return Unavailable(f"no whole answer within {self._seconds:g} seconds: try again later")


def resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """Return the addresses of a host. The system's resolver knows no deadline, so it is left."""
    answer: Queue[list[str] | Exception] = Queue()
    task = partial(_resolve, host, port, answer.put)
    threading.Thread(target=task, daemon=True, name="resolver").start()
    try:
        found = answer.get(timeout=deadline.left())
    except Empty:
        raise deadline.passed() from None
    if isinstance(found, Exception):
        raise Unavailable(f"no such host ({host}: {_said(found)}): check the address") from None
    return found


def _resolve(host: str, port: int, answer: Callable[[list[str] | Exception], None]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answer(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
    except (OSError, UnicodeError) as error:
        answer(error)


def connect(host: str, port: int, deadline: Deadline, trusted: bool = False) -> socket.socket:
    """Connect to a public address of `host`; raise `Forbidden` where any of them is private."""
    found = resolve(host, port, deadline)
    if not trusted and not all(map(addresses.public, found)):
        raise Forbidden(
            f"refused: private address ({host}): list {host}:{port} in [network] allow_private"
            " if you mean it"
        )
    error: Exception = OSError("no address")
    for address in found:
        try:
            timeout = min(_CONNECT_SECONDS, deadline.left())
            return socket.create_connection((address, port), timeout)
        except OSError as failed:
            error = failed
    raise Unavailable(f"cannot connect to {host} ({_said(error)}): try again later")


def _said(error: Exception) -> str:
    """Return what went wrong in words, without its number."""
    return getattr(error, "strerror", None) or str(error)


class Stream(httpcore2.NetworkStream):
    """A connection that counts what it reads, and keeps to the deadline in every wait.

    `head` is the most bytes an answer's head may have; it is lifted when the head is complete.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline, head: int) -> None:
        self._socket = connection
        self._deadline = deadline
        self._head: int | None = head
        self._received = b""
        self.size = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout  # a wait for one packet; ours is for the whole answer
        if self._head is not None:
            max_bytes = min(max_bytes, self._head - self.size)
            if max_bytes <= 0:
                raise Unavailable(f"no end of the headers within {self._head} bytes: leave it out")
        self._socket.settimeout(self._deadline.left())
        try:
            data = self._socket.recv(max_bytes)
        except TimeoutError:
            raise self._deadline.passed() from None
        except OSError as error:
            raise Unavailable(f"incomplete: connection lost ({_said(error)})") from None
        self.size += len(data)
        if self._head is not None:
            self._received += data
        return data

    def head_ended(self) -> int:
        """Lift the bound on the head; return how long it was."""
        self._head = None
        found = _HEAD.match(self._received)
        return found.end() if found else 0

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._socket.settimeout(self._deadline.left())
        try:
            self._socket.sendall(buffer)
        except TimeoutError:
            raise self._deadline.passed() from None
        except OSError as error:  # what the server has said before it closed is still to be read
            raise httpcore2.WriteError(str(error)) from None

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        del timeout
        self._socket.settimeout(self._deadline.left())
        try:
            self._socket = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except TimeoutError:
            raise self._deadline.passed() from None
        except (OSError, ValueError) as error:
            self._socket.close()
            raise Unavailable(f"no safe connection ({_tls_reason(error)})") from None
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        return False if info == "is_readable" else None


def _tls_reason(error: Exception) -> str:
    verdict = getattr(error, "verify_message", "") or getattr(error, "reason", "") or str(error)
    return str(verdict)


class Backend(httpcore2.NetworkBackend):
    """What httpcore2 opens its connections with. `trusted` are the places that may be private."""

    def __init__(self, deadline: Deadline, trusted: frozenset[str], head: int) -> None:
        self._deadline = deadline
        self._trusted = trusted
        self._head = head
        self.stream: Stream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        del timeout, local_address, socket_options
        connection = connect(host, port, self._deadline, f"{host}:{port}" in self._trusted)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = Stream(connection, self._deadline, self._head)
        return self.stream
