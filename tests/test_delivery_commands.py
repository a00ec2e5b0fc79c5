"""The commands of delivery as an operator meets them."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from desk import SENDER, Hands, frozen, mailing, states, subscribe
from digest.cli import cli
from digest.cli.nightly.mailing import sender
from digest.config import load
from digest.deliver.freeze import freeze
from digest.errors import ConfigError, DigestError
from digest.store import Database, lock
from digest.store.secret import mail_secret
from digest.store.subscribers import Subscribers, address_hash, token
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANN, BOB, EVE = "ann@example.org", "bob@example.org", "eve@example.org"


class Desk:
    """A configuration in a folder, and the commands on it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.state = folder / "state" / "ledger.db"
        self.config = folder / "digest.toml"
        self.configure()

    def configure(self, **mail: object) -> None:
        values = {"sender": "News <news@example.org>", "host": "127.0.0.1", "port": self.port}
        lines = [f"{key} = {json.dumps(value)}" for key, value in (values | mail).items()]
        text = '[run]\nstate = "state/ledger.db"\n[mail]\n' + "\n".join(lines)
        self.config.write_text(text, "utf-8")

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        command = [str(argument) for argument in (*arguments, "--config", self.config)]
        done = CliRunner().invoke(cli, command, standalone_mode=False)
        if isinstance(done.exception, DigestError):
            return done.exception.exit_code, done.stdout, f"{done.stderr}{done.exception}"
        if done.exception:
            raise done.exception
        return done.return_value or 0, done.stdout, done.stderr

    def freeze(self, *readers: str) -> None:
        with Database(self.state) as database:
            subscribe(database, readers)
            today = datetime.now(UTC)
            mail = mailing(day=today.date(), moment=today)
            freeze(database, mail, SENDER, Subscribers(database).listed("main", "active"))

    def states(self) -> dict[str, str]:
        with Database(self.state) as database:
            return states(database)

    def hash(self, address: str) -> str:
        with Database(self.state) as database:
            return address_hash(mail_secret(database), address)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(time.time())  # a wait moves it; else a delivery would look at it for minutes
    monkeypatch.setattr("digest.deliver.outbox.Clock", lambda **_: hands.clock)


@pytest.fixture
def server() -> Iterator[FaultySmtp]:
    with FaultySmtp() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: FaultySmtp) -> Desk:
    return Desk(tmp_path, server.port)


def test_send_sends_once_and_says_so(desk: Desk, server: FaultySmtp) -> None:
    desk.freeze(ANN, BOB)
    code, out, err = desk.run("send")
    assert (code, out) == (0, "")
    assert err.strip().endswith(": 2 sent")
    assert desk.run("send") == (0, "", "digest: nothing is due\n")
    assert len(server.accepted) == 2


def test_a_quiet_send_speaks_only_of_trouble(desk: Desk, server: FaultySmtp) -> None:
    desk.freeze(ANN)
    assert desk.run("send", "--quiet") == (0, "", "")
    assert desk.run("send", "--quiet") == (0, "", "")
    server.fault = lambda phase, _: "550" * (phase == "rcpt")
    with Database(desk.state) as database, database.transaction() as edit:
        edit.execute("UPDATE delivery SET state = 'pending'")
        edit.execute("UPDATE issue SET status = 'frozen'")
    code, _, err = desk.run("send", "--quiet")
    assert (code, "1 refused" in err, "refused at rcpt" in err) == (3, True, True)


def test_B13_send_tells_all_that_is_wrong_with_its_mail_and_nothing_else(
    desk: Desk, server: FaultySmtp
) -> None:
    desk.configure(user="u", password_file="none", ca_file="nowhere.pem")
    with desk.config.open("a") as config:
        config.write('\n[brief]\nengine = "nobody"\n')
    desk.freeze(ANN)
    code, _, err = desk.run("send")
    assert (code, "cannot read" in err, "no such file" in err, "nobody" in err) == (
        78, True, True, False,
    )  # fmt: skip
    assert server.connections == 0


