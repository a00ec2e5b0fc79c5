"""Who gets mail: lists as people write them, and mail that comes back."""

from __future__ import annotations

import gzip
import mailbox
import re
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from desk import DAY, MOMENT, SENDER, Hands, deliver, frozen, mailing, rows, smtp, states, subscribe
from digest.deliver.bounces import Returned, read_bounces
from digest.deliver.freeze import freeze
from digest.deliver.maillog import verify
from digest.deliver.roster import read_roster, write_roster
from digest.errors import InputError, InputMissing
from digest.store import Database
from digest.store.address import parse_address
from digest.store.copies import Copies
from digest.store.secret import mail_secret
from digest.store.subscribers import Subscriber, Subscribers, address_hash, token
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ANN, BOB = "ann@example.org", "bob@example.org"
NOW = MOMENT.timestamp()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "ledger.db") as opened:
        yield opened


def written(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "# readers\nann@example.org\n\nBob <bob@EXAMPLE.org>  # a friend\n"),
        ("a.csv", "address,name\nann@example.org,\nbob@example.org,Bob\n"),
        ("a.csv", "\ufeffИмя;Адрес\n;ann@example.org\nBob;bob@example.org\n"),
        ("a.csv", "ann@example.org\tx\nbob@example.org\tBob\n"),
        ("a.csv", 'address,name,notes\nann@example.org,,"two\nlines"\nbob@example.org,Bob,\n'),
        ("a.toml", '[[subscribers]]\naddress = "ann@example.org"\n'
                   '[[subscribers]]\naddress = "bob@example.org"\nname = "Bob"\n'),
        ("a.toml", 'subscribers = ["ann@example.org", "Bob <bob@example.org>"]\n'),
    ],
)  # fmt: skip
def test_E34_lists_as_people_keep_them(tmp_path: Path, name: str, content: str) -> None:
    roster = read_roster(written(tmp_path, name, content))
    assert [address.spec for address in roster.addresses] == [ANN, BOB]
    assert roster.addresses[1].name == "Bob"
    assert roster.broken == ()


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.txt", "ann@example.org\nnobody\nbob@example.org\n", 2),
        ("a.csv", "address;name\nann@example.org;\n;Bob\nbob@example.org;\n", 3),
        ("a.toml", '[[subscribers]]\naddress = "ann@example.org"\n\n[[subscribers]]\nname = "x"\n'
                   '[[subscribers]]\naddress = "bob@example.org"\n', 4),
        ("a.csv", 'ann@example.org,x\n"eve@example.org,y\nbob@example.org,z\n', 2),
        ("a.csv", 'ann@example.org,\n"eve@e.org,\nbob@example.org,\n' + "#,\n" * 70_000, 2),
        ("a.csv", 'ann@example.org,x\n"eve@e.org,y\nbob@example.org,z\n", x\n', 2),
        ("a.csv", "ann@example.org,x\n" + "e" * 140_000 + ",y\nbob@example.org,z\n", 2),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_E34_a_broken_line_is_reported_by_number_and_the_rest_used(
    tmp_path: Path, name: str, content: str, line: int
) -> None:
    roster = read_roster(written(tmp_path, name, content))
    assert [address.spec for address in roster.addresses] == [ANN, BOB]
    assert roster.broken[0][0] == line


def test_E34_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputMissing):
        read_roster(tmp_path / "nothing.txt")
    with pytest.raises(InputError, match="UTF-8"):
        read_roster(written(tmp_path, "a.txt", "пошта@example.org", "cp1251"))
    with pytest.raises(InputError, match="cannot read"):
        read_roster(written(tmp_path, "a.toml", "[[subscribers"))
    for content in ("subscribers = 5", "x = " + "[" * 5000):
        with pytest.raises(InputError, match="cannot read"):
            read_roster(written(tmp_path, "a.toml", content))
    assert read_roster(written(tmp_path, "empty.csv", "")).addresses == ()


def test_E34_a_hundred_thousand_lines(tmp_path: Path, database: Database) -> None:
    lines = "".join(f"r{number}@example.org\n" for number in range(100_000))
    roster = read_roster(written(tmp_path, "a.txt", lines))
    assert Subscribers(database).add("main", roster.addresses, NOW)["added"] == 100_000


def test_S11_one_mailbox_in_two_spellings_is_one_reader(tmp_path: Path, database: Database) -> None:
    roster = read_roster(
        written(
            tmp_path,
            "a.txt",
            "u@пример.бел\nu@ПРИМЕР.бел\nu@xn--e1afmkfd.xn--90ais\nU@пример.бел\n",
        )
    )
    assert [address.spec for address in roster.addresses] == ["u@xn--e1afmkfd.xn--90ais"]
    assert [line for line, _ in roster.broken] == [2, 3, 4]
    subscribe(database, ["u@пример.бел"])
    subscribe(database, ["u@XN--e1afmkfd.xn--90AIS"])
    assert len(Subscribers(database).listed()) == 1


