"""Costly translators: the day at once, each sentence once, and a kill that loses one batch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from digest.errors import StateDamaged
from digest.pipeline import Engines, Plan, process
from digest.pipeline.remembered import is_costly, remembered
from digest.store import Database, Ledger
from test_pipeline import FirstSentences, OneLanguage, Shouting, article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.records import Article, Step


class Costly(Shouting):
    """A translator that notes the sentences of each call; its `lost` ones do not come out."""

    batch = 4

    def __init__(self, source: str = "ru", target: str = "be", *, lost: str = "∅") -> None:
        super().__init__()
        self.name = f"{source}-{target}"
        self.pairs = frozenset({(source, target)})
        self.lost = lost
        self.calls: list[int] = []

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        self.calls.append(len(sentences))
        made = super().translate(sentences, source, target)
        return ["" if self.lost in text else text for text in made]


def day(number: int = 6) -> list[Article]:
    return [article(f"Тема {n}", f"Это {n}-е предложение.") for n in range(number)]


def run(
    path: Path | None, *translators: Shouting, languages: tuple[str, ...] = ("be",)
) -> list[Step]:
    steps: list[Step] = []
    with Database(path) as database:
        engines = Engines(OneLanguage(), FirstSentences(), translators)
        process(day(), engines, Ledger(database), Plan(languages, 2, batch=1), steps.append)
    return steps


def test_a_costly_engine_gets_the_whole_day_in_its_own_batches() -> None:
    costly, cheap = Costly(), Shouting()
    steps = run(None, costly)
    assert costly.calls == [4, 4, 4]  # six headlines and six points
    assert [step.done for step in steps if step.stage == "ru-be ru-be"] == [0, 4, 8, 12]
    run(None, cheap)
    assert not is_costly(cheap)
    assert len(cheap.seen) == len(costly.seen)


def test_a_second_run_asks_for_nothing_but_what_did_not_come_out(tmp_path: Path) -> None:
    first, second = Costly(lost="3-Е"), Costly()
    run(tmp_path / "ledger.db", first)
    run(tmp_path / "ledger.db", second)
    assert second.seen == []  # a briefing that could be shown is finished
    with Database(tmp_path / "ledger.db") as database:
        (again,) = remembered([second], Ledger(database), lambda _: None)
        made = again.translate(["Тема 1", "Это 3-е предложение."], "ru", "be")
    assert made == ["ТЕМА 1", "ЭТО 3-Е ПРЕДЛОЖЕНІЕ."]
    assert second.seen == ["Это 3-е предложение."]


def test_a_step_tells_of_all_calls() -> None:
    steps: list[Step] = []
    with Database(None) as database:
        (engine,) = remembered([Costly(lost="3-Е")], Ledger(database), steps.append)
        engine.translate([f"Это {n}-е предложение." for n in range(6)], "ru", "be")
        engine.translate(["Это 1-е предложение.", "Это другое предложение."], "ru", "be")
    last = steps[-1]
    assert (last.done, last.total, last.known, last.failed) == (8, 8, 1, 1)
    assert last.seconds >= steps[0].seconds


def test_what_another_reader_needed_is_not_translated_again() -> None:
    """The briefings of both readers pass through Belarusian."""
    first, second = Costly("ru", "be"), Costly("be", "uk")
    run(None, first, second, languages=("be", "uk"))
    assert len(first.seen) == len(set(first.seen)) == 12
    assert len(second.seen) == 12


def test_what_did_not_come_out_costs_no_second_load_in_a_night() -> None:
    first, second = Costly("ru", "be", lost="3-Е"), Costly("be", "uk")
    run(None, first, second, languages=("be", "uk"))
    assert first.seen.count("Это 3-е предложение.") == 1


def test_b05_a_disk_that_is_full_ends_the_run_and_is_no_failed_translation(tmp_path: Path) -> None:
    class Filling(Costly):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
            with database.transaction() as connection:
                connection.execute("PRAGMA max_page_count = 1")  # as many as there are
            return [f"{sentence} {'й' * 50_000}" for sentence in sentences]

    engines = Engines(OneLanguage(), FirstSentences(), (Filling(),))
    with Database(tmp_path / "ledger.db") as database, pytest.raises(StateDamaged, match="full"):
        process(day(), engines, Ledger(database), Plan(("be",), 2, batch=1))


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_remembered import *
class Dying(Costly):
    def translate(self, sentences, source, target):
        if len(self.calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().translate(sentences, source, target)
run(Path(sys.argv[1]), Dying())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_b01_a_kill_loses_at_most_the_sentences_in_hand(tmp_path: Path) -> None:
    path, here = tmp_path / "ledger.db", os.path.dirname(__file__)  # noqa: PTH120
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path), here], check=False)
    assert done.returncode == -signal.SIGKILL
    translator = Costly()
    run(path, translator)
    assert translator.calls == [4]  # of twelve, in batches of four, eight were finished