@pytest.mark.parametrize("command", [("serve",), ("archive", "build")])
def test_R11_templates_are_checked_before_anything_is_shown(
    desk: Desk, command: tuple[str, ...]
) -> None:
    with desk.config.open("a") as config:
        config.write('\n[render]\ntemplates = "nowhere"\n[brief]\nengine = "nobody"\n')
    code, _, err = desk.run(*command)
    assert (code, ":8: render.templates" in err, "nobody" in err) == (78, True, False)


def test_send_in_json(desk: Desk) -> None:
    desk.freeze(ANN)
    code, out, _ = desk.run("send", "--json")
    told = json.loads(out)
    assert (code, told["schema"], told["sent"], told["exit"]) == (0, "digest/send/1", 1, 0)


def test_E16_a_refusal_is_exit_3_and_names_no_address(desk: Desk, server: FaultySmtp) -> None:
    server.fault = lambda phase, reader: (
        "550 5.1.1 <ann@example.org> gone" * (phase == "rcpt" and reader == ANN)
    )
    desk.freeze(ANN, BOB)
    code, out, err = desk.run("send")
    assert code == 3
    assert "refused at rcpt: 550 5.1.1 <<address>> gone" in err
    assert desk.hash(ANN) in err
    assert "ann@" not in out + err


@pytest.mark.parametrize("said", ["no such user: Ann", "ann @ example.org? No", "550-ann\tgone"])
def test_E33_a_reply_that_names_the_reader_is_told_without_the_name(
    desk: Desk, server: FaultySmtp, said: str
) -> None:
    server.fault = lambda phase, _: f"550 5.1.1 annual {said}" * (phase == "rcpt")
    desk.freeze(ANN)
    code, out, err = desk.run("send")
    assert (code, "<reader>" in err, "annual" in err) == (3, True, True)
    assert not re.search(r"\bann\b", out + err, re.IGNORECASE)


def test_what_is_still_due_is_exit_75(desk: Desk, server: FaultySmtp) -> None:
    server.fault = lambda phase, _: "450" * (phase == "rcpt")
    desk.configure(minutes=0.5)
    desk.freeze(ANN)
    code, _, err = desk.run("send")
    assert (code, "deferred at rcpt" in err) == (75, True)


def test_E12_a_refused_login_is_exit_77(desk: Desk, server: FaultySmtp) -> None:
    server.fault = lambda phase, _: "535" * (phase == "auth")
    server.login = ("u", "p")
    desk.configure(user="u", password="secret-word")
    desk.freeze(ANN)
    code, out, err = desk.run("send")
    assert (code, desk.states()) == (77, {ANN: "pending"})
    assert "secret-word" not in out + err


@pytest.mark.parametrize("by_hash", [True, False])
@pytest.mark.parametrize(("verdict", "copies"), [("sent", 1), ("resend", 2)])
def test_E21_an_operator_settles_a_doubt(
    desk: Desk, server: FaultySmtp, verdict: str, copies: int, by_hash: bool
) -> None:
    server.fault = lambda phase, _: "drop" * (phase == "dot")
    desk.configure(on_uncertain="hold")
    desk.freeze(ANN)
    assert desk.run("send")[0] == 3
    code, out, _ = desk.run("send", "--status")
    assert (code, "1 held" in out, desk.hash(ANN) in out, ANN in out) == (0, True, True, False)
    assert ANN in desk.run("send", "--status", "--addresses")[1]
    server.fault = lambda *_: ""
    name = desk.hash(ANN) if by_hash else ANN
    assert desk.run("send", "--resolve", f"{name}={verdict}")[0] == 0
    assert desk.states() == {ANN: "sent"}
    assert server.copies(ANN) == copies


def test_held_copies_are_sent_again_when_asked(desk: Desk, server: FaultySmtp) -> None:
    server.fault = lambda phase, _: "drop" * (phase == "dot")
    desk.configure(on_uncertain="hold")
    desk.freeze(ANN, BOB)
    desk.run("send")
    server.fault = lambda *_: ""
    assert desk.run("send", "--retry-held")[0] == 0
    assert desk.states() == {ANN: "sent", BOB: "sent"}


