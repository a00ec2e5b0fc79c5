"""What a reader is promised, attacked through the real program: nothing lost, twice, or made up."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from nights import NEWS, READERS, Place

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
