"""IMAP mailboxes, read without a trace: a server on loopback that speaks the protocol by itself."""

from __future__ import annotations

import base64
import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import trustme

from digest.errors import ConfigError, Forbidden, InputError, Unavailable
from digest.sources import Fetcher, Gathered, Limits, Network, Source, gather
from digest.sources.isolation import Parser
from digest.sources.limits import DEFAULT
from digest.sources.nightly import imap
from digest.store.database import Database
from digest.store.sources import SourceStates
from loopback import Listener

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
STORY = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады, і прыйшло шмат людзей. "
OTHER = "Vilnius airport cancelled forty flights on Monday after heavy snow covered both runways. "


def mail(subject: str, text: str) -> bytes:
    head = (
        f"From: НН <a@nn.by>\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n"
    )
    return f"{head}\r\n{text}\r\n".encode()


@dataclass
class Mailbox:
    """An IMAP4rev1 server with one mailbox. It notes every command."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    password: str = "word-ў"
    plain: bool = True
    commands: list[str] = field(default_factory=list)
    sized: dict[int, int] = field(default_factory=dict)  # what it says instead of the truth
    greeting: bytes = b"* OK ready\r\n"
    upgrade: ssl.SSLContext | None = None
    said: dict[str, tuple[list[bytes], str]] = field(default_factory=dict)  # what it says instead
    drops: str = "\0"  # the beginning of a command at which it hangs up

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        connection.sendall(self.greeting)
        self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        stream = connection.makefile("rwb")
        while line := stream.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            self.commands.append(rest)
            if rest.startswith(self.drops):
                return
            answers, end = self._answer(rest, stream)
            stream.write(b"".join(answers) + f"{tag} {end} done\r\n".encode())
            stream.flush()
            if rest == "LOGOUT":
                return
            if rest == "STARTTLS" and self.upgrade:
                stream.close()
                with self.upgrade.wrap_socket(connection, server_side=True) as safe:
                    self._talk(safe)
                return

    def _answer(self, command: str, stream: object) -> tuple[list[bytes], str]:
        for beginning, said in self.said.items():
            if command.startswith(beginning):
                return said
        verb = command.split(maxsplit=1)[0]
        if verb == "CAPABILITY":
            more = b" AUTH=PLAIN" * self.plain + b" STARTTLS" * bool(self.upgrade)
            return [b"* CAPABILITY IMAP4rev1" + more + b"\r\n"], "OK"
        if verb == "AUTHENTICATE":
            stream.write(b"+ \r\n")  # type: ignore[attr-defined]
            stream.flush()  # type: ignore[attr-defined]
            given = base64.b64decode(stream.readline())  # type: ignore[attr-defined]
            right = given == f"\0me\0{self.password}".encode()
            return [], "OK" if right else f"NO wrong: {given!r}"
        if verb == "LOGIN":
            return [], "OK" if command == f'LOGIN me "{self.password}"' else "NO wrong"
        if verb == "EXAMINE":
            if command != 'EXAMINE "INBOX"':
                return [], "NO no such mailbox"
            return [b"* OK [UIDVALIDITY %d]\r\n" % self.validity], "OK [READ-ONLY]"
        if verb == "UID":
            return self._uid(command)
        return [], "OK"

    def _uid(self, command: str) -> tuple[list[bytes], str]:
        if match := re.fullmatch(r"UID SEARCH UID ((?:\d+:\d+,)*)(\d+):\*", command):
            waiting = [part.split(":") for part in match[1].split(",") if part]
            found = [uid for uid in self.mails if uid >= int(match[2])] or list(self.mails)[-1:]
            found += [u for u in self.mails for a, b in waiting if int(a) <= u <= int(b)]
            return [b"* SEARCH " + " ".join(map(str, found)).encode() + b"\r\n"], "OK"
        if re.fullmatch(r"UID SEARCH SINCE \d\d-[A-Z][a-z]{2}-\d{4}", command):
            return [b"* SEARCH " + " ".join(map(str, self.mails)).encode() + b"\r\n"], "OK"
        match = re.fullmatch(r"UID FETCH (\d+) \((RFC822\.SIZE|BODY\.PEEK\[\])\)", command)
        assert match, command
        uid = int(match[1])
        body = self.mails[uid]
        size = self.sized.get(uid, len(body))
        if match[2] == "RFC822.SIZE":
            return [b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, size)], "OK"
        return [b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (uid, len(body)), body, b")\r\n"], "OK"


class Server(Listener):
    """A listener that lets the server speak first."""

    def _request(self, connection: socket.socket) -> bytes:
        return b""


@dataclass
class World:
    box: Mailbox
    server: Listener
    states: SourceStates
    ca_file: str
    limits: Limits = DEFAULT

    def source(self, **settings: str) -> Source:
        given = {"password": self.box.password, "ca_file": self.ca_file} | settings
        place = given.pop("place", f"imaps://me@{self.server.place}/INBOX")
        return Source("пошта", "imap", place, **given)  # type: ignore[arg-type]

    def gather(self, **settings: str) -> Gathered:
        network = Network(allow_private=frozenset([self.server.place]), delay=0, seconds=5)
        with Parser(small=10**9) as parser:
            return gather(
                [self.source(**settings)], self.states, None, NOW,
                fetcher=Fetcher(network), parser=parser, limits=self.limits,
            )  # fmt: skip

    def night(self) -> list[str]:
        found = self.gather()
        assert found.failures == ()
        self.states.settle(found.rows, "x")
        return [article.title for article in found.articles]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def world(tmp_path: Path, authority: trustme.CA) -> Iterator[World]:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    box = Mailbox()
    with Server(box, context) as server, Database(None) as database:
        yield World(box, server, SourceStates(database), str(tmp_path / "ca.pem"))


def test_new_mails_are_read_once_and_nothing_is_marked(world: World) -> None:
    world.box.mails = {3: mail("Першы", STORY)}
    assert world.night() == ["Першы"]
    assert world.night() == []
    world.box.mails[9] = mail("Другі", OTHER)
    assert world.night() == ["Другі"]
    assert {command.split()[0] for command in world.box.commands} == {
        "CAPABILITY", "AUTHENTICATE", "EXAMINE", "UID", "LOGOUT",
    }  # fmt: skip
    assert sum("BODY.PEEK" in command for command in world.box.commands) == 2


def test_new_uids_bring_no_mail_twice(world: World) -> None:
    world.box.mails = {3: mail("Першы", STORY * 3)}
    assert world.night() == ["Першы"]
    world.box.validity = 8
    world.box.mails = {1: mail("Першы", STORY * 3), 2: mail("Другі", OTHER * 3)}
    assert world.night() == ["Другі"]


def test_login_where_the_server_has_no_plain(world: World) -> None:
    world.box.plain, world.box.password = False, "word"
    world.box.mails = {3: mail("Першы", STORY)}
    assert world.night() == ["Першы"]
    assert 'LOGIN me "word"' in world.box.commands


@pytest.mark.parametrize("host", ["127.0.0.1", "nn.by"])
def test_starttls(world: World, authority: trustme.CA, host: str) -> None:
    world.box.mails = {3: mail("Першы", STORY)}
    world.box.upgrade = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(world.box.upgrade)
    world.server._context = None
    found = world.gather(place=f"imap://me@{world.server.place}/INBOX")
    if host == "127.0.0.1":
        assert [article.title for article in found.articles] == ["Першы"]
    else:
        assert "no safe connection" in found.failures[0].error
        assert world.box.commands == ["CAPABILITY", "STARTTLS"]


def test_without_tls_no_password_is_sent(world: World) -> None:
    world.server._context = None
    found = world.gather(place=f"imap://me@{world.server.place}/INBOX")
    assert "TLS not supported" in found.failures[0].error
    assert world.box.commands == ["CAPABILITY"]


def test_a_wrong_password_is_told_without_it(world: World) -> None:
    (failure,) = world.gather(password="secret-123").failures
    assert failure.exit_code == Forbidden.exit_code
    assert "refuses the password of me" in failure.error
    assert "secret-123" not in failure.error


def test_a_mail_that_is_too_large_is_not_fetched(world: World) -> None:
    world.box.mails = {3: mail("Вялікі", STORY), 4: mail("Малы", OTHER)}
    world.box.sized = {3: 10**9}
    found = world.gather()
    assert [article.title for article in found.articles] == ["Малы"]
    assert "too large" in found.failures[0].error
    assert sum("BODY.PEEK" in command for command in world.box.commands) == 1


def test_a_mail_that_lies_about_its_size(world: World) -> None:
    world.box.mails = {3: b"x" * 3_000_000}
    world.box.sized = {3: 5}
    network = Network(allow_private=frozenset([world.server.place]))
    with pytest.raises(Unavailable):
        imap.mails(world.source(), "", NOW, network, Limits(bytes=1_000_000))


def test_no_such_mailbox(world: World) -> None:
    (failure,) = world.gather(place=f"imaps://me@{world.server.place}/None").failures
    assert "no mailbox None" in failure.error
    assert failure.exit_code == InputError.exit_code


def test_an_authority_nobody_knows(world: World) -> None:
    (failure,) = world.gather(ca_file="").failures
    assert "no safe connection" in failure.error
    assert world.box.commands == []


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad\r\n", b"* BYE busy\r\n"])
def test_a_server_that_is_none(world: World, greeting: bytes) -> None:
    world.box.greeting = greeting
    if not greeting:
        world.server._handle = lambda connection, request: None
    (failure,) = world.gather().failures
    assert failure.exit_code == Unavailable.exit_code


@pytest.mark.parametrize(
    ("command", "lines", "end"),
    [
        ("UID SEARCH", [], "NO [SERVERBUG] Internal error occurred"),
        ("UID SEARCH", [b"* SEARCH 1 x\r\n"], "OK"),
        ("UID SEARCH", [b"* SEARCH " + b"9" * 5000 + b"\r\n"], "OK"),
        ("UID FETCH 3 (BODY", [], "NO [UNAVAILABLE] later"),
        ("CAPABILITY", [b"* CAPABILITY \xff IMAP4rev1\r\n"], "OK"),
    ],
)
def test_n13_a_server_that_cannot_answer_now_loses_no_mail(
    world: World, command: str, lines: list[bytes], end: str
) -> None:
    world.box.mails = {3: mail("Першы", STORY)}
    world.box.said = {command: (lines, end)}
    (failure,) = world.gather().failures
    assert failure.exit_code == Unavailable.exit_code
    world.box.said.clear()
    assert world.night() == ["Першы"]


def test_n13_a_validity_that_is_no_number_is_one_all_the_same(world: World) -> None:
    world.box.mails = {3: mail("Першы", STORY)}
    world.box.said = {"EXAMINE": ([b"* OK [UIDVALIDITY \xff\xfe]\r\n"], "OK")}
    assert world.night() == ["Першы"]
    assert world.night() == []


def test_n09_what_was_read_before_the_line_dropped_is_not_read_again(world: World) -> None:
    world.box.mails = {3: mail("Першы", STORY), 4: mail("Другі", OTHER)}
    world.box.drops = "UID FETCH 3 (BODY"
    assert world.night() == ["Другі"]
    world.box.drops = "\0"
    world.box.commands.clear()
    assert world.night() == ["Першы"]
    assert not any(command.startswith("UID FETCH 4") for command in world.box.commands)


def test_n13_a_mail_that_its_server_cannot_give_keeps_no_other_one(world: World) -> None:
    world.box.mails = {n: mail(f"Ліст {n}", f"{n} {STORY}") for n in (3, 4, 5)}
    world.box.said = {"UID FETCH 5 (BODY": ([], "NO [SERVERBUG] damaged")}
    assert world.night() == ["Ліст 3", "Ліст 4"]
    world.box.mails[9] = mail("Новы", OTHER)
    assert world.night() == ["Новы"]
    world.box.said.clear()
    assert world.night() == ["Ліст 5"]


def test_x16_of_too_many_mails_the_newest_are_read_and_the_others_wait_and_are_counted(
    world: World,
) -> None:
    def night() -> tuple[list[str], str]:
        found = world.gather()
        world.states.settle(found.rows, "x")
        return [article.title for article in found.articles], found.reports[0].note

    world.limits = Limits(items=2)
    world.box.mails = {n: mail(f"Ліст {n}", f"{n} {STORY * n}") for n in (1, 2, 3, 5, 8)}
    assert night() == (
        ["Ліст 5", "Ліст 8"],
        "3 of its mails wait for another night, since one reads the newest 2, or 100 MB",
    )
    world.box.mails |= {n: mail(f"Ліст {n}", f"{n} {OTHER * n}") for n in (11, 13, 14)}
    del world.box.mails[2]
    titles, note = night()
    assert titles == ["Ліст 13", "Ліст 14"]
    assert note.startswith("3 of its mails wait")
    assert night()[0] == ["Ліст 3", "Ліст 11"]
    assert night() == (["Ліст 1"], "")
    assert night() == ([], "")


def test_f13_a_night_takes_no_more_mails_than_fit_in_memory(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "_MEMORY", 100)
    world.box.mails = {3: mail("Першы", STORY), 4: mail("Другі", OTHER)}
    assert world.night() == ["Другі"]
    assert world.night() == ["Першы"]


@pytest.mark.parametrize("given", [{"password": "слова"}, {"user": "янка"}])
def test_a_login_that_imap_cannot_carry_is_told_without_it(
    world: World, given: dict[str, str]
) -> None:
    world.box.plain = False
    user = given.pop("user", "me")
    found = world.gather(place=f"imaps://{user}@{world.server.place}/", **{"password": "x"} | given)
    assert "beyond ASCII" in found.failures[0].error
    assert "слова" not in found.failures[0].error


@pytest.mark.parametrize(
    ("name", "sent"),
    [("Новости", "&BB0EPgQyBD4EQQRCBDg-"), ("台北/A&B", "&U,BTFw-/A&-B"), ("&BB0-", "&BB0-"),
     ("A&B", "A&B")],
)  # fmt: skip
def test_a_mailbox_is_named_as_its_server_knows_it(world: World, name: str, sent: str) -> None:
    place = f"imaps://me@{world.server.place}/{quote(name)}"
    assert f"no mailbox {name}" in world.gather(place=place).failures[0].error
    assert f'EXAMINE "{sent}"' in world.box.commands


def test_n01_a_private_mailbox_is_refused(world: World) -> None:
    with pytest.raises(Forbidden, match="private address"):
        imap.mails(world.source(), "", NOW, Network(), Limits())
    assert world.server.connections == 0


@pytest.mark.parametrize(
    "url",
    ["imaps://a.by/INBOX", "imaps://me:s3cret@a.by/", "imaps://me:s3cret@/x", "imaps://me@a.by:x/",
     "imaps://me%0D%0AX@a.by/", "imaps://me@a.by/%0D%0AX", "pop3://me@a.by/"],
)  # fmt: skip
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        imap.mailbox(url)
    assert "s3cret" not in str(caught.value)


def test_no_password(world: World) -> None:
    (failure,) = world.gather(password="").failures
    assert "no password" in failure.error
    assert failure.exit_code == ConfigError.exit_code