def test_S11_one_mailbox_in_two_cases_is_one_reader(database: Database) -> None:
    readers = Subscribers(database)
    assert readers.add("main", [parse_address("Ann@Example.org")], NOW)["added"] == 1
    assert readers.add("main", [parse_address("ann@example.org")], NOW)["known"] == 1
    given = token(mail_secret(database), "main", ANN)
    assert readers.by_token(given) == readers.listed()[0]
    assert readers.change(readers.listed()[0].key, "left", "asked", NOW) == 1


@pytest.mark.parametrize("form", ["csv", "toml", "txt"])
def test_what_is_exported_can_be_imported(tmp_path: Path, form: str) -> None:
    readers = [Subscriber("main", ANN, 'Ганна "Г" Крук, мал.'), Subscriber("main", BOB)]
    path = written(tmp_path, f"a.{form}", write_roster(readers, form))
    found = read_roster(path)
    assert [address.spec for address in found.addresses] == [ANN, BOB]
    if form != "txt":
        assert [address.name for address in found.addresses] == [readers[0].name, ""]


def test_who_left_stays_out_when_an_old_list_is_imported(database: Database) -> None:
    subscribers = Subscribers(database)
    subscribe(database, [ANN, BOB])
    assert subscribers.change(ANN, "left", "asked", NOW) == 1
    counts = subscribers.add("main", [parse_address(ANN), parse_address(BOB)], NOW)
    assert counts == {"added": 0, "known": 1, "suspended": 0, "left": 1}
    assert [reader.address for reader in subscribers.listed("main", "active")] == [BOB]
    subscribers.welcome("main", parse_address(ANN), NOW)
    assert len(subscribers.listed("main", "active")) == 2


def test_E31_a_token_lets_its_holder_leave_one_edition(database: Database) -> None:
    subscribers, secret = Subscribers(database), mail_secret(database)
    subscribe(database, [ANN])
    subscribe(database, [ANN], "other")
    given = token(secret, "main", ANN)
    found = subscribers.by_token(given)
    assert found is not None
    assert (found.edition, found.address) == ("main", ANN)
    assert subscribers.by_token("0" * 32) is None
    assert given != token(secret, "other", ANN)
    assert "ann" not in given
    assert mail_secret(database) == secret
    assert len(address_hash(secret, ANN)) == 12


