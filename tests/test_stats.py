"""Figures of the last nights."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from lxml import html

from digest.archive.plots import columns
from digest.archive.stats import stats
from digest.archive.told import Told
from digest.cli import cli
from digest.store import Database, Run, Runs
from digest.wording import wording

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def report(day: str, articles: int, seconds: float, error: str = "") -> dict[str, Any]:
    stage = {"stage": "summarize", "pieces": articles, "known": 0, "failed": 1, "seconds": seconds}
    source = {"source": "a.xml", "new": articles, "known": 0, "failed": 0, "error": error}
    return {
        "day": day, "editions": ["be"], "counts": {"articles": articles, "failed": 1},
        "stages": [stage], "sources": [source],
        "failures": [{"subject": "x", "stage": "summarize", "error": "e"}],
    }  # fmt: skip


def run(number: int, day: int, told: dict[str, Any] | None, code: int | None = 3) -> Run:
    begun = NOW.replace(day=day)
    ended = begun + timedelta(seconds=60) if code is not None else None
    return Run(str(number), number, begun, ended, code, told)


def test_runs_of_a_day_are_one_night() -> None:
    killed, again = run(1, 24, None, None), run(2, 24, report("2026-11-24", 10, 5.0))
    found = stats([again, killed], [], 9)
    (night,) = found.nights
    assert (night.runs, night.code, night.articles, night.seconds) == (2, 3, 10, 60.0)
    assert [stage.seconds for stage in night.stages] == [5.0]


def test_a_killed_run_is_of_the_day_that_its_readers_had() -> None:
    """Midnight in Minsk is 21:00 UTC."""
    begun = NOW.replace(day=23, hour=21, minute=30)
    killed, again = Run("1", 1, begun), run(2, 24, report("2026-11-24", 10, 5.0))
    edition = Told("be", date(2026, 11, 24), "Раніца", "be", "Europe/Minsk", NOW, (), "")
    (night,) = stats([killed, again], [edition], 9).nights
    assert (night.day, night.runs) == (date(2026, 11, 24), 2)


def test_a_run_that_finds_all_done_takes_nothing_away() -> None:
    full, empty = report("2026-11-24", 10, 5.0), report("2026-11-24", 0, 0.5)
    (night,) = stats([run(1, 24, full), run(2, 24, empty, 0)], [], 9).nights
    assert (night.articles, night.code) == (10, 0)
    (stage,) = night.stages
    assert (stage.pieces, stage.seconds) == (10, 5.5)


def test_only_the_last_nights_count() -> None:
    runs = [run(n, n, report(f"2026-11-{n:02}", n, 1.0, "down" * (n % 2))) for n in range(1, 11)]
    found = stats(runs, [], 3)
    assert [night.day for night in found.nights] == [date(2026, 11, n) for n in (8, 9, 10)]
    (source,) = found.sources
    assert (source.new, source.nights, source.error) == (27, 1, "down")
    assert found.failures == (("summarize", 3),)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with Database(path) as database:
        runs = Runs(database)
        told = report("2026-11-24", 10, 5.25, "down \x1b[2J")
        runs.end(runs.begin(NOW), NOW + timedelta(seconds=61), 3, told)
    return path


def test_stats_by_command(state: Path) -> None:
    done = CliRunner().invoke(cli, ["stats", "--state", str(state)])
    assert done.exit_code == 0, done.output
    heads, night, *rest = done.output.splitlines()
    assert heads.split()[-1] == "summarize"
    assert night.split() == ["2026-11-24", "10", "0", "0", "1", "3", "61", "5.2"]
    assert rest == ["sources: a.xml 10", "unread: a.xml 1x: down", "failures: summarize 1"]


def test_stats_are_json_for_programs(state: Path) -> None:
    done = CliRunner().invoke(cli, ["stats", "--json", "--state", str(state)])
    told = json.loads(done.output)
    assert told["schema"] == "digest/stats/1"
    assert told["nights"][0]["stages"][0]["seconds"] == 5.25


def test_stats_without_a_night(tmp_path: Path) -> None:
    Database(tmp_path / "ledger.db").close()
    done = CliRunner().invoke(cli, ["stats", "--state", str(tmp_path / "ledger.db")])
    assert done.output == "no night yet\n"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2330, 7], ["0", "2000", "4000"]), ([1], ["0", "1", "2"]), ([], ["0", "0", "0"]),
        ([0.25], ["0", "0,2", "0,4"]), ([123_456], ["0", "100\u00a0000", "200\u00a0000"]),
    ],
)  # fmt: skip
def test_an_axis_has_round_numbers_in_the_readers_form(
    values: list[float], expected: list[str]
) -> None:
    drawn = html.fromstring(columns("x", "x", wording("be"), [""] * len(values), values))
    assert [text.text for text in drawn.xpath("//text")][:3] == expected
