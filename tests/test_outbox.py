"""The outbox: whatever happens, each copy ends in one recorded state, and nobody gets two."""

from __future__ import annotations

import itertools
import sys
from datetime import date
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest

from desk import (
    DAY,
    IMPATIENT,
    MOMENT,
    SENDER,
    Hands,
    deliver,
    frozen,
    mailing,
    rows,
    smtp,
    states,
    subscribe,
)
from digest.deliver import header
from digest.deliver.freeze import freeze
from digest.deliver.mailbox import Files, Maildir
from digest.deliver.outbox import Clock, Outbox, Rules
from digest.deliver.sendmail import Sendmail
from digest.errors import ConfigError, DigestError, Failed, OutputError, StateDamaged, TryLater
from digest.store import Database
from digest.store.copies import Copies
from digest.store.deliveries import Deliveries
from digest.store.issues import Issues
from digest.store.subscribers import Subscriber, Subscribers
from faulty_smtp import FaultySmtp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from digest.deliver.header import Field
    from digest.store.subscribers import Standing

ANN, BOB, EVE = "ann@example.org", "bob@example.org", "eve@example.org"
HOUR = 3600.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "ledger.db") as opened:
        yield opened


def failing(
    phase: str, fault: str, reader: str = ANN, times: int = 99
) -> Callable[[str, str], str]:
    """Return faults for one reader, the first times only."""
    left = [times]

    def decide(at: str, recipient: str) -> str:
        if at != phase or recipient != reader or not left[0]:
            return ""
        left[0] -= 1
        return fault

    return decide


def test_an_issue_is_frozen_once(database: Database) -> None:
    first = frozen(database, [ANN], subject="Першая", articles=("a1",))
    again = frozen(database, [ANN, BOB], subject="Другая", articles=("a2",))
    assert again == first
    assert list(states(database)) == [ANN]


def test_an_article_is_in_one_issue_of_an_edition(database: Database) -> None:
    frozen(database, [ANN], articles=("a1", "a2"))
    assert Issues(database).published("main", ["a1", "a3"]) == {"a1"}
    with pytest.raises(DigestError, match="in an earlier issue"):
        frozen(database, [ANN], day=DAY.replace(day=25), articles=("a3", "a1"))
    assert Issues(database).find("main", DAY.replace(day=25)) is None
    frozen(database, [ANN], edition="other", articles=("a1",))


def test_E03_a_name_that_makes_no_header_keeps_no_issue_from_anybody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strict(head: bytes, planned: Sequence[Field]) -> None:
        compare(head, planned)
        if b"Eve" in head:
            raise Failed("not as planned")

    compare = header.compare
    monkeypatch.setattr(header, "compare", strict)
    readers = (Subscriber("main", EVE, "Eve"), Subscriber("main", ANN, "Ann"))
    freeze(database, mailing(), SENDER, readers)
    heads = {address: row.head.splitlines()[0] for address, row in rows(database).items()}
    assert heads == {EVE: f"To: <{EVE}>".encode(), ANN: f'To: "Ann" <{ANN}>'.encode()}


def test_S01_a_damaged_issue_is_held_and_the_others_are_sent(database: Database) -> None:
    frozen(database, [ANN])
    with database.transaction() as connection:
        connection.execute("UPDATE issue SET content = X'00'")
    subscribe(database, [BOB], "other")
    freeze(database, mailing(edition="other"), SENDER, Subscribers(database).listed("other"))
    with FaultySmtp() as server:
        done = deliver(database, smtp(server.port))
    assert done.counts == {"main/2026-11-24": {"held": 1}, "other/2026-11-24": {"sent": 1}}
    assert [message.recipient for message in server.accepted] == [BOB]
    (told,) = Copies(database).troubles(done.began)
    assert (told.issue, told.outcome.phase) == ("main/2026-11-24", "check")
    assert "restore a backup" in told.outcome.text