def test_why_copies_are_held_is_told_as_it_is(desk: Desk, server: FaultySmtp) -> None:
    server.fault = lambda phase, _: "drop" * (phase == "dot")
    desk.configure(on_uncertain="hold")
    desk.freeze(ANN)
    assert desk.run("send")[0] == 3
    server.features = ("SIZE 100",)
    with Database(desk.state) as database, database.transaction() as edit:
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        frozen(database, [BOB, EVE], day=tomorrow.date(), moment=tomorrow)
        edit.execute("UPDATE delivery SET head = X'00' WHERE address = ?", (BOB,))
    assert desk.run("send")[0] == 3
    code, out, err = desk.run("send", "--status")
    assert code == 0
    assert re.search(rf"^in doubt: .* {desk.hash(ANN)} <", out, re.MULTILINE)
    assert re.search(rf"^damaged: .* {desk.hash(BOB)} <.*> not as it was frozen", out, re.MULTILINE)
    assert re.search(rf"^too large: .* {desk.hash(EVE)} <.*> the server takes", out, re.MULTILINE)
    for told in ("1 held in doubt: settle", "1 held as damaged: not", "2 held as too large for"):
        assert f": {told}" in err
    found = json.loads(desk.run("send", "--status", "--json")[1])["unsettled"]
    assert {one["state"] for one in found} == {"held"}
    assert [one["why"] for one in found] == ["in doubt", "too large", "damaged", "too large"]
    first, second = json.loads(desk.run("status", "--json")[1])["held"].values()
    assert (first, second) == ({"in doubt": 1}, {"too large": 2, "damaged": 1})


@pytest.mark.parametrize("wish", ["ann@example.org=maybe", "nobody@example.org=sent"])
def test_a_wish_that_cannot_be_granted(desk: Desk, wish: str) -> None:
    desk.freeze(ANN)
    assert desk.run("send", "--resolve", wish)[0] in (65, 66)


def test_S09_an_old_issue_needs_a_confirmation(desk: Desk, server: FaultySmtp) -> None:
    desk.freeze(ANN)
    with Database(desk.state) as database, database.transaction() as edit:
        edit.execute("UPDATE issue SET deliver_until = 1.0")
    code, _, err = desk.run("send")
    assert (code, "expired" in err, server.accepted) == (3, True, [])
    assert desk.run("send", "--confirm-old")[0] == 0
    assert desk.states() == {ANN: "sent"}


def test_B02_another_run_holds_the_lock(desk: Desk, server: FaultySmtp) -> None:
    desk.freeze(ANN)
    with lock(desk.state.parent):
        assert desk.run("send")[0] == 75
    assert server.connections == 0


@pytest.mark.parametrize("transport", ["maildir", "folder"])
def test_other_transports(desk: Desk, transport: str) -> None:
    desk.configure(transport=transport, path="mail")
    desk.freeze(ANN)
    assert desk.run("send")[0] == 0
    files = [path for path in (desk.folder / "mail").rglob("*") if path.is_file()]
    assert len(files) == 1


def test_E34_an_import_reports_what_it_could_not_use(desk: Desk) -> None:
    path = desk.folder / "readers.txt"
    path.write_text("ann@example.org\nnobody\nAnn <ann@EXAMPLE.org>\n")
    code, _, err = desk.run("subscribers", "import", path)
    assert code == 3
    assert "line 2: no address" in err
    assert "line 3: the same mailbox" in err
    assert "main: 1 added" in err
    path.write_text("")
    code, _, err = desk.run("subscribers", "import", path)
    assert (code, "holds no address" in err) == (0, True)


