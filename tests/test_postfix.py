"""A night through a real Postfix, killed twice: its Maildir holds each copy once.

Postfix runs unpacked, not installed (`make smtp-sink`), on a free port of loopback; it needs root
to give its queue to another user.
"""

from __future__ import annotations

import email
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from desk import MOMENT, Hands, deliver, frozen, smtp, states
from digest.deliver.maillog import verify
from digest.deliver.sendmail import Sendmail
from digest.store import Database
from digest.store.copies import Copies
from digest.store.deliveries import Deliveries

if TYPE_CHECKING:
    from collections.abc import Iterator

UNPACKED = Path(__file__).parents[1] / ".cache" / "postfix" / "usr"
CHILD = Path(__file__).with_name("night_child.py")
COUNT = 30
MAIN = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
command_directory = {unpacked}/sbin
daemon_directory = {unpacked}/lib/postfix/sbin
shlib_directory = {unpacked}/lib/postfix
meta_directory = {root}/conf
mail_owner = daemon
setgid_group = mail
import_environment = MAIL_CONFIG MAIL_LOGTAG LD_LIBRARY_PATH
export_environment = MAIL_CONFIG LD_LIBRARY_PATH
maillog_file = {root}/mail.log
maillog_file_prefixes = {root}
myhostname = mx.example.org
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = example.org
virtual_mailbox_base = {root}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:1
virtual_gid_maps = static:1
virtual_minimum_uid = 1
smtpd_peername_lookup = no
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""
QUEUES = (
    "incoming", "active", "deferred", "bounce", "defer", "trace", "flush", "hold", "corrupt",
    "saved", "maildrop", "private", "public", "pid",
)  # fmt: skip


@contextmanager
def postfix(root: Path) -> Iterator[int]:
    if not (UNPACKED / "lib/postfix/sbin/master").exists():
        pytest.skip("no Postfix here: `make smtp-sink` unpacks Debian's")
    if os.getuid():
        pytest.skip("Postfix gives its queue to another user, which needs root")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    prepare(root, port)
    environment = {**os.environ, "LD_LIBRARY_PATH": str(UNPACKED / "lib/postfix")}
    command = [str(UNPACKED / "lib/postfix/sbin/master"), "-d", "-c", str(root / "conf")]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            except ConnectionRefusedError:
                continue
        assert process.poll() is None, "Postfix did not start"
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def prepare(root: Path, port: int) -> None:
    root.chmod(0o755)  # the queue's owner must be able to reach it
    for name in ("conf", "data", "mail", "queue", *(f"queue/{queue}" for queue in QUEUES)):
        (root / name).mkdir()
        if name not in ("conf", "queue", "queue/pid"):
            shutil.chown(root / name, "daemon", "mail")
    (root / "conf/main.cf").write_text(MAIN.format(root=root, unpacked=UNPACKED))
    (root / "conf/master.cf").write_text(MASTER.format(port=port))


def child(ledger: Path, port: int, crash: str = "") -> int:
    command = [sys.executable, str(CHILD), str(ledger), str(port), "hold", str(COUNT)]
    environment = {**os.environ, "DIGEST_CRASH_AT": crash}
    return subprocess.run(command, check=False, env=environment).returncode


def arrived(root: Path, count: int) -> Counter[str]:
    """Wait until the Maildir holds so many messages; return their Message-IDs."""
    pause = threading.Event()
    for _ in range(600):
        files = list((root / "mail/all/new").glob("*"))
        if len(files) >= count:
            break
        pause.wait(0.05)
    return Counter(email.message_from_bytes(path.read_bytes())["Message-ID"] for path in files)


def test_B01_E24_a_real_postfix_has_each_copy_once(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    # pytest keeps its own folders to root; this one Postfix's other user reaches, too.
    with TemporaryDirectory() as folder, postfix(root := Path(folder)) as port:
        assert child(ledger, port, "smtp.before-dot:10") == -signal.SIGKILL
        assert child(ledger, port, "smtp.reply:10") == -signal.SIGKILL
        assert child(ledger, port) == 0
        with Database(ledger) as database:
            assert Counter(states(database).values()) == {"sent": COUNT - 2, "held": 2}
            arrived(root, COUNT - 1)
            # One doubt had its 250; the other never had its dot. The log knows which is which.
            assert verify(root / "mail.log", database, MOMENT.timestamp()) == (1, 1)
            (doubt,) = Copies(database).unsettled()
            Deliveries(database).resolve(doubt.id, "pending", MOMENT.timestamp())
            deliver(database, smtp(port), hands=Hands())
            assert set(states(database).values()) == {"sent"}
            copies = arrived(root, COUNT)
            known = {name for (name,) in database.rows("SELECT message_id FROM delivery")}
    assert copies == Counter(known)


def test_E38_the_sendmail_of_a_real_postfix_reads_the_reader_in_the_letter(tmp_path: Path) -> None:
    with TemporaryDirectory() as folder, postfix(root := Path(folder)):
        program = tmp_path / "sendmail"
        program.write_text(
            f"#!/bin/sh\nLD_LIBRARY_PATH={UNPACKED}/lib/postfix MAIL_CONFIG={root}/conf"
            f' exec {UNPACKED}/sbin/sendmail "$@"\n'
        )
        program.chmod(0o755)
        with Database(tmp_path / "ledger.db") as database:
            frozen(database, ["ann@example.org", "bob@example.org"])
            assert deliver(database, Sendmail(str(program))).sent == 2
            known = {name for (name,) in database.rows("SELECT message_id FROM delivery")}
        assert arrived(root, 2) == dict.fromkeys(known, 1)
        letters = [path.read_text() for path in (root / "mail/all/new").iterdir()]
        found = {email.message_from_string(letter)["Delivered-To"] for letter in letters}
        assert found == {"ann@example.org", "bob@example.org"}
