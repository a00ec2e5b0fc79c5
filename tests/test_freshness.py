"""A run with nothing new does nothing, and says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nights import NEWS, Place

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.drop(**NEWS, bad="")
    (tmp_path / "drop" / "bad.txt").write_bytes(b"")
    return made


def read_nothing() -> None:
    from digest import sources

    def fail(*_: object, **__: object) -> None:
        msg = "an article was read"
        raise AssertionError(msg)

    sources.located = fail  # type: ignore[assignment]


def run(place: Place, *, reads: bool) -> int:
    before = (lambda: None) if reads else read_nothing
    return place("run", str(place.folder / "drop"), "--day", "2026-11-24", before=before)


def test_what_is_up_to_date_is_not_made_again_and_told_the_same(place: Place) -> None:
    assert run(place, reads=True) == 3
    first = place.said()
    assert "bad.txt: empty" in first
    assert run(place, reads=False) == 3
    assert place.said() == first


@pytest.mark.parametrize("change", ["new article", "edited", "lost document", "settings"])
def test_any_change_makes_it_anew(place: Place, change: str) -> None:
    assert run(place, reads=True) == 3
    if change == "new article":
        place.drop(museum="В Вольме открыли новый музей. В нём 300 экспонатов из 12 стран.")
    elif change == "edited":
        place.drop(snow="Ночью в городе Заречье выпало 30 сантиметров снега, и всё растаяло.")
    elif change == "lost document":
        (place.folder / "out" / "digest-2026-11-24.json").unlink()
    else:
        text = place.config.read_text("utf-8")
        place.config.write_text(text.replace('name = "Night"', 'name = "Day"'), "utf-8")
    place.said()
    run(place, reads=False)
    assert "an article was read" in place.said()