def test_readers_come_and_go(desk: Desk) -> None:
    assert desk.run("subscribers", "add", "Ann <ann@example.org>", BOB)[0] == 0
    again = desk.run("subscribers", "add", "ann@EXAMPLE.org", "eve@example.org")[2]
    assert again == "digest: 1 added to main, 1 known already\n"
    assert desk.run("subscribers", "remove", desk.hash("eve@example.org"))[0] == 0
    assert desk.run("subscribers", "suspend", BOB, "--reason", "on leave")[0] == 0
    assert desk.run("subscribers", "list")[1].splitlines() == [
        "main\tactive\tAnn <ann@example.org>",
        "main\tsuspended\tbob@example.org\ton leave",
        "main\tleft\teve@example.org\tremoved",
    ]
    assert desk.run("subscribers", "export")[1] == "address,name\nann@example.org,Ann\n"
    with Database(desk.state) as database:
        given = token(mail_secret(database), "main", ANN)
    assert desk.run("subscribers", "remove", "--token", given)[0] == 0
    assert desk.run("subscribers", "remove", BOB)[0] == 0
    assert desk.run("subscribers", "remove", BOB)[0] == 66
    assert desk.run("subscribers", "remove", "--token", "0" * 32)[0] == 66
    listed = desk.run("subscribers", "list", "--json")[1].splitlines()
    assert [json.loads(line)["state"] for line in listed] == ["left"] * 3


def test_R07_a_readers_name_moves_no_cursor(desk: Desk) -> None:
    desk.run("subscribers", "add", "\x1b[2JAnn\u202e\x9b <ann@example.org>")
    shown = desk.run("subscribers", "list")[1]
    assert shown == "main\tactive\t [2JAnn   <ann@example.org>\n"


def test_bounces_are_counted(desk: Desk) -> None:
    desk.run("subscribers", "add", "ann@example.org")
    box = desk.folder / "bounces"
    box.write_bytes(b"From x Tue Nov 24 00:00:00 2026\nSubject: hi\n\nhello\n")
    code, out, _ = desk.run("bounces", "--mbox", box, "--json")
    assert (code, json.loads(out)["other"]) == (0, 1)
    assert desk.run("bounces", "--mbox", desk.folder / "none")[0] == 66


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("sender", "nobody", "no address"),
        ("sender", "юля@example.org", "must be ASCII"),
        ("envelope", "b" * 50 + "{token}@example.org", "before the @"),
        ("unsubscribe_url", "http://example.org/{token}", "https"),
        ("unsubscribe_url", "https://example.org/", "{token}"),
        ("list_id", "a b", "looks like a host"),
        ("hello", "a b", "pattern"),
        ("on_uncertain", "maybe", "resend"),
    ],
)
def test_settings_that_cannot_be(desk: Desk, key: str, value: str, said: str) -> None:
    desk.configure(**{key: value})
    with pytest.raises(ConfigError, match=said):
        load(desk.config)


@pytest.mark.parametrize(
    ("mail", "leaving", "replies"),
    [
        ({}, "news@example.org", None),
        ({"envelope": "b@example.org"}, "b@example.org", "b@example.org"),
        ({"envelope": "b+{token}@example.org"}, "b+leave@example.org", "b+leave@example.org"),
        ({"unsubscribe_mailto": "out@example.org"}, "out@example.org", "out@example.org"),
        ({"unsubscribe_mailto": "out@example.org", "reply_to": "Ed <ed@example.org>"},
         "out@example.org", "ed@example.org"),
        ({"sender": "no-reply@example.org"}, "", None),
    ],
)  # fmt: skip
def test_E31_a_reply_goes_where_readers_leave_unless_set(
    desk: Desk, mail: dict[str, object], leaving: str, replies: str | None
) -> None:
    desk.configure(**mail)
    who = sender(load(desk.config).mail, "main")
    assert who.unsubscribe_mailto == leaving
    assert (who.reply_to.spec if who.reply_to else None) == replies


def test_E32_doctor_tells_which_headers_to_sign(desk: Desk) -> None:
    desk.configure(envelope="bounces@mail.example.org")
    code, out, _ = desk.run("doctor", "--mail")
    assert code == 0
    signed = out.partition("h=")[2].splitlines()[0].split(":")
    assert {"From", "List-Unsubscribe", "List-Unsubscribe-Post", "Date"} <= set(signed)
    assert "a TXT record of mail.example.org" in out
    desk.configure(sender="")
    assert desk.run("doctor", "--mail")[0] == 78
