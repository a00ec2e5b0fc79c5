"""SMTP with a server that follows the rules, and the rules that we follow."""

from __future__ import annotations

import socket
import ssl
import struct
from base64 import b64decode, b64encode
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from desk import DAY, SENDER, deliver, frozen, mailing, smtp, states
from digest.deliver.message import compose
from digest.deliver.transport import Letter
from digest.deliver.wire import Broken, Wire
from digest.errors import ConfigError, Forbidden, TryLater, Unavailable
from digest.store import Database
from digest.store.copies import Copies
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from aiosmtpd.smtp import Envelope

READERS = ("ann@example.org", "bob@example.org", "юля@example.org")


class Box:
    """What a server of aiosmtpd received; it may refuse by its own rules."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.logins: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.got.append(envelope)
        return "250 2.0.0 ok"

    def authenticate(self, _: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins.append(mechanism)
        return AuthResult(success=data.password == b"right", handled=False)

    @property
    def recipients(self) -> list[list[str]]:
        return [envelope.rcpt_tos for envelope in self.got]


@contextmanager
def aiosmtpd(box: Box, **options: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def serving(authority: trustme.CA, name: str = "127.0.0.1", **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, **options).configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def test_E33_each_reader_gets_one_copy_that_names_nobody_else(database: Database) -> None:
    box = Box()
    with aiosmtpd(box) as port:
        frozen(database, READERS[:2])
        done = deliver(database, smtp(port))
    assert (done.sent, done.error) == (2, None)
    assert box.recipients == [["ann@example.org"], ["bob@example.org"]]
    assert {envelope.mail_from for envelope in box.got} == {"bounces@example.org"}
    assert b"bob@example.org" not in box.got[0].original_content  # type: ignore[operator]
    assert b"ann@example.org" not in box.got[1].original_content  # type: ignore[operator]
    assert states(database) == dict.fromkeys(READERS[:2], "sent")


def test_a_second_delivery_sends_nothing(database: Database) -> None:
    box = Box()
    with aiosmtpd(box) as port:
        frozen(database, READERS[:2])
        deliver(database, smtp(port))
        again = deliver(database, smtp(port))
    assert (again.sent, again.counts) == (0, {})
    assert len(box.got) == 2


@pytest.mark.parametrize("offered", [True, False])
def test_E05_a_local_part_beyond_ascii_needs_smtputf8(database: Database, offered: bool) -> None:
    box = Box()
    with aiosmtpd(box, enable_SMTPUTF8=offered) as port:
        frozen(database, READERS)
        deliver(database, smtp(port))
    assert states(database)[READERS[2]] == ("sent" if offered else "refused")
    assert states(database)[READERS[0]] == "sent"
    assert ([READERS[2]] in box.recipients) == offered


def test_E06_a_server_without_8bitmime_gets_seven_bits(database: Database) -> None:
    with FaultySmtp(features=()) as server:
        frozen(database, READERS[:1], text="прывітанне\n" * 50)
        deliver(database, smtp(server.port))
    assert server.accepted[0].content.isascii()
    assert "MAIL FROM:<bounces@example.org>" in server.lines


def test_E08_a_dot_at_the_start_of_a_line_arrives_as_it_was(database: Database) -> None:
    text = ".plain words\n..two dots\n.\n" * 9
    box = Box()
    with aiosmtpd(box) as port:
        issue = frozen(database, READERS[:1], text=text)
        deliver(database, smtp(port))
    content = box.got[0].original_content
    assert isinstance(content, bytes)
    assert content.endswith(issue.content)
    assert b"\r\n.plain words\r\n..two dots\r\n" in content


def test_E08_a_message_of_dots_alone() -> None:
    box = Box()
    letter = Letter("a@example.org", "b@example.org", b".\r\n..\r\n.", "1")
    with aiosmtpd(box) as port:
        transport = smtp(port)
        transport.open()
        assert transport.hand_over(letter, lambda: None).state == "sent"
        transport.close()
    assert box.got[0].original_content == b".\r\n..\r\n.\r\n"


@pytest.mark.parametrize("said", [False, True], ids=["by EHLO", "by MAIL"])
def test_E09_a_message_over_the_size_of_the_server_is_held_and_others_are_sent(
    database: Database, said: bool
) -> None:
    size = len(compose(SENDER, mailing()).content)
    longer = "".join(f"<p>{number}</p>" for number in range(size // 7))
    limit = () if said else (f"SIZE {2 * size}",)

    def full(phase: str, _: str) -> str:
        if not said or phase != "mail":
            return ""
        announced = int(server.lines[-1].partition("SIZE=")[2].split()[0])
        return "552 5.3.4 too big" * (announced > 2 * size)

    with FaultySmtp(full, features=limit or ("SIZE",)) as server:
        frozen(database, READERS[:2], html=f"<!doctype html><html><body>{longer}</body></html>")
        frozen(database, READERS[:2], day=DAY.replace(day=25))
        done = deliver(database, smtp(server.port))
    assert done.error is None
    assert done.counts == {"main/2026-11-24": {"held": 2}, "main/2026-11-25": {"sent": 2}}
    assert sum(line.startswith("MAIL") for line in server.lines) == (4 if said else 2)
    (told,) = Copies(database).troubles(done.began)
    assert told.outcome.phase == "size"


def test_E10_without_tls_no_password_is_sent(database: Database) -> None:
    with FaultySmtp(login=("u", "p")) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, tls="starttls", user="u", password="p"))
    assert isinstance(done.error, Unavailable)
    assert "offers no TLS" in str(done.error)
    assert [line.split()[0] for line in server.lines] == ["EHLO"]
    assert set(states(database).values()) == {"pending"}


@pytest.mark.parametrize("tls", ["auto", "none"])
def test_E10_off_this_machine_tls_is_required_and_a_password_needs_it(
    database: Database, tls: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.deliver.session.Session._is_this_machine", lambda _: False)
    with FaultySmtp(login=("u", "p")) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, tls=tls, user="u", password="p"))
    expected = Unavailable if tls == "auto" else ConfigError
    assert type(done.error) is expected
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.lines)


def test_tls_and_a_login(database: Database, authority: trustme.CA, ca_file: Path) -> None:
    box = Box()
    options = {"tls_context": serving(authority), "require_starttls": True}
    with aiosmtpd(box, authenticator=box.authenticate, auth_required=True, **options) as port:
        frozen(database, READERS[:2])
        login = {"user": "u", "password": "right", "ca_file": ca_file, "tls": "starttls"}
        done = deliver(database, smtp(port, **login))
    assert (done.sent, done.error) == (2, None)
    assert box.logins == ["PLAIN"]


def test_tls_from_the_first_byte(database: Database, authority: trustme.CA, ca_file: Path) -> None:
    box = Box()
    with aiosmtpd(box, ssl_context=serving(authority)) as port:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(port, tls="implicit", ca_file=ca_file))
    assert (done.sent, done.error) == (1, None)


@pytest.mark.parametrize("fault", ["name", "expired", "stranger"])
def test_E11_a_wrong_certificate_is_refused(
    database: Database, authority: trustme.CA, ca_file: Path, fault: str
) -> None:
    past = {"not_after": datetime.now(UTC) - timedelta(days=1)} if fault == "expired" else {}
    issuer = trustme.CA() if fault == "stranger" else authority
    name = "mail.example.org" if fault == "name" else "127.0.0.1"
    context = serving(issuer, name, **past)
    with FaultySmtp(context=context, login=("u", "p")) as server:
        frozen(database, READERS[:1])
        login = {"user": "u", "password": "p", "ca_file": ca_file, "tls": "starttls"}
        done = deliver(database, smtp(server.port, **login))
    assert isinstance(done.error, Unavailable)
    assert "127.0.0.1" in str(done.error)
    assert "CERTIFICATE_VERIFY_FAILED" in str(done.error)
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.lines)


def test_E11_what_a_server_says_ahead_of_tls_is_an_attack(
    database: Database, authority: trustme.CA, ca_file: Path
) -> None:
    with FaultySmtp({"starttls": "inject"}, context=serving(authority)) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, tls="starttls", ca_file=ca_file))
    assert isinstance(done.error, Unavailable)
    assert "in the clear" in str(done.error)


@pytest.mark.parametrize(("reply", "error"), [("535", Forbidden), ("454", TryLater)])
def test_E12_a_refused_login_is_tried_once(
    database: Database, reply: str, error: type[Exception]
) -> None:
    with FaultySmtp({"auth": reply}, login=("u", "p")) as server:
        frozen(database, READERS[:2])
        done = deliver(database, smtp(server.port, user="u", password="p"), seconds=7200.0)
    assert type(done.error) is error
    assert sum(line.startswith("AUTH") for line in server.lines) == 1
    assert server.connections == 1
    assert set(states(database).values()) == {"pending"}


def test_E12_a_password_that_is_changed_in_the_night_costs_nobody_a_copy(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rotated(phase: str, _: str) -> str:
        return "535" * (phase == "auth" and server.connections == 2)

    monkeypatch.setattr("digest.deliver.smtp.PER_CONNECTION", 1)
    with FaultySmtp(rotated, login=("u", "p")) as server:
        frozen(database, READERS[:2])
        done = deliver(database, smtp(server.port, user="u", password="old"), seconds=7200.0)
        assert (type(done.error), done.sent, server.connections) == (Forbidden, 1, 2)
        assert Counter(states(database).values()) == {"sent": 1, "pending": 1}
        done = deliver(database, smtp(server.port, user="u", password="new"))
        assert (done.error, done.sent) == (None, 1)
        assert [server.copies(reader) for reader in READERS[:2]] == [1, 1]


def test_E12_a_login_that_nobody_offers(database: Database) -> None:
    with FaultySmtp(features=("AUTH GSSAPI",)) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, user="u", password="p"))
    assert isinstance(done.error, Forbidden)
    assert not any(line.startswith("AUTH") for line in server.lines)


def test_E12_login_where_plain_is_not_offered(database: Database) -> None:
    with FaultySmtp(features=("AUTH LOGIN",)) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, user="u", password="p"))
    assert done.error is None
    assert server.lines[1:4] == ["AUTH LOGIN", "dQ==", "cA=="]


def test_E12_a_server_that_takes_no_initial_response_is_given_it_after(database: Database) -> None:
    with FaultySmtp({"auth": "334 "}, features=("AUTH PLAIN",)) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, user="u", password="p"))
    assert done.error is None
    assert server.lines[1:3] == ["AUTH PLAIN AHUAcA==", "AHUAcA=="]


PASSWORD = "рассекреченный hunter2 пароль"
ECHOES: dict[str, Callable[[str], str]] = {
    "as it was sent": lambda sent: sent,
    "decoded": lambda sent: b64decode(sent).decode().replace("\0", " "),
    "in capitals": lambda sent: sent.upper(),
    "cut": lambda sent: "x" * 170 + sent[:28],
    "over two lines": lambda sent: f"{sent[:9]}\r\n535 5.7.8 {sent[9:]}",
}


@pytest.mark.parametrize("phase", ["auth", "mail", "rcpt", "dot"])
@pytest.mark.parametrize("code", ["535", "454", "299"])
@pytest.mark.parametrize("form", ECHOES)
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_B14_a_server_that_echoes_the_login_gives_no_password_away(
    database: Database, mechanism: str, form: str, code: str, phase: str
) -> None:
    with FaultySmtp(features=(f"AUTH {mechanism}",)) as server:

        def echo(at: str, _: str) -> str:
            if at != phase:
                return ""
            place = next(n for n, line in enumerate(server.lines) if line.startswith("AUTH"))
            sent = server.lines[place + 2] if mechanism == "LOGIN" else server.lines[place][11:]
            mark = "-" if "\r" in ECHOES[form](sent) else " "
            return f"{code}{mark}5.7.8 {ECHOES[form](sent)}".replace("535 ", f"{code} ")

        server.fault = echo
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, user="u", password=PASSWORD))
    evidence = repr(database.rows("SELECT * FROM attempt")) + repr(
        database.rows("SELECT phase, code, enhanced, text FROM delivery")
    )
    told = f"{done.error} {done!r} {evidence}".casefold()
    assert not _shared(told, PASSWORD, 6), told
    assert not _shared(told, b64encode(f"\0u\0{PASSWORD}".encode()).decode(), 8), told
    assert not _shared(told, b64encode(PASSWORD.encode()).decode(), 8), told


def _shared(told: str, secret: str, width: int) -> bool:
    """Whether any `width` characters in a row of a secret are told."""
    secret = secret.casefold()
    return any(secret[at : at + width] in told for at in range(len(secret) - width + 1))


def test_B14_a_reply_that_gives_nothing_away_is_told_in_full(database: Database) -> None:
    reply = "535 5.7.8 Username and Password not accepted"
    with FaultySmtp({"auth": reply}, login=("u", PASSWORD)) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port, user="u", password=PASSWORD))
    assert reply in str(done.error)


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [("554", Unavailable, 69), ("421", TryLater, 75), ("drop", TryLater, 75)],
)
def test_E13_a_banner_that_is_no_welcome(
    database: Database, fault: str, error: type[Exception], code: int
) -> None:
    with FaultySmtp({"banner": fault}) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port))
    assert type(done.error) is error
    assert done.error.exit_code == code


@pytest.mark.parametrize(("reply", "code"), [("554", 69), ("530", 77)])
def test_E14_a_refused_sender_ends_the_run(database: Database, reply: str, code: int) -> None:
    with FaultySmtp({"mail": reply}) as server:
        frozen(database, READERS[:2])
        done = deliver(database, smtp(server.port), seconds=7200.0)
    assert done.error is not None
    assert done.error.exit_code == code
    assert sum(line.startswith("MAIL") for line in server.lines) == 1
    assert set(states(database).values()) == {"pending"}


def test_E18_a_connection_takes_a_hundred_messages(database: Database) -> None:
    with FaultySmtp(keep=False) as server:
        frozen(database, [f"r{number}@example.org" for number in range(250)])
        done = deliver(database, smtp(server.port))
    assert done.sent == 250
    assert server.connections == 3
    assert server.lines.count("QUIT") == 3


def test_E23_a_quit_that_fails_changes_nothing(database: Database) -> None:
    with FaultySmtp({"quit": "reset"}) as server:
        frozen(database, READERS[:1])
        done = deliver(database, smtp(server.port))
    assert (done.error, states(database)[READERS[0]]) == (None, "sent")


def test_E20_a_server_that_resets_the_connection_is_known_by_its_address_still() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = Wire("127.0.0.1", listener.getsockname()[1], 5.0)
        connection, _ = listener.accept()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        with pytest.raises(Broken):
            wire.reply(5.0)
        assert wire.peer == "127.0.0.1"
        wire.close()


def test_a_command_is_one_line() -> None:
    with FaultySmtp() as server:
        transport = smtp(server.port)
        transport.open()
        letter = Letter("a@example.org", "b@example.org>\r\nRCPT TO:<c@example.org", b"x\r\n", "1")
        with pytest.raises(AssertionError):
            transport.hand_over(letter, lambda: None)
    assert not any("c@example.org" in line for line in server.lines)
