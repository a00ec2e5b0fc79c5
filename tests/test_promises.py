"""What a reader is promised, attacked through the real program: nothing lost, twice, or made up."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from digest.pipeline import Plan, process
from digest.store import Database, Ledger, retention
from digest.store.sources import SourceState, SourceStates
from digest.store.traces import Trace
from nights import NEWS, READERS, Place
from test_pipeline import FirstSentences, Shouting, article, engines

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--day", "2026-11-24")
NEXT = ("--day", "2026-11-25")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def once(day: str) -> Counter[tuple[str, str]]:
    return Counter({(reader, day): 1 for reader in READERS})


def stories(place: Place, day: str) -> list[dict[str, Any]]:
    """Return the stories of an edition, as its JSON tells them."""
    told = json.loads((place.folder / "out" / f"digest-{day}.json").read_text("utf-8"))
    return [story for section in told["sections"] for story in section["stories"]]


def last_report(place: Place, day: str) -> dict[str, Any]:
    """Return the report of the day's last run."""
    told = (place.folder / "state" / "reports" / f"{day}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(told)["runs"][-1]
    return found


def put(place: Place, name: str, **row: str) -> None:
    """Put an article as JSON into the source."""
    (place.folder / "drop" / f"{name}.jsonl").write_text(json.dumps(row), "utf-8")


def test_x07_a_text_that_returns_under_another_title_ends_no_night(place: Place) -> None:
    place.subscribe(*READERS)
    put(place, "a", id="1", title="Мост закрыт", text=NEWS["bridge"])
    assert place("run", *DAY) == 0, place.said()
    put(place, "b", id="2", title="Вновь о дороге", text=NEWS["bridge"])
    put(place, "c", id="3", title="Лось в городе", text="Лося видели на улице. Его ищут с утра.")
    assert place("run", *NEXT) == 0, place.said()
    assert [story["headline"] for story in stories(place, "2026-11-25")] == ["Лось в городе"]
    assert last_report(place, "2026-11-25")["counts"]["repeated"] == 1
    assert place.mails() == once("2026-11-24") + once("2026-11-25")


def test_s11_readers_of_an_edition_that_was_renamed_are_not_passed_over_silently(
    place: Place,
) -> None:
    place.subscribe(*READERS)
    put(place, "a", id="1", title="Мост закрыт", text=NEWS["bridge"])
    told = place.config.read_text("utf-8")
    place.config.write_text(f'{told}[[editions]]\nkey = "ru"\n', "utf-8")
    assert place("run", "--quiet", *DAY) == 3
    assert f"edition main: {len(READERS)} readers get nothing" in place.said()
    (failure,) = last_report(place, "2026-11-24")["failures"]
    assert failure["subject"] == "edition main"


def test_x07_what_a_slow_feed_still_lists_is_remembered_as_long_as_its_edition() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    listed = now - timedelta(days=399)
    trace = Trace("guid", "https://n.example/1", "", b"t", b"f", b"", None)
    with Database(None) as database:
        states = SourceStates(database)
        states.record(SourceState("wire", "https://n.example/feed"), listed, [(trace, None)])
        keep = (now - timedelta(days=90), (now - timedelta(days=400)).date())
        assert retention.prune(database, *keep)["listed"] == 0
        assert states.like("wire", trace)


def test_briefings_of_two_articles_that_say_the_same_are_translated_for_each(
    tmp_path: Path,
) -> None:
    texts = ("Мост закрыт на 14 дней.", "Движение пойдет по новой дороге.")
    one, other = article("Мост закрыт", *texts), article("Мост закрыт", *texts, "Сообщила мэрия.")
    with Database(tmp_path / "ledger.db") as database:
        made = engines(FirstSentences(), Shouting())
        day = process([one, other], made, Ledger(database), Plan(("be",), points=1))
    assert {briefing.article.id for briefing in day.translations["be"]} == {one.id, other.id}
