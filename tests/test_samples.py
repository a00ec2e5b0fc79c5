"""The samples, end to end, against what they are expected to give (`make expected`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from digest.backends.apertium import Apertium

ROOT = Path(__file__).parents[1]
EXPECTED = ROOT / "samples" / "expected"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    command = [sys.executable, "-c", "from digest.cli import main; main()", "run", "-o", str(out)]
    options = ["--config", "samples/digest.toml", "--state", str(out / "state" / "ledger.db")]
    done = subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stderr  # broken.html must fail, and only be reported
    return out


def digest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "digest-2026-11-24.json").read_text("utf-8"))
    return found


def test_nothing_is_lost(made: Path) -> None:
    counts = digest_of(made)["counts"]
    assert counts["articles"] >= 24
    sections = digest_of(made)["sections"]
    told = [story for section in sections for story in section["stories"]]
    reports = len(told) + sum(len(story["others"]) for story in told)
    assert (counts["stories"], reports) == (len(told), counts["articles"] - 1)
    assert any("broken.html" in failure["subject"] for failure in digest_of(made)["failures"])


@pytest.mark.skipif(not Apertium().pairs, reason="apertium-bel-rus is not installed")
@pytest.mark.parametrize("suffix", ["md", "html", "txt", "json"])
def test_the_samples_give_what_is_expected(made: Path, suffix: str) -> None:
    name = f"digest-2026-11-24.{suffix}"
    assert (made / name).read_text("utf-8") == (EXPECTED / name).read_text("utf-8")