def report(message_id: str, status: str, action: str = "failed", part: str = "headers") -> bytes:
    original = f"Subject: x\r\nMessage-ID:\r\n {message_id}\r\n"
    kind = "text/rfc822-headers" if part == "headers" else "message/rfc822"
    return (
        "From: MAILER-DAEMON@example.org\r\nSubject: Undelivered\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        f"Final-Recipient: rfc822; somebody.else@example.org\r\nAction: {action}\r\n"
        f"Status: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def mbox(path: Path, *messages: bytes | EmailMessage) -> Path:
    box = mailbox.mbox(path)
    for message in messages:
        box.add(message)
    box.close()
    return path


def message_ids(database: Database) -> Sequence[tuple[str, str]]:
    return database.rows("SELECT address, message_id FROM delivery ORDER BY id")


@pytest.mark.parametrize("part", ["headers", "whole"])
def test_E26_a_bounce_is_known_by_its_message_id(
    database: Database, tmp_path: Path, part: str
) -> None:
    frozen(database, [ANN, BOB])
    with FaultySmtp() as server:
        deliver(database, smtp(server.port))
    ids = dict(message_ids(database))
    box = mbox(
        tmp_path / "bounces", report(ids[ANN], "5.1.1", part=part),
        report(ids[BOB], "4.2.2", "delayed"), report("<stranger@x>", "5.1.1"), b"Subject: hi\n\nx",
    )  # fmt: skip
    assert read_bounces(box, database, NOW) == Returned(refused=1, delayed=1, other=2)
    assert read_bounces(box, database, NOW) == Returned(refused=1, delayed=1, other=2)
    assert states(database) == {ANN: "refused", BOB: "sent"}
    evidence = database.rows("SELECT phase, enhanced FROM attempt WHERE state = 'refused'")
    assert evidence == [("bounce", "5.1.1")]


def test_E26_a_bounce_without_the_original_is_known_by_its_envelope(
    database: Database, tmp_path: Path
) -> None:
    subscribe(database, [ANN, BOB])
    sender = replace(SENDER, envelope="bounces+{token}@example.org")
    freeze(database, mailing(), sender, Subscribers(database).listed())
    with FaultySmtp() as server:
        deliver(database, smtp(server.port))
    asked = [line for line in server.lines if line.startswith("MAIL FROM")]
    spelled = [re.fullmatch(r"MAIL FROM:<bounces\+([0-9a-f]{20})@example.org> SIZE=\d+", line)
               for line in asked]  # fmt: skip
    tokens = [found[1] for found in spelled if found]
    assert len(set(tokens)) == 2
    assert all(ANN.partition("@")[0] not in line for line in asked)
    lost = report("<somebody.elses@x>", "5.1.1").partition(b"--b\r\nContent-Type: text/rfc822")[0]
    box = mbox(
        tmp_path / "bounces",
        f"Delivered-To: bounces+{tokens[0]}@example.org\r\n".encode() + lost,
        f"Delivered-To: bounces+{'0' * 20}@example.org\r\n".encode() + lost,
        f"To: bounces+{tokens[1]}@example.org\r\nSubject: hi\r\n\r\nx".encode(),
    )
    assert read_bounces(box, database, NOW) == Returned(refused=1, other=2)
    assert states(database) == {ANN: "refused", BOB: "sent"}


def test_E26_a_token_is_looked_up_and_not_searched_for(database: Database) -> None:
    frozen(database, [ANN, BOB])
    asked: list[str] = []
    database._connection.set_trace_callback(asked.append)
    row = rows(database)[BOB]
    assert Copies(database).by_token(row.token) == row
    plan = " ".join(told[3] for told in database.rows(f"EXPLAIN QUERY PLAN {asked[-1]}"))
    assert "USING INDEX delivery_token" in plan


TEXT = "Content-Type: text/plain; charset=utf-8\n\nНе удалось доставить сообщение.\n"
WHOLE = "Content-Type: message/rfc822\n\nSubject: x\nMessage-ID: {id}\n\nnews\n"
STATUS = (
    "Content-Type: message/{kind}\n\nReporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; ann@example.org\nAction: {action}\nStatus: 5.1.1 (no such user)\n"
)
COMPLAINT = "Content-Type: message/feedback-report\n\nFeedback-Type: {kind}\nVersion: 1\n"


def parts(*each: str, kind: str = "report; report-type=delivery-status", mark: str = "b") -> str:
    body = "".join(f"--{mark}\n{one}\n" for one in each)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{body}--{mark}--\n'


def dsn(action: str, kind: str = "delivery-status") -> str:
    return STATUS.format(kind=kind, action=action)


OLD = "could not be delivered\n\n{line}\n\nReturn-Path: <b@x>\nSubject: x\nMessage-ID: {{id}}\n\nx"


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        (parts(TEXT, dsn("failed (Bad destination mailbox address)"), WHOLE), "refused"),
        (parts(parts(TEXT, dsn("Failed"), WHOLE), TEXT, kind="mixed", mark="c"), "refused"),
        (parts(TEXT, dsn("failed", "global-delivery-status"),
               WHOLE.replace("rfc822", "global-headers")), "refused"),  # RFC 6533
        (parts(TEXT, WHOLE), "refused"),  # Yahoo
        ("X-Failed-Recipients: a@x\n\n" + OLD.format(line="-- This is a copy"), "refused"),  # Exim
        ("\nHi. This is the qmail-send program at x.\n" + OLD.format(line="---"), "refused"),
        (parts(TEXT, dsn("delayed"), WHOLE), "delayed"),
        (parts(TEXT, dsn("delivered"), WHOLE), "other"),
        (parts(TEXT, dsn("relayed"), WHOLE), "other"),
        (parts(TEXT, "Content-Type: message/disposition-notification\n\nDisposition: x\n",
               WHOLE, kind="report; report-type=disposition-notification"), "other"),
        (parts(TEXT, COMPLAINT.format(kind="abuse"), WHOLE,
               kind="report; report-type=feedback-report"), "left"),
        (parts(TEXT, COMPLAINT.format(kind="auth-failure"), WHOLE,  # of DMARC
               kind="report; report-type=feedback-report"), "other"),
    ],
)  # fmt: skip
def test_E26_programs_tell_it_in_many_ways(
    database: Database, tmp_path: Path, said: str, counted: str
) -> None:
    frozen(database, [ANN, BOB])
    with FaultySmtp() as server:
        deliver(database, smtp(server.port))
    ids = dict(message_ids(database))
    box = mbox(tmp_path / "b", said.replace("{id}", ids[ANN]).encode())
    assert read_bounces(box, database, NOW) == Returned(**{counted: 1})
    assert states(database)[ANN] == ("refused" if counted == "refused" else "sent")
    readers = {reader.address: reader.state for reader in Subscribers(database).listed()}
    assert readers == {ANN: "left" if counted == "left" else "active", BOB: "active"}


