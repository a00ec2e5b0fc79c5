"""A whole night on loopback, killed three times: `make night`.

A web server with feeds, some of them broken; a mail server (aiosmtpd); three editions with 200
readers. The run is killed while it computes, while it freezes and while it mails, and then it
finishes. What counts is the log of the mail server, never our own database: each reader of an
edition got it once.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import click
from aiosmtpd.controller import Controller

from digest.records import Article
from digest.sources import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from aiosmtpd.smtp import SMTP, Envelope, Session

ROOT = Path(__file__).parents[1]
EDITIONS = {"be": 90, "ru": 70, "uk": 40}  # the readers of each; some read two
KILLS = ("work.recorded:2", "night.settled", "record.committed:57")


@dataclass
class Mailbox:
    """The log of the mail server: (recipient, Message-ID) of each message, before the reply."""

    accepted: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(  # aiosmtpd names it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Accept a message."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content)
        for recipient in envelope.rcpt_tos:
            self.accepted.append((recipient, message["Message-ID"]))
        return "250 2.0.0 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    """Run a mail server; yield its log and its port."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:  # the library takes no port 0
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


@contextmanager
def web_server(pages: dict[str, tuple[int, str, bytes]]) -> Iterator[int]:
    """Serve pages, path -> (status, type, body); yield the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = pages.get(self.path, (404, "text/plain", b"not here"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def feed(articles: Sequence[Article], now: datetime) -> bytes:
    """Return an RSS feed with the whole texts."""
    items = "".join(
        f"<item><guid>{article.id}</guid><title>{escape(article.title)}</title>"
        f"<link>http://news.example/{article.id}</link><pubDate>{format_datetime(now)}</pubDate>"
        f"<description>{escape(''.join(f'<p>{text}</p>' for text in article.text))}</description>"
        "</item>"
        for article in articles
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
    return f"{head}{items}</channel></rss>".encode()


def web(now: datetime) -> dict[str, tuple[int, str, bytes]]:
    """Return the pages of the night: four good feeds, and four that are not."""
    found = read([str(ROOT / "samples" / "articles")])
    articles = [article for article in found if isinstance(article, Article)]
    kind = "application/rss+xml"
    good = {f"/{n}.xml": (200, kind, feed(articles[n::4], now)) for n in range(4)}
    return good | {
        "/broken.xml": (200, kind, b"<rss><channel><item><title>cut off"),
        "/down.xml": (503, "text/plain", b"down"),
        "/portal.xml": (200, "text/html", b"<html><body>Log in</body></html>"),
        "/robots.txt": (404, "text/plain", b""),
    }


def configure(folder: Path, web_port: int, mail_port: int) -> Path:
    """Write the configuration and the lists of readers; return the former's path."""
    host = f"127.0.0.1:{web_port}"
    names = [*(f"{n}.xml" for n in range(4)), "broken.xml", "down.xml", "portal.xml", "gone.xml"]
    text = (
        '[edition]\nname = "Night"\ntimezone = "Europe/Minsk"\n'
        '[run]\noutput = "out"\nstate = "state/ledger.db"\nbatch = 4\n'
        f'[network]\ndelay = 0\nallow_private = ["{host}"]\n'
        f'[mail]\nsender = "Night <night@example.org>"\nhost = "127.0.0.1"\nport = {mail_port}\n'
        'tls = "none"\n[report]\nmail = "operator@example.org"\n'
    )
    text += "".join(f'[[editions]]\nkey = "{key}"\nlanguage = "{key}"\n' for key in EDITIONS)
    text += "".join(f'[[sources]]\nname = "{n}"\nurl = "http://{host}/{n}"\n' for n in names)
    path = folder / "digest.toml"
    path.write_text(text, "utf-8")
    return path


def readers() -> dict[str, list[str]]:
    """Return the 200 readers by edition; the first ten of `be` read `ru`, too."""
    numbers = iter(range(sum(EDITIONS.values())))
    found = {
        key: [f"r{next(numbers):03}@example.org" for _ in range(n)] for key, n in EDITIONS.items()
    }
    found["ru"] += found["be"][:10]
    return found


def digest(config: Path, *arguments: str, crash: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program; `crash` names a place where it is killed."""
    command = [sys.executable, "-c", "from digest.cli import main; main()", *arguments]
    environment = {**os.environ, "DIGEST_CRASH_AT": crash} if crash else dict(os.environ)
    return subprocess.run(
        [*command, "--config", str(config)], env=environment, cwd=config.parent,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a night came to."""

    killed: list[int]
    last: subprocess.CompletedProcess[str]
    again: subprocess.CompletedProcess[str]
    accepted: list[tuple[str, str]]
    expected: dict[str, list[str]]
    folder: Path

    def report(self) -> str:
        """Return the text of the report."""
        (path,) = (self.folder / "state" / "reports").glob("*.txt")
        return path.read_text("utf-8")

    def runs(self) -> list[dict[str, object]]:
        """Return the runs of the day."""
        (path,) = (self.folder / "state" / "reports").glob("*.json")
        found: list[dict[str, object]] = json.loads(path.read_text("utf-8"))["runs"]
        return found


def night(folder: Path, now: datetime) -> Outcome:
    """Set a night up, kill it three times, let it finish, and run it once more."""
    with web_server(web(now)) as web_port, mail_server() as (box, mail_port):
        config = configure(folder, web_port, mail_port)
        expected = readers()
        for key, addresses in expected.items():
            (folder / f"{key}.txt").write_text("\n".join(addresses), "ascii")
            digest(config, "subscribers", "import", f"{key}.txt", "--edition", key)
        killed = [digest(config, "run", crash=place).returncode for place in KILLS]
        last = digest(config, "run")
        accepted = list(box.accepted)
        again = digest(config, "run")
        assert [
            to for to, _ in box.accepted[len(accepted) :] if not to.startswith("operator")
        ] == []
    return Outcome(killed, last, again, accepted, expected, folder)


def main() -> None:
    """Run a night and print what came of it."""
    from datetime import UTC, datetime

    with tempfile.TemporaryDirectory() as folder:
        outcome = night(Path(folder), datetime.now(UTC))
        copies = Counter(to for to, _ in outcome.accepted if to.startswith("r"))
        wanted = Counter(to for found in outcome.expected.values() for to in found)
        click.echo(f"killed: {outcome.killed}; then exit {outcome.last.returncode}")
        click.echo(
            f"readers: {len(wanted)}; copies wanted: {wanted.total()}; got: {copies.total()}"
        )
        click.echo(outcome.report())
        sys.exit(0 if copies == wanted else 1)


if __name__ == "__main__":
    main()
