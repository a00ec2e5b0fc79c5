"""A night that fails reaches its operator by every way that still works; by mail once a day."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest

from desk import MOMENT, SENDER, smtp
from digest.deliver.notice import note, send
from digest.errors import StateDamaged, TryLater
from digest.store import lock
from digest.store.address import parse_address
from faulty_smtp import FaultySmtp
from nights import NEWS, READERS, Place

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

DAY = ("--day", "2026-11-24")
OPERATOR = "operator@example.org"


@pytest.fixture
def place(tmp_path: Path, httpserver: HTTPServer) -> Place:
    httpserver.expect_request(re.compile("/check/.*")).respond_with_data("")
    url = httpserver.url_for("/check")
    made = Place(tmp_path, f'[report]\nmail = "{OPERATOR}"\nping = "{url}"\n')
    made.drop(**NEWS)
    made.subscribe(*READERS)
    return made


def told(place: Place) -> list[str]:
    """Return the subject and text of each mail to the operator."""
    found = []
    for path in sorted((place.folder / "mails").glob("*.eml")):
        message = message_from_bytes(path.read_bytes())
        if OPERATOR in message["To"]:
            body = message.get_payload(decode=True)
            assert isinstance(body, bytes)
            found.append(f"{message['Subject']}\n{body.decode()}")
    return found


def pings(server: HTTPServer) -> list[str]:
    return [request.path.rpartition("/")[2] for request, _ in server.log]


def test_B13_settings_that_end_a_night_are_told_by_log_ping_and_mail_once(
    place: Place, httpserver: HTTPServer
) -> None:
    with place.config.open("a") as config:
        config.write('[glossary]\nfiles = ["none.toml"]\n')
    assert (place("run", *DAY), place("run", "--quiet", *DAY)) == (78, 78)
    assert place.said().count("No such file") == 2
    assert pings(httpserver) == ["start", "78"] * 2
    (mail,) = told(place)
    assert "exit 78, the configuration is wrong" in mail
    assert "none.toml" in mail
    assert place.mails().total() == 1


def test_B13_a_health_check_that_cannot_be_read_is_told_with_all_else(place: Place) -> None:
    text = place.config.read_text("utf-8")
    place.config.write_text(re.sub("ping = .*", 'ping_file = "none"', text), "utf-8")
    assert place("run", *DAY) == 78
    assert "report.ping_file" in place.said()
    (mail,) = told(place)
    assert "report.ping_file" in mail


def test_B02_a_night_that_is_locked_out_is_told_by_log_ping_and_mail_once(
    place: Place, httpserver: HTTPServer
) -> None:
    with lock(place.folder / "state"):
        assert (place("run", *DAY), place("run", *DAY)) == (75, 75)
    assert place.said().count("another run (pid") == 2
    assert pings(httpserver) == ["start", "75"] * 2
    (mail,) = told(place)
    assert "another run (pid" in mail


def test_S01_a_damaged_ledger_is_told_by_log_ping_and_mail_once(
    place: Place, httpserver: HTTPServer
) -> None:
    (place.folder / "state" / "ledger.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert (place("run", *DAY), place("run", *DAY)) == (74, 74)
    assert pings(httpserver) == ["start", "74"] * 2
    (mail,) = told(place)
    assert "is damaged" in mail
    assert place.mails().total() == 1


def test_B05_a_run_that_cannot_be_recorded_is_told_by_log_ping_and_mail_once(
    place: Place, httpserver: HTTPServer
) -> None:
    def fill_the_disk() -> None:
        from digest.store.runs import Runs

        def end(*_: Any) -> None:
            raise StateDamaged("cannot write ledger.db: disk is full; free some disk space")

        Runs.end = end  # type: ignore[assignment,method-assign]  # of a process that ends here

    assert place("run", *DAY, before=fill_the_disk) == 74
    assert place("run", *DAY, before=fill_the_disk) == 74
    assert pings(httpserver) == ["start", "74"] * 2
    (mail,) = told(place)
    assert "disk is full" in mail
    assert place("run", *DAY) == 0
    assert {number for (to, _), number in place.mails().items() if to != OPERATOR} == {1}


def test_a_mail_that_did_not_get_through_is_tried_again_by_the_next_run(place: Place) -> None:
    with place.config.open("a") as config:
        config.write('[glossary]\nfiles = ["none.toml"]\n')
    (place.folder / "mails").write_text("in the way")
    assert place("run", *DAY) == 78
    assert "the operator gets no mail: cannot write into" in place.said()
    (place.folder / "mails").unlink()
    assert (place("run", *DAY), place("run", *DAY)) == (78, 78)
    assert len(told(place)) == 1


def test_trouble_of_another_kind_or_day_is_told_too(place: Place) -> None:
    with lock(place.folder / "state"):
        assert place("run", *DAY) == 75
        assert place("run", "--day", "2026-11-25") == 75
    (place.folder / "drop" / "bad.txt").write_bytes(b"")
    assert place("run", *DAY) == 3
    assert [mail.partition("\n")[0] for mail in told(place)] == [
        "digest 2026-11-24: exit 75, to be tried again",
        "digest 2026-11-25: exit 75, to be tried again",
        "digest 2026-11-24: exit 3, finished with problems",
    ]


def test_E37_a_note_goes_by_the_other_server_where_the_first_does_not_take_it() -> None:
    letter = note(SENDER, parse_address(OPERATOR), "digest: exit 75", "no server", MOMENT)
    for fault in ({"banner": "554"}, {"mail": "554"}, {"dot": "450"}):
        with FaultySmtp(fault) as first, FaultySmtp() as second:
            send(letter, [smtp(first.port), smtp(second.port)])
            assert (first.copies(OPERATOR), second.copies(OPERATOR)) == (0, 1)
    with FaultySmtp({"rcpt": "450"}) as only, pytest.raises(TryLater, match="deferred at rcpt"):
        send(letter, [smtp(only.port)])