def test_E15_a_greylisted_copy_is_tried_again_after_1_5_and_15_minutes(database: Database) -> None:
    hands = Hands()
    with FaultySmtp(failing("rcpt", "450", times=3)) as server:
        frozen(database, [ANN, BOB])
        done = deliver(database, smtp(server.port), hands=hands, seconds=HOUR)
    assert (done.sent, done.error) == (2, None)
    assert [wait for wait in hands.waits if wait >= 60] == [60.0, 300.0, 900.0]
    assert server.copies(ANN) == 1
    assert Issues(database).open() == []


@pytest.mark.parametrize("hours", [6, 30])
def test_E15_E35_a_day_of_greylisting_is_one_copy_or_is_told(
    database: Database, hours: int
) -> None:
    hands = Hands()
    end = hands.moment + hours * HOUR
    with FaultySmtp(lambda phase, _: "450" * (phase == "rcpt" and hands.moment < end)) as server:
        frozen(database, [ANN])  # for 20 hours
        for _ in range(24 * 4):  # a timer, each quarter of an hour
            done = deliver(database, smtp(server.port), hands=hands, seconds=60.0)
            assert done.error is None
            hands.moment += HOUR / 4
        assert server.copies(ANN) == (hours < 20)
        asked = sum(line.startswith("RCPT") for line in server.lines)
    assert states(database) == {ANN: "sent" if hours < 20 else "expired"}
    assert min(hours, 20) * 4 - 1 <= asked <= min(hours, 20) * 4 + 2
    assert len(Copies(database).troubles(MOMENT.timestamp())) == (hours > 20)


def test_E15_what_stays_deferred_is_due_for_the_next_run(database: Database) -> None:
    hands = Hands()
    with FaultySmtp(failing("rcpt", "450")) as server:
        frozen(database, [ANN, BOB])
        done = deliver(database, smtp(server.port), hands=hands, seconds=600.0)
        assert done.counts == {"main/2026-11-24": {"deferred": 1, "sent": 1}}
        server.fault = lambda *_: ""
        hands.moment += HOUR
        done = deliver(database, smtp(server.port), hands=hands)
    assert done.counts == {"main/2026-11-24": {"sent": 2}}


def test_E16_a_mailbox_that_refuses_three_issues_is_suspended(database: Database) -> None:
    with FaultySmtp(failing("rcpt", "554")) as server:
        for day in (22, 23, 24):
            frozen(database, [ANN, BOB], day=DAY.replace(day=day))
            done = deliver(database, smtp(server.port))
    assert done.suspended == (ANN,)
    readers = {r.address: (r.state, r.reason) for r in Subscribers(database).listed()}
    assert readers == {ANN: ("suspended", "refused 3 issues in a row"), BOB: ("active", "")}
    assert server.copies(BOB) == 3


def test_E16_an_issue_that_arrives_begins_the_count_anew(database: Database) -> None:
    with FaultySmtp(failing("rcpt", "554", times=2)) as server:
        for day in range(20, 24):
            frozen(database, [ANN], day=DAY.replace(day=day))
            deliver(database, smtp(server.port))
            if day == 22:
                server.fault = failing("rcpt", "554", times=2)
    assert Subscribers(database).listed()[0].state == "active"


@pytest.mark.parametrize(
    ("phase", "reply"),
    [("rcpt", "554 5.7.1 policy"), ("dot", "554 spam"), ("dot", "550 5.6.0 content"),
     ("dot", "552 5.3.4 too big"), ("mail", "552 5.3.4 too big")],
)  # fmt: skip
def test_E16_a_refusal_of_the_message_suspends_nobody(
    database: Database, phase: str, reply: str
) -> None:
    with FaultySmtp({phase: reply}) as server:
        for day in (21, 22, 23, 24):
            frozen(database, [ANN], day=DAY.replace(day=day))
            done = deliver(database, smtp(server.port), hands=Hands(), seconds=2 * HOUR)
    assert Subscribers(database).listed()[0].state == "active"
    assert set(done.counts["main/2026-11-24"]) <= {"refused", "held"}


