"""Postfix's own fault server, smtp-sink: a server that we did not write (`make smtp-sink`)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk import deliver, frozen, smtp, states
from digest.store import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

UNPACKED = Path(__file__).parents[1] / ".cache" / "postfix" / "usr"
ANN = "ann@example.org"


@pytest.fixture(scope="module")
def program() -> str:
    found = shutil.which("smtp-sink") or shutil.which("smtp-sink", path=UNPACKED / "sbin")
    if not found:
        pytest.skip("no smtp-sink here: `make smtp-sink` unpacks Debian's postfix")
    return found


@contextmanager
def sink(program: str, folder: Path, *options: str) -> Iterator[int]:
    """Run smtp-sink, which dumps each message that it accepts into a file of `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    libraries = {"LD_LIBRARY_PATH": str(UNPACKED / "lib" / "postfix")}
    user = () if os.getuid() else ("-u", "root")  # it insists on being told
    command = [program, *user, *options, "-d", f"{folder}/%M.", f"127.0.0.1:{port}", "10"]
    process = subprocess.Popen(command, env={**os.environ, **libraries}, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            except ConnectionRefusedError:
                continue
        assert process.poll() is None, "smtp-sink did not start"
        yield port
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("options", "state"),
    [
        ((), "sent"),
        (("-8",), "sent"),  # E06: no 8BITMIME
        (("-e",), "sent"),  # E06: no ESMTP at all, after EHLO is refused
        (("-q", "."), "uncertain"),  # E21: gone after the dot
        (("-Q", "."), "deferred"),  # E22: 421 to the dot
        (("-r", "."), "deferred"),
        (("-f", "."), "refused"),
        (("-r", "RCPT"), "deferred"),  # E15
        (("-f", "RCPT"), "refused"),  # E16
        (("-q", "RCPT"), "pending"),
        (("-q", "DATA"), "pending"),  # E20
        (("-r", "DATA"), "pending"),
        (("-q", "QUIT"), "sent"),  # E23
        (("-f", "MAIL"), "pending"),  # E14
        (("-q", "CONNECT"), "pending"),  # E13
    ],
)
def test_E21_states_by_a_server_that_we_did_not_write(
    program: str, tmp_path: Path, options: tuple[str, ...], state: str
) -> None:
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    with Database(tmp_path / "ledger.db") as database, sink(program, dumps, *options) as port:
        issue = frozen(database, [ANN])
        deliver(database, smtp(port))
        assert states(database) == {ANN: state}
        files = list(dumps.iterdir())
        if state == "sent":
            (dump,) = files
            assert issue.content.replace(b"\r\n", b"\n") in dump.read_bytes()
