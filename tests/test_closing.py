"""Of which day a run is that was killed, and so has no report to say it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from digest.cli import closing
from digest.config import load
from digest.store import Database, Runs

if TYPE_CHECKING:
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