@pytest.mark.parametrize(
    ("reply", "state"),
    [("550 5.1.1 unknown", "refused"), ("550 no such user", "refused"),
     ("550 5.7.1 policy", "deferred"), ("552 5.2.2 full", "deferred"), ("552 full", "deferred"),
     ("550 5.4.6 loop", "deferred"), ("552 5.1.1 gone", "refused")],
)  # fmt: skip
@pytest.mark.parametrize("phase", ["rcpt", "dot"])
def test_E17_a_refusal_by_policy_or_quota_passes(
    database: Database, reply: str, state: str, phase: str
) -> None:
    with FaultySmtp({phase: reply}) as server:
        frozen(database, [ANN])
        deliver(database, smtp(server.port))
    assert states(database) == {ANN: state}


def test_E17_a_soft_refusal_is_final_in_the_end(database: Database) -> None:
    hands = Hands()
    with FaultySmtp({"rcpt": "550 5.7.1 policy"}) as server:
        frozen(database, [ANN])
        deliver(database, smtp(server.port), hands=hands, seconds=2 * HOUR)
    assert states(database) == {ANN: "refused"}
    assert [line for line in server.lines if line.startswith("RCPT")] == [f"RCPT TO:<{ANN}>"] * 4


def test_E18_too_many_messages_is_a_pause_and_a_new_connection(database: Database) -> None:
    hands = Hands()
    with FaultySmtp(failing("rcpt", "421", BOB, times=1)) as server:
        frozen(database, [ANN, BOB, EVE])
        done = deliver(database, smtp(server.port), hands=hands, seconds=HOUR)
    assert (done.sent, done.error) == (3, None)
    assert server.connections == 3  # the last one for the copy that was put off
    assert hands.waits[0] == 2.0


@pytest.mark.parametrize("fault", ["421", "drop"])
def test_E18_a_server_that_takes_few_messages_a_connection_costs_one_pause(
    database: Database, fault: str
) -> None:
    begun = itertools.count()

    def third(phase: str, recipient: str) -> str:
        nonlocal begun
        if phase == "banner":
            begun = itertools.count(1)
        return fault if phase == "mail" and next(begun) > 2 else ""

    frozen(database, [f"r{number}@example.org" for number in range(9)])
    hands = Hands()
    with FaultySmtp(third) as server:
        assert deliver(database, smtp(server.port), hands=hands).sent == 8  # all but the third
    assert len(hands.waits) == 1
    assert server.connections == 4


def test_E18_no_more_messages_than_allowed_a_minute(database: Database) -> None:
    hands = Hands()
    with FaultySmtp() as server:
        frozen(database, [ANN, BOB, EVE])
        deliver(database, smtp(server.port), hands=hands, seconds=HOUR, per_minute=6)
    assert hands.waits == [10.0, 10.0, 10.0]


def test_E18_a_server_that_fails_again_and_again_ends_the_run(database: Database) -> None:
    readers = [f"r{number}@example.org" for number in range(9)]
    with FaultySmtp({"dot": "drop"}) as server:
        frozen(database, readers)
        done = deliver(database, smtp(server.port), seconds=HOUR)
    assert isinstance(done.error, TryLater)
    assert sorted(states(database).values()) == ["pending"] * 6 + ["uncertain"] * 3
    assert done.doubts == 3


def test_E19_a_refusal_concerns_one_reader_only(database: Database) -> None:
    with FaultySmtp(failing("rcpt", "554")) as server:
        frozen(database, [ANN, BOB])
        deliver(database, smtp(server.port))
    assert states(database) == {ANN: "refused", BOB: "sent"}
    assert server.connections == 1


@pytest.mark.parametrize("phase", ["rcpt", "data"])
def test_E20_before_the_dot_a_lost_connection_is_no_doubt(database: Database, phase: str) -> None:
    with FaultySmtp(failing(phase, "drop", times=1)) as server:
        frozen(database, [ANN])
        deliver(database, smtp(server.port), seconds=HOUR)
    assert (states(database)[ANN], rows(database)[ANN].doubts) == ("sent", 0)
    assert server.copies(ANN) == 1


