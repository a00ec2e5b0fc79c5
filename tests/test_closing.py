"""The end of a run: of which day it is where it was killed, and when what is old is forgotten."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.cli.nightly import closing
from digest.config import load
from digest.store import Database, Ledger, Runs
from digest.store.issues import Copy, Draft, Issues

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.mark.parametrize(
    ("hour", "day", "runs"), [(20, 24, 1), (20, 25, 0), (21, 25, 1), (21, 24, 0)]
)
def test_b01_a_killed_run_is_of_the_day_that_its_readers_had(
    tmp_path: Path, hour: int, day: int, runs: int
) -> None:
    """Midnight in Minsk is 21:00 UTC."""
    config = tmp_path / "digest.toml"
    config.write_text('[edition]\ntimezone = "Europe/Minsk"\n[run]\nstate = "state/ledger.db"\n')
    settings = load(config)
    closing.reports(settings).mkdir(parents=True)
    with Database(settings.run.state) as database:
        Runs(database).begin(datetime(2026, 11, 24, hour, 30, tzinfo=UTC))
        closing._write(database, settings, date(2026, 11, day))
    told = json.loads((closing.reports(settings) / f"2026-11-{day}.json").read_text("utf-8"))
    assert len(told["runs"]) == runs


NIGHT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("nights", "left"),
    [((0, 3650, 3651), 1), ((0, 3650, 3651, 3652), 1), ((3600, 3650, 3651), 0), ((3650,), 1),
     ((3651, 3650), 1), (range(3622, 3652), 0)],
)  # fmt: skip
def test_b07_a_clock_of_another_year_makes_nothing_old(
    tmp_path: Path, nights: Sequence[int], left: int
) -> None:
    """A jump is not forgotten in the second night after it, when the step is a day again."""
    config = tmp_path / "digest.toml"
    config.write_text('[run]\nstate = "state/ledger.db"\n')
    settings = load(config)
    with Database(settings.run.state) as database:
        Ledger(database).record("draft", {b"key": ("subject", "value")})
        moments = [NIGHT + timedelta(days=day) for day in nights]
        for moment in moments:
            Runs(database).begin(moment)
        closing._forget(database, settings, moments[-1])
        assert Ledger(database).count() == left


def test_s10_old_reports_and_backups_are_forgotten_but_for_the_newest_and_those_that_are_due(
    tmp_path: Path,
) -> None:
    config = tmp_path / "digest.toml"
    config.write_text('[run]\nstate = "ledger.db"\n[retention]\neditions = 10\n')
    settings = load(config)
    kept = {
        "reports/2026-11-10.json", "reports/2026-11-24.txt", "reports/2020-01-01.md",
        "reports/notes.txt", "backups/2026-01-02T000000Z.db", "backups/mine-2026-01-01.db",
        "published/2026-11-10-be.txt", "published/2026-11-15-be.txt",
    }  # fmt: skip
    old = {
        "reports/2026-11-13.json", "reports/2026-11-13.txt", "backups/2026-01-01T000000Z.db",
        "published/2026-11-13-be.txt",
    }  # fmt: skip
    for name in kept | old:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with Database(settings.run.state) as database:
        draft = Draft("be", date(2026, 11, 10), "a@example.org", b"x", (), 0.0, 9e9)
        Issues(database).freeze(draft, [Copy("r@example.org", "r@example.org", "<1@x>", b"")])
        gone = closing.forget(database, settings, NIGHT)
    assert {name: gone[name] for name in ("reports", "backups", "lists")} == {
        "reports": 2, "backups": 1, "lists": 1,
    }  # fmt: skip
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*.*")} == kept
