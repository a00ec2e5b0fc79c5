"""Copies a second, durable, 40 KB each, over one connection; against a bare smtplib loop.

    python -m bench.speed.delivery

smtplib keeps no record: it is how fast it could be without one. The server is a process of its
own that only says yes.
"""

from __future__ import annotations

import multiprocessing
import smtplib
import socket
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench.ratio import Ratio, cpu
from digest.deliver.freeze import freeze
from digest.deliver.message import Mailing, Sender
from digest.deliver.outbox import Outbox
from digest.deliver.server import Server
from digest.deliver.smtp import Smtp
from digest.store import Database
from digest.store.address import parse_address
from digest.store.subscribers import Subscriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.store.issues import Issue

COPIES = 1000
LETTERS = 7_900  # Cyrillic, in base64 with its markup: 40 KB


def ratios(data: Path) -> list[Ratio]:
    """One pair of runs of COPIES each; the wall clock's rate is in the note."""
    del data
    with _sink() as port, tempfile.TemporaryDirectory() as folder:
        with Database(Path(folder) / "ledger.db") as database:
            issue = _frozen(database)
            ours, seconds = _timed(lambda: _deliver(database, port))
        peer, bare = _timed(lambda: _smtplib(issue, port))
    size = len(issue.content) / 1000
    rates = f"{COPIES / seconds:.0f}/s durable, smtplib {COPIES / bare:.0f}/s without a record"
    return [Ratio(f"{COPIES} mails of {size:.0f} KB", ours, peer, rates)]


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds and the seconds of one call."""
    began = time.perf_counter()
    used = cpu(work)
    return used, time.perf_counter() - began


def _frozen(database: Database) -> Issue:
    html = f"<!doctype html><html lang=be><body><p>{'слова ' * (LETTERS // 6)}</p></body></html>"
    moment = datetime.now(UTC)
    mail = Mailing(
        "main", moment.date(), moment, "be", "Навіны", ("слова " * (LETTERS // 6),), (html,)
    )
    sender = Sender(parse_address("News <news@example.org>"), "b@example.org", "main.example.org")
    readers = [Subscriber("main", f"reader{number}@example.org") for number in range(COPIES)]
    return freeze(database, mail, sender, readers)


def _deliver(database: Database, port: int) -> None:
    done = Outbox(database, [Smtp(Server("127.0.0.1", port))]).deliver()
    assert (done.sent, done.error) == (COPIES, None), done


def _smtplib(issue: Issue, port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(COPIES):
            server.sendmail("b@example.org", [f"reader{number}@example.org"], issue.content)


@contextmanager
def _sink() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(listener,))
    process.start()
    try:
        yield listener.getsockname()[1]
    finally:
        process.kill()
        process.join()
        listener.close()


_REPLIES = {
    b"EHLO": b"250-sink\r\n250 SIZE 1000000\r\n",
    b"DATA": b"354 go ahead\r\n",
    b"QUIT": b"221 bye\r\n",
}


def _serve(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 sink\r\n")
            for line in lines:
                verb = line[:4].upper()
                connection.sendall(_REPLIES.get(verb, b"250 ok\r\n"))
                if verb == b"DATA":
                    while lines.readline() != b".\r\n":
                        pass
                    connection.sendall(b"250 ok\r\n")


if __name__ == "__main__":
    for ratio in ratios(Path()):
        print(f"{ratio.name}: {ratio.note}; CPU {ratio.ours:.2f} s, smtplib {ratio.peer:.2f} s")