def test_E22_garbage_after_the_dot_is_a_doubt(database: Database) -> None:
    with FaultySmtp({"dot": "garbage"}) as server:
        frozen(database, [ANN])
        done = deliver(database, smtp(server.port))
    assert (states(database)[ANN], done.doubts) == ("uncertain", 1)


def test_E24_a_copy_found_handing_is_a_doubt(database: Database) -> None:
    frozen(database, [ANN, BOB])
    deliveries = Deliveries(database, "run-0")
    deliveries.arm(rows(database)[ANN])
    deliveries.mark(rows(database)[ANN], MOMENT.timestamp())
    with FaultySmtp() as server:
        held = deliver(database, smtp(server.port), policy="hold")
    assert states(database) == {ANN: "held", BOB: "sent"}
    assert (held.doubts, server.copies(ANN)) == (1, 0)
    (evidence,) = Copies(database).history(rows(database)[ANN].id)
    assert (evidence.state, evidence.phase) == ("uncertain", "dot")


def test_E25_a_reply_after_our_patience_is_a_doubt(database: Database) -> None:
    with FaultySmtp({"dot": "hang"}) as server:
        frozen(database, [ANN])
        deliver(database, smtp(server.port, waits=IMPATIENT))
    assert states(database) == {ANN: "uncertain"}
    assert server.copies(ANN) == 1  # it had been accepted


def test_E25_the_reply_to_the_dot_is_waited_for_ten_minutes() -> None:
    from digest.deliver.server import Waits

    assert Waits().dot >= 600


def test_E35_a_server_out_of_reach_leaves_all_pending_and_then_expired(database: Database) -> None:
    with FaultySmtp() as server:
        port = server.port
    hands = Hands()
    frozen(database, [ANN, BOB])
    for _ in range(3):
        done = deliver(database, smtp(port), hands=hands, seconds=HOUR)
        assert isinstance(done.error, TryLater)
        assert set(states(database).values()) == {"pending"}
        hands.moment += HOUR
    hands.moment += 20 * HOUR
    done = deliver(database, smtp(port), hands=hands)
    assert done.error is None
    assert done.counts == {"main/2026-11-24": {"expired": 2}}
    assert [t.outcome.state for t in Copies(database).troubles(done.began)] == ["expired"]


def test_E36_what_a_slow_server_leaves_is_for_the_next_run(database: Database) -> None:
    hands = Hands()

    def slowly(phase: str, _: str) -> str:
        hands.moment += 5.0 * (phase == "dot")
        return ""

    with FaultySmtp(slowly) as server:
        frozen(database, [f"r{number}@example.org" for number in range(10)])
        first = deliver(database, smtp(server.port), hands=hands, seconds=20.0)
        second = deliver(database, smtp(server.port), hands=hands, seconds=HOUR)
    assert 0 < first.sent < 10
    assert first.sent + second.sent == 10
    assert len(server.accepted) == 10


def test_E37_a_copy_in_doubt_is_never_given_to_the_other_server(database: Database) -> None:
    frozen(database, [ANN, BOB])
    with FaultySmtp(failing("dot", "drop", times=1)) as first:
        deliver(database, smtp(first.port))
    assert states(database) == {ANN: "uncertain", BOB: "sent"}
    hands = Hands(MOMENT.timestamp() + HOUR)
    frozen(database, [ANN, BOB], day=DAY.replace(day=25))
    with FaultySmtp() as other:
        done = deliver(database, smtp(first.port), smtp(other.port), hands=hands)
    assert done.error is None
    assert [message.recipient for message in other.accepted] == [ANN, BOB]
    assert done.counts["main/2026-11-24"] == {"sent": 1, "uncertain": 1}


PROGRAM = """#!{python}
import sys
open({log!r}, "a").write(" ".join(sys.argv[1:]) + "\\n")
{read}
open({log!r}, "ab").write(content)
sys.exit({code})
"""