def test_E26_a_mail_of_a_thousand_parts_keeps_nobody_from_leaving(
    database: Database, tmp_path: Path
) -> None:
    subscribe(database, [ANN])
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1500)
    )
    wish = f"Subject: unsubscribe {token(mail_secret(database), 'main', ANN)}\n\nplease"
    box = mbox(tmp_path / "b", nested.encode(), wish.encode())
    assert read_bounces(box, database, NOW) == Returned(left=1, other=1)


@pytest.mark.parametrize(
    ("header", "counted"), [("X-Mailer: x", 1), ("Auto-Submitted: auto-replied", 0)]
)
def test_E30_E31_a_reply_is_for_a_person_to_read_and_changes_nothing(
    database: Database, tmp_path: Path, header: str, counted: int
) -> None:
    frozen(database, [ANN])
    ((_, name),) = message_ids(database)
    reply = f"In-Reply-To: {name}\r\n{header}\r\nSubject: Re: x\r\n\r\nno more, please".encode()
    stranger = b"In-Reply-To: <1@x>\r\nSubject: Re: x\r\n\r\nhello"
    found = read_bounces(mbox(tmp_path / "b", reply, stranger), database, NOW)
    assert found == Returned(replied=counted, other=2 - counted)
    assert Subscribers(database).listed()[0].state == "active"


def test_E26_three_bounces_suspend_a_mailbox(database: Database, tmp_path: Path) -> None:
    for day in (22, 23, 24):
        frozen(database, [ANN], day=DAY.replace(day=day))
        with FaultySmtp() as server:
            deliver(database, smtp(server.port))
    box = mbox(tmp_path / "b", *(report(name, "5.1.1") for _, name in message_ids(database)))
    read_bounces(box, database, NOW)
    assert Subscribers(database).listed()[0].state == "suspended"


def test_E26_hostile_mail_says_nothing(database: Database, tmp_path: Path) -> None:
    frozen(database, [ANN])
    box = mbox(
        tmp_path / "b", b"Content-Type: multipart/report; boundary=\n\n--\n", b"\xff\xfe\x00\n\n",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n",
        b"Subject: =?x?q?=ff?= unsubscribe " + b"0" * 32 + b"\n\nx", b"",
    )  # fmt: skip
    assert read_bounces(box, database, NOW) == Returned(other=5)
    assert states(database) == {ANN: "pending"}


def test_a_mail_with_the_token_lets_its_reader_go(database: Database, tmp_path: Path) -> None:
    subscribe(database, [ANN, BOB])
    wish = EmailMessage()
    wish["From"] = BOB  # whoever writes: the token says who leaves
    wish["Subject"] = f"unsubscribe {token(mail_secret(database), 'main', ANN)}"
    wish.set_content("please")
    assert read_bounces(mbox(tmp_path / "b", wish), database, NOW).left == 1
    assert {r.address: r.state for r in Subscribers(database).listed()} == {
        ANN: "left", BOB: "active",
    }  # fmt: skip


def test_a_log_that_was_cut_off_while_it_was_packed_is_told(
    database: Database, tmp_path: Path
) -> None:
    packed = gzip.compress(b"Nov 24 04:31:00 mx postfix/qmgr[8]: x" * 999)
    for content in (packed[:50], packed[:20] + b"garbage" * 10):
        (tmp_path / "mail.log.gz").write_bytes(content)
        with pytest.raises(InputError, match="cannot read"):
            verify(tmp_path / "mail.log.gz", database, NOW)


def test_doubts_are_settled_by_a_postfix_log(database: Database, tmp_path: Path) -> None:
    frozen(database, [ANN, BOB])
    with FaultySmtp({"dot": "drop"}) as server:
        deliver(database, smtp(server.port), policy="hold")
    ids = dict(message_ids(database))
    log = written(
        tmp_path, "mail.log",
        f"Nov 24 04:31:00 mx postfix/cleanup[7]: 4ABC: message-id={ids[ANN]}\n"
        f"Nov 24 04:31:00 mx postfix/qmgr[8]: 4ABC: from=<b@x>, size=900, nrcpt=1 (queue active)\n"
        f"Nov 24 04:31:01 mx postfix/cleanup[7]: 4ABD: message-id={ids[BOB]}\n"
        f"Nov 24 04:31:02 mx postfix/cleanup[7]: 4ABE: message-id=<other@x>\n",
    )  # fmt: skip
    assert verify(log, database, NOW) == (1, 1)  # the second one never came to be whole
    assert states(database) == {ANN: "sent", BOB: "held"}
    with FaultySmtp() as server:
        deliver(database, smtp(server.port), hands=Hands(NOW + 60))
    assert server.accepted == []
    assert rows(database)[ANN].doubts == 0
