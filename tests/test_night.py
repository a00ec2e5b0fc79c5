"""The night of `night.py`: killed three times, it finishes, and each reader has it once."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from night import Outcome, night

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return night(tmp_path_factory.mktemp("night"), datetime.now(UTC))


def test_b01_killed_three_times_the_night_finishes(outcome: Outcome) -> None:
    assert outcome.killed == [-signal.SIGKILL] * 3
    assert outcome.last.returncode == 3, outcome.last.stderr


def test_b01_each_reader_has_each_edition_once(outcome: Outcome) -> None:
    wanted = Counter(to for addresses in outcome.expected.values() for to in addresses)
    copies = [(to, name) for to, name in outcome.accepted if to != "operator@example.org"]
    assert Counter(to for to, _ in copies) == wanted
    assert len(set(copies)) == len(copies)
    assert len(wanted) == 200


def test_b07_a_second_run_of_the_day_sends_nothing(outcome: Outcome) -> None:
    assert outcome.again.returncode == 0, outcome.again.stderr
    assert outcome.again.stdout == ""


def test_the_report_says_what_failed_and_why(outcome: Outcome) -> None:
    text = outcome.report()
    assert text.count("it was killed\n") == 3
    assert "read: down.xml: HTTP status 503" in text
    assert "read: portal.xml: not a feed" in text
    assert "read: gone.xml: HTTP status 404" in text
    assert "be/2026" in text.replace(str(datetime.now(UTC).year), "2026")
    assert [run["code"] for run in outcome.runs()] == [None, None, None, 3, 0]


def test_the_operator_is_told_once_and_nothing_names_a_reader(outcome: Outcome) -> None:
    assert [to for to, _ in outcome.accepted].count("operator@example.org") == 1
    reports: Path = outcome.folder / "state" / "reports"
    for path in reports.iterdir():
        assert "r000@" not in path.read_text("utf-8")
        assert path.stat().st_mode & 0o777 == 0o640
    assert "@example.org" not in outcome.last.stderr


def test_every_edition_has_its_documents(outcome: Outcome) -> None:
    out = outcome.folder / "out"
    for key in outcome.expected:
        assert {path.suffix for path in (out / key).iterdir()} == {".md", ".html", ".txt", ".json"}