@pytest.mark.parametrize(
    ("code", "read", "state"),
    [
        (0, "content = sys.stdin.buffer.read()", "sent"),
        (75, "content = sys.stdin.buffer.read()", "deferred"),
        (69, "content = sys.stdin.buffer.read()", "deferred"),  # msmtp: 450 to the final dot
        (74, "content = sys.stdin.buffer.read()", "uncertain"),  # msmtp: no reply to it
        (74, "content = b''", "deferred"),
    ],
)
def test_E38_a_local_sendmail(
    database: Database, tmp_path: Path, code: int, read: str, state: str
) -> None:
    log, program = tmp_path / "log", tmp_path / "sendmail"
    program.write_text(PROGRAM.format(python=sys.executable, log=str(log), read=read, code=code))
    program.chmod(0o755)
    issue = frozen(database, [ANN])
    deliver(database, Sendmail(str(program)))
    assert states(database) == {ANN: state}
    arguments, _, content = log.read_bytes().partition(b"\n")
    assert arguments.decode() == "-i -t -f bounces@example.org"
    if state != "deferred":
        assert message_from_bytes(content)["To"] == f"<{ANN}>"
        assert content.endswith(issue.content.replace(b"\r\n", b"\n"))


def test_E38_a_sendmail_that_hangs_is_a_doubt(database: Database, tmp_path: Path) -> None:
    program = tmp_path / "sendmail"
    program.write_text("#!/bin/sh\ncat >/dev/null\nexec tail -f /dev/null\n")
    program.chmod(0o755)
    frozen(database, [ANN])
    deliver(database, Sendmail(str(program), seconds=0.5))
    assert states(database) == {ANN: "uncertain"}


def test_E38_a_sendmail_that_is_not_there(database: Database) -> None:
    frozen(database, [ANN])
    done = deliver(database, Sendmail("/nonexistent/sendmail"))
    assert isinstance(done.error, ConfigError)
    assert states(database) == {ANN: "pending"}


def test_a_maildir_and_a_folder_get_whole_files(database: Database, tmp_path: Path) -> None:
    issue = frozen(database, [ANN, BOB])
    deliver(database, Maildir(tmp_path / "Maildir"))
    assert sorted(path.name for path in (tmp_path / "Maildir").iterdir()) == ["cur", "new", "tmp"]
    found = sorted((tmp_path / "Maildir" / "new").iterdir())
    assert [f"To: <{ANN}>" in found[0].read_text(), f"To: <{BOB}>" in found[1].read_text()] == [
        True, True,
    ]  # fmt: skip
    assert list((tmp_path / "Maildir" / "tmp").iterdir()) == []
    frozen(database, [ANN], day=DAY.replace(day=25))
    deliver(database, Files(tmp_path / "mail"))
    (one, _) = sorted((tmp_path / "mail").iterdir())
    assert one.suffix == ".eml"
    assert one.stat().st_mode & 0o777 == 0o600
    assert len(one.read_bytes()) > len(issue.content)


