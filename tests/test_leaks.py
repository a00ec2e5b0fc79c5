"""No reader's address is anywhere but in the ledger, in the list of readers, and in their mail."""

from __future__ import annotations

import json
import os
import shutil
import sys
from email import message_from_bytes, policy
from functools import partial
from typing import TYPE_CHECKING

import pytest

from digest.cli.nightly import mailing
from digest.store import Database
from faulty_smtp import FaultySmtp
from nights import NEWS, Place

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [f"zq{number}secret" for number in range(12)]
READERS = [f"{name}@zqhost.example" for name in NAMES]
DAY = ("--day", "2026-11-24")
NEXT = ("--day", "2026-11-25")
# What a server says of a reader, by phase: as servers do, it repeats whom it was asked about.
SAYS = {
    READERS[0]: ("rcpt", "550 5.1.1 <{to}>: Recipient address rejected: User {name} unknown"),
    READERS[1]: ("rcpt", "450 4.2.0 <{to}>: {NAME} is greylisted"),
    READERS[2]: ("dot", "554 5.7.1 message for '{to}' refused; see https://x.example/?to={to}"),
    READERS[3]: ("dot", "drop"),
    READERS[5]: ("data", "451 4.3.0 {to} not now"),
    READERS[4]: ("dot", "250 2.0.0 queued for {to}"),
    READERS[7]: ("rcpt", "552 5.2.2 {name}'s mailbox is full"),
    READERS[8]: ("dot", "garbage"),
}


def faults(phase: str, to: str) -> str:
    at, text = SAYS.get(to, ("", ""))
    name = to.partition("@")[0]
    return text.format(to=to, name=name, NAME=name.upper()) if at == phase else ""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    extra = (
        '[report]\nmail = "operator@example.org"\n'
        '[[editions]]\nkey = "main"\nrecipients = "list.csv"\n'
    )
    made = Place(tmp_path / "place", extra)
    made.drop(**NEWS)
    rows = "\n".join(f"{address},{name}" for name, address in zip(NAMES, READERS, strict=True))
    broken = f"{NAMES[0]}@@zqhost.example,x\n{READERS[1]},twice\n{NAMES[2]} at zqhost.example,x\n"
    (made.folder / "list.csv").write_text(f"address,name\n{rows}\n{broken}", "utf-8")
    return made


def named(text: str) -> list[str]:
    """Return the names of readers in a text."""
    return [word for word in (*NAMES, "zqhost") if word in text.lower()]


def decoded(letter: bytes) -> str:
    """Return the headers and texts of a letter; its base64 has any two letters by chance."""
    message = message_from_bytes(letter, policy=policy.default)
    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*map(str, message.values()), *texts])


def where(place: Place, *besides: str) -> set[str]:
    """Return the files in which a reader is named, as `path: name`."""
    found = set()
    for path in place.folder.rglob("*"):
        told = str(path.relative_to(place.folder))
        if path.is_file() and not told.startswith(besides):
            text = path.read_bytes().decode("utf-8", "replace") + told
            found |= {f"{told}: {word}" for word in named(text)}
    return found


def test_E33_a_night_of_failures_names_no_reader(place: Place, tmp_path: Path) -> None:
    (temporary := tmp_path / "tmp").mkdir()
    run = partial(place, "run", before=partial(setattr, mailing, "_wait", id))  # never wait
    with FaultySmtp(faults) as server:
        env = {
            "DIGEST_MAIL__TRANSPORT": "smtp", "DIGEST_MAIL__HOST": "127.0.0.1",
            "DIGEST_MAIL__PORT": str(server.port), "DIGEST_MAIL__ON_UNCERTAIN": "hold",
            "DIGEST_MAIL__MINUTES": "0.3", "TMPDIR": str(temporary),
            "DIGEST_MAIL__ENVELOPE": "bounces+{token}@example.org",
            "DIGEST_RUN__FORMATS": json.dumps(["json", "html", "md", "txt", "atom"]),
        }  # fmt: skip
        codes = [run(*DAY, env={**env, "DIGEST_CRASH_AT": "mark.committed:3"})]
        with Database(place.folder / "state" / "ledger.db") as ledger, ledger.transaction() as edit:
            bad = "UPDATE delivery SET head = X'00' WHERE address = ?"
            edit.execute(bad, (READERS[10],))
            edit.execute("UPDATE subscriber SET address = 'zq11secret zqhost.example'"
                         " WHERE address = ?", (READERS[11],))  # fmt: skip
        codes += [run(*DAY, "--log-format", "json", env=env), run(*DAY, env=env)]
        (place.folder / "list.csv").write_text(f"{READERS[9]}\n", "utf-8")
        for command in (
            ("run", *NEXT), ("send",), ("send", "--status"), ("send", "--status", "--json"),
            ("status",), ("status", "--json"), ("stats", "--json"), ("doctor", "--mail"),
            ("archive", "build"), ("search", "мост"), ("bounces", "--mbox", "none"),
        ):  # fmt: skip
            codes.append(place(*command, env=env))
        letters = [m for m in server.accepted if m.recipient == "operator@example.org"]
    assert codes[0] == -9
    assert {3, 75} & set(codes[1:3])
    assert set(codes) <= {-9, 0, 3, 66, 75}
    assert len(server.accepted) > 5
    assert letters
    for letter in letters:
        assert named(decoded(letter.content)) == []
    assert where(place, "state/ledger.db", "list.csv") == set()
    assert list(temporary.iterdir()) == []
    shutil.rmtree(temporary)


def test_E33_E38_no_process_names_a_reader(place: Place, tmp_path: Path) -> None:
    """A program that sends mail writes down the arguments of every process that it sees."""
    program, log = tmp_path / "sendmail", tmp_path / "processes"
    program.write_text(
        f"#!{sys.executable}\nimport glob, sys\nsys.stdin.buffer.read()\n"
        f"with open({str(log)!r}, 'ab') as log:\n"
        "    for path in glob.glob('/proc/[0-9]*/cmdline'):\n"
        "        try: log.write(open(path, 'rb').read() + b'\\n')\n"
        "        except OSError: pass\n"
    )
    program.chmod(0o755)
    env = {"DIGEST_MAIL__TRANSPORT": "sendmail", "DIGEST_MAIL__SENDMAIL": str(program)}
    assert place("run", *DAY, env=env) == 0, place.said()
    seen = log.read_bytes()
    assert str(program).encode() in seen
    assert named(seen.replace(os.fsencode(tmp_path), b"").decode("utf-8", "replace")) == []
