"""Several editions of a night: what each has had, from whichever source it came."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from nights import NEWS, Place

if TYPE_CHECKING:
    from pathlib import Path

DAYS = tuple(("--day", f"2026-11-{day}") for day in (24, 25, 26))
LONG = (
    "Мост через реку Ислочь в городе Вольма закрыли 24 ноября на ремонт. Движение перекроют на "
    "14 дней, автобусы пойдут по улице Садовой. Жителей просят объезжать мост по новой дороге."
)
LIMITED = (
    '[[sources]]\nname = "second"\npath = "second"\n'
    '[[editions]]\nkey = "all"\n'
    '[[editions]]\nkey = "second"\nsources = ["second"]\n'
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "second").mkdir()
    return Place(tmp_path, LIMITED)


def write(folder: Path, text: str = LONG) -> None:
    path = folder / "bridge.txt"
    path.write_text(f"{text.split('.', maxsplit=1)[0]}\n\n{text}\n", "utf-8")


def editions(place: Place, day: str) -> dict[str, int]:
    """Return how many stories each edition of a day has."""
    found = {path.parent.name: path for path in place.folder.glob(f"out/*/digest-{day}.json")}
    return {
        key: json.loads(path.read_text("utf-8"))["counts"]["stories"] for key, path in found.items()
    }


def test_x07_a_text_reaches_each_edition_once_from_whichever_source(place: Place) -> None:
    write(place.folder / "drop")
    assert place("run", *DAYS[0]) == 0, place.said()
    write(place.folder / "second")
    assert place("run", *DAYS[1]) == 0, place.said()
    assert place("run", *DAYS[2]) == 0, place.said()
    assert editions(place, "2026-11-24") == {"all": 1}
    assert editions(place, "2026-11-25") == {"second": 1}
    assert editions(place, "2026-11-26") == {}


def test_f22_an_edition_limited_to_either_source_gets_a_text_of_both(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    place = Place(tmp_path, LIMITED + '[[editions]]\nkey = "first"\nsources = ["drop"]\n')
    write(tmp_path / "drop")
    write(tmp_path / "second")
    assert place("run", *DAYS[0]) == 0, place.said()
    assert editions(place, "2026-11-24") == {"all": 1, "second": 1, "first": 1}


def test_x07_what_waits_is_published_under_the_new_name_of_its_source(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)
    assert place("run", *DAYS[0], env={"DIGEST_CRASH_AT": "night.composed"}) == -9
    for path in (tmp_path / "drop").iterdir():
        path.unlink()  # only the ledger has them now
    rename(place, "renamed")
    assert place("run", *DAYS[0]) == 0, place.said()
    (path,) = tmp_path.glob("out/*.json")
    assert json.loads(path.read_text("utf-8"))["counts"]["stories"] == 2


def test_x07_a_renamed_source_repeats_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)
    assert place("run", *DAYS[0]) == 0, place.said()
    rename(place, "renamed")
    assert place("run", *DAYS[1]) == 0, place.said()
    assert len([*tmp_path.glob("out/*.json")]) == 1


def test_what_waits_for_a_source_that_is_gone_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)
    assert place("run", *DAYS[0], env={"DIGEST_CRASH_AT": "night.composed"}) == -9
    text = place.config.read_text("utf-8")
    (tmp_path / "other").mkdir()
    place.config.write_text(text.replace('"drop"', '"other"'), "utf-8")
    assert place("run", *DAYS[0]) == 0, place.said()
    (report,) = tmp_path.glob("state/reports/*.txt")
    assert "- drop: 2 of its articles wait" in report.read_text("utf-8")


def rename(place: Place, name: str) -> None:
    text = place.config.read_text("utf-8")
    place.config.write_text(text.replace('name = "drop"', f'name = "{name}"'), "utf-8")


def test_s11_each_edition_adds_its_list_and_brings_back_nobody(tmp_path: Path) -> None:
    editions = "".join(
        f'[[editions]]\nkey = "{key}"\nrecipients = "{key}.txt"\n' for key in ("one", "two", "lost")
    )
    place = Place(tmp_path, editions)
    place.drop(**NEWS)
    (tmp_path / "one.txt").write_text("a@example.org\nb@example.org\nno address\n", "ascii")
    (tmp_path / "two.txt").write_text("c@example.org\n", "ascii")
    place.subscribe("b@example.org", edition="one")
    assert place("subscribers", "remove", "b@example.org") == 0
    assert place("run", *DAYS[0]) == 3, place.said()  # a list is not there
    assert place("run", *DAYS[0]) == 3, place.said()
    assert {reader for reader, _ in place.mails()} == {"a@example.org", "c@example.org"}
    assert place.mails().total() == 2
    (report,) = tmp_path.glob("state/reports/*.txt")
    text = report.read_text("utf-8")
    assert "one.txt, line 3:" in text
    assert "edition lost: its recipients are as they were" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('language = "ru"', 'language = "be"'),
        ("[mail]", "[translate]\nengines = []\n[mail]"),
        ("[[sources]]", '[[editions]]\nkey = "main"\n[[editions]]\nkey = "more"\n[[sources]]'),
    ],
)
@pytest.mark.parametrize("crash", ["work.recorded:1", "night.composed", "night.frozen"])
def test_b01_settings_may_change_between_a_kill_and_the_next_run(
    tmp_path: Path, crash: str, old: str, new: str
) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)
    place.subscribe("a@example.org")
    assert place("run", *DAYS[0], env={"DIGEST_CRASH_AT": crash}) == -9
    text = place.config.read_text("utf-8")
    assert old in text
    place.config.write_text(text.replace(old, new, 1), "utf-8")
    assert place("run", *DAYS[0]) in {0, 3}, place.said()
    assert place.mails().total() == 1
    assert place("run", *DAYS[0]) in {0, 3}, place.said()
    assert place.mails().total() == 1


def test_b07_a_clock_that_jumps_a_day_back_or_a_year_ahead_repeats_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)
    place.subscribe("a@example.org")
    for day in ("2026-11-24", "2026-11-23", "2027-11-24"):
        assert place("run", "--day", day) == 0, place.said()
    assert place.mails() == {("a@example.org", "2026-11-24"): 1}
    place.drop(late="В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран мира.")
    assert place("run", "--day", "2026-11-26") == 0, place.said()
    assert place.mails().total() == 2


def test_b07_what_comes_after_a_night_in_the_future_is_news_all_the_same(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.drop(**NEWS)
    assert place("run", *DAYS[0]) == 0, place.said()
    with sqlite3.connect(tmp_path / "state" / "ledger.db") as state:
        state.execute("UPDATE edition SET day = '2036-01-01', read = '2036-01-01T01:30:00+00:00'")
    state.close()
    mail = (
        f"From: News <news@example.org>\nDate: {format_datetime(datetime.now(UTC))}\n"
        f"Subject: Bridge\nContent-Type: text/plain; charset=utf-8\n\n{LONG}\n"
    )
    (tmp_path / "drop" / "bridge.eml").write_text(mail, "utf-8")
    assert place("run", *DAYS[1]) == 0, place.said()
    assert len(list((tmp_path / "out").glob("digest-2026-11-25.*"))) == 1, place.said()


def test_f14_f15_a_fifo_and_a_loop_in_a_folder_are_told_and_stop_nothing(tmp_path: Path) -> None:
    import os

    place = Place(tmp_path)
    place.drop(**NEWS)
    os.mkfifo(tmp_path / "drop" / "pipe.txt")
    (tmp_path / "drop" / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "drop" / "up").symlink_to("..")
    assert place("run", *DAYS[0]) == 3, place.said()
    assert editions_of(tmp_path) == 2


def editions_of(folder: Path) -> int:
    (path,) = folder.glob("out/*.json")
    return int(json.loads(path.read_text("utf-8"))["counts"]["stories"])


PLACES = (
    "work.recorded:1", "night.composed", "night.saved", "freeze.copies", "night.settled",
    "night.frozen", "mark.committed", "record.committed",
)  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", 130), ("SIGHUP", 129)])
@pytest.mark.parametrize("where", PLACES)
def test_b10_b11_b12_a_signal_in_any_stage_is_told_and_costs_no_reader_an_issue(
    tmp_path: Path, where: str, name: str, code: int
) -> None:
    import signal

    def gentler() -> None:
        signal.SIGKILL = getattr(signal, name)  # type: ignore[misc]  # what a crash point sends

    place = Place(tmp_path)
    place.drop(**NEWS)
    place.subscribe("a@example.org", "b@example.org")
    ended = place("run", *DAYS[0], env={"DIGEST_CRASH_AT": where}, before=gentler)
    assert ended == code, place.said()
    assert "stopped by a signal" in place.said()
    assert place("run", *DAYS[0]) in {0, 3}, place.said()
    assert sorted(place.mails().values()) == [1, 1]