def test_B06_a_folder_that_cannot_be_written(database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    frozen(database, [ANN])
    done = deliver(database, Files(tmp_path / "file" / "mail"))
    assert isinstance(done.error, OutputError)
    assert states(database) == {ANN: "pending"}


def test_B05_without_a_durable_mark_there_is_no_dot(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StateDamaged("cannot write: disk full")

    frozen(database, [ANN, BOB])
    with FaultySmtp() as server:
        with monkeypatch.context() as patch:
            patch.setattr(Deliveries, "mark", full)
            done = deliver(database, smtp(server.port))
        assert isinstance(done.error, StateDamaged)
        assert set(states(database).values()) == {"pending"}
        assert server.accepted == []
        assert deliver(database, smtp(server.port)).sent == 2
    assert (server.copies(ANN), server.copies(BOB)) == (1, 1)


def test_a_copy_that_another_process_moved_gets_no_dot(database: Database) -> None:
    frozen(database, [ANN])
    row = rows(database)[ANN]
    deliveries = Deliveries(database)
    with pytest.raises(DigestError, match="moved by another process"):
        deliveries.mark(row, 0.0)  # it is not armed
    deliveries.arm(row)
    deliveries.mark(row, 0.0)
    with pytest.raises(DigestError, match="moved by another process"):
        deliveries.mark(row, 0.0)


def test_B10_a_signal_ends_it_after_the_copy_in_hand(database: Database) -> None:
    hands = Hands()

    def ending(phase: str, recipient: str) -> str:
        hands.ended = hands.ended or (phase == "dot" and recipient == BOB)
        return ""

    with FaultySmtp(ending) as server:
        frozen(database, [ANN, BOB, EVE])
        deliver(database, smtp(server.port), hands=hands)
    assert states(database) == {ANN: "sent", BOB: "sent", EVE: "pending"}


def test_S09_a_late_issue_is_sent_only_when_somebody_confirms_it(database: Database) -> None:
    frozen(database, [ANN, BOB])
    late = Hands(MOMENT.timestamp() + 21 * HOUR)
    with FaultySmtp() as server:
        deliver(database, smtp(server.port), hands=late)
        assert (server.connections, set(states(database).values())) == (0, {"expired"})
        (issue,) = Issues(database).newest()
        Issues(database).reopen(issue, late.moment + HOUR)
        deliver(database, smtp(server.port), hands=late)
    assert states(database) == {ANN: "sent", BOB: "sent"}


def test_B07_an_issue_of_a_day_to_come_is_not_the_newest_for_years(database: Database) -> None:
    for day in (date(2036, 1, 1), DAY):
        frozen(database, [ANN], day=day)
    subscribe(database, [BOB])
    assert [issue.day for issue in Issues(database).newest()] == [DAY]
    assert Issues(database).late(MOMENT.timestamp()) == {"main/2026-11-24": 1}


def test_S09_a_doubt_that_is_late_is_held_and_not_forgotten(database: Database) -> None:
    with FaultySmtp({"dot": "drop"}) as server:
        frozen(database, [ANN])
        deliver(database, smtp(server.port))
        deliver(database, smtp(server.port), hands=Hands(MOMENT.timestamp() + 21 * HOUR))
    assert states(database) == {ANN: "held"}


def test_S11_who_leaves_after_the_freeze_gets_nothing(database: Database) -> None:
    frozen(database, [ANN, BOB, EVE])

    def leaving(phase: str, recipient: str) -> str:
        if phase == "dot" and recipient == ANN:  # while the issue is on its way
            with Database(database.path) as other:
                Subscribers(other).change(BOB, "left", "asked", MOMENT.timestamp())
        return ""

    with FaultySmtp(leaving) as server:
        deliver(database, smtp(server.port))
    assert states(database) == {ANN: "sent", BOB: "skipped", EVE: "sent"}
    assert server.copies(BOB) == 0
    assert f"RCPT TO:<{BOB}>" not in server.lines


@pytest.mark.parametrize("state", ["left", "suspended"])
@pytest.mark.parametrize("waiting", [False, True])
def test_S11_who_is_no_reader_any_more_gets_nothing(
    database: Database, state: Standing, waiting: bool
) -> None:
    """Between the freeze and the first try, and while a copy waits for its next one."""
    hands = Hands()
    with FaultySmtp({"rcpt": "450"}) as server:
        frozen(database, [ANN])
        if waiting:
            deliver(database, smtp(server.port), hands=hands)
        server.fault = lambda *_: ""
        Subscribers(database).change(ANN, state, "asked", hands.moment)
        hands.moment += HOUR
        deliver(database, smtp(server.port), hands=hands)
    assert states(database) == {ANN: "skipped"}
    assert server.accepted == []


def test_S11_who_leaves_one_edition_still_gets_the_other(database: Database) -> None:
    subscribe(database, [ANN], "other")
    frozen(database, [ANN])
    freeze(database, mailing(edition="other"), SENDER, Subscribers(database).listed("other"))
    Subscribers(database).change(ANN, "left", "asked", MOMENT.timestamp(), "main")
    with FaultySmtp() as server:
        done = deliver(database, smtp(server.port))
    assert done.counts == {"main/2026-11-24": {"skipped": 1}, "other/2026-11-24": {"sent": 1}}
    assert server.copies(ANN) == 1


@pytest.mark.parametrize("days", [-1, -30])
def test_B07_a_clock_that_is_set_back_between_two_tries_delays_nothing(
    database: Database, days: int
) -> None:
    hands = Hands()
    with FaultySmtp(failing("rcpt", "450", times=1)) as server:
        frozen(database, [ANN, BOB])
        deliver(database, smtp(server.port), hands=hands)
        hands.moment += days * 24 * HOUR
        done = deliver(database, smtp(server.port), hands=hands)
    assert done.counts == {"main/2026-11-24": {"sent": 2}}
    assert server.copies(BOB) == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_B07_a_clock_that_is_set_within_a_run_changes_nothing(
    database: Database, days: int
) -> None:
    hands, jump = Hands(), [0.0]

    def jumping(phase: str, _: str) -> str:
        jump[0] = days * 24 * HOUR
        return "550 5.1.1 gone" if phase == "rcpt" and server.lines[-1].endswith(f"{BOB}>") else ""

    clock = Clock(lambda: hands.moment + jump[0], lambda: hands.moment, hands.wait)
    with FaultySmtp(jumping) as server:
        frozen(database, [ANN, BOB, EVE])
        done = Outbox(database, [smtp(server.port)], Rules(seconds=HOUR), clock).deliver()
    assert states(database) == {ANN: "sent", BOB: "refused", EVE: "sent"}
    assert [t.addresses for t in Copies(database).troubles(done.began)] == [(BOB,)]


def test_one_row_for_each_of_5000_readers(database: Database, tmp_path: Path) -> None:
    readers = [f"r{number}@example.org" for number in range(5000)]
    issue = frozen(database, readers)
    assert Issues(database).counts(issue) == {"pending": 5000}
    deliver(database, Files(tmp_path / "mail"), seconds=0.0)
    found = Deliveries(database).due(MOMENT.timestamp())
    assert len(found) == len(set(found)) == 5000


def test_S11_who_comes_after_the_freeze_gets_the_next_issue(database: Database) -> None:
    frozen(database, [ANN])
    subscribe(database, [BOB])
    with FaultySmtp() as server:
        deliver(database, smtp(server.port))
    assert [message.recipient for message in server.accepted] == [ANN]


def test_a_policy_that_becomes_hold_holds_what_waits_for_its_second_copy(
    database: Database,
) -> None:
    with FaultySmtp(failing("dot", "drop", times=1)) as server:
        frozen(database, [ANN])
        deliver(database, smtp(server.port), policy="resend")
        assert states(database) == {ANN: "uncertain"}
        deliver(database, smtp(server.port), policy="hold", hands=Hands(MOMENT.timestamp() + HOUR))
    assert states(database) == {ANN: "held"}
    assert server.copies(ANN) == 1


def test_a_second_copy_that_is_put_off_stays_a_doubt(database: Database) -> None:
    hands = Hands()
    with FaultySmtp(failing("dot", "drop", times=1)) as server:
        frozen(database, [ANN])
        deliver(database, smtp(server.port), hands=hands)
        server.fault = failing("rcpt", "450")
        hands.moment += HOUR
        deliver(database, smtp(server.port), hands=hands)
    assert (states(database), rows(database)[ANN].doubts) == ({ANN: "uncertain"}, 1)


def test_evidence_is_never_changed(database: Database) -> None:
    frozen(database, [ANN])
    with FaultySmtp() as server:
        deliver(database, smtp(server.port))
    import sqlite3

    with pytest.raises(sqlite3.IntegrityError, match="evidence"), database.transaction() as edit:
        edit.execute("UPDATE attempt SET state = 'refused'")
