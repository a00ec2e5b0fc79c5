"""contrib/one-click.cgi: what mail programs POST, and what link scanners GET (RFC 8058)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.store import Database
from digest.store.secret import mail_secret
from digest.store.subscribers import token
from test_delivery_commands import ANN, BOB, Desk

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPT = Path(__file__).parents[1] / "contrib" / "one-click.cgi"
TOKEN = "0123456789abcdef" * 2
FORM = b"List-Unsubscribe=One-Click"
MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
)


def ask(spool: Path, path: str, method: str = "POST", body: bytes = FORM) -> str:
    """Return the status line of the answer."""
    env: Mapping[str, str] = {
        "PATH": "/usr/bin:/bin", "PATH_INFO": path, "REQUEST_METHOD": method,
        "DIGEST_LEAVING": str(spool),
    }  # fmt: skip
    done = subprocess.run([SCRIPT], input=body, env=env, capture_output=True, check=True)
    head, _, _ = done.stdout.partition(b"\r\n\r\n")
    return head.decode().splitlines()[0]


@pytest.mark.parametrize("body", [FORM, MULTIPART])
def test_E31_one_click_is_noted_by_its_token(tmp_path: Path, body: bytes) -> None:
    assert ask(tmp_path, f"/{TOKEN}", body=body) == "Status: 200 OK"
    assert [path.name for path in tmp_path.iterdir()] == [TOKEN]


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        (f"/{TOKEN}", "GET", b"", "405"),
        (f"/{TOKEN}", "POST", b"", "400"),
        (f"/{TOKEN}", "POST", b"x=1", "400"),
        (f"/../{TOKEN}", "POST", FORM, "404"),
        (f"/{TOKEN}0", "POST", FORM, "404"),
        ("/$(touch x)", "POST", FORM, "404"),
        ("/", "POST", FORM, "404"),
    ],
)
def test_E31_nothing_else_changes_anything(
    tmp_path: Path, path: str, method: str, body: bytes, status: str
) -> None:
    assert ask(tmp_path, path, method, body).startswith(f"Status: {status} ")
    assert list(tmp_path.iterdir()) == []


def test_E31_without_a_place_to_note_it_the_program_is_told(tmp_path: Path) -> None:
    assert ask(tmp_path / "none", f"/{TOKEN}").startswith("Status: 503 ")


def test_E31_who_has_clicked_gets_no_more(tmp_path: Path) -> None:
    desk, spool = Desk(tmp_path, 1), tmp_path / "leaving"
    spool.mkdir()
    desk.run("subscribers", "add", ANN, BOB)
    with Database(desk.state) as database:
        link = token(mail_secret(database), "main", ANN)
    ask(spool, f"/{link}")
    (noted,) = spool.iterdir()
    assert desk.run("subscribers", "remove", "--token", noted.name)[0] == 0
    assert desk.run("subscribers", "export", "--format", "txt")[1].split() == [BOB]


@pytest.mark.parametrize(
    "command",
    [("subscribers", "remove", "--token", TOKEN), ("subscribers", "remove", ANN),
     ("subscribers", "suspend", ANN), ("bounces", "--mbox", "digest.toml")],
)  # fmt: skip
def test_E31_who_asks_to_leave_is_no_stranger_where_the_ledger_is_elsewhere(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """66 would say that the wish is nobody's, and it would be thrown away."""
    desk = Desk(tmp_path, 1)
    code, _, err = desk.run(*command)
    assert (code, "no ledger at" in err) == (78, True), err
    assert not desk.state.exists()
