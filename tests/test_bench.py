"""What `make bench` writes, and what it leaves as it was."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from bench import run
from bench.ratio import Ratio

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = (
    "# Results\n\n## Models\n\nan old run\n\n### At length\n\nby hand\n\n## Nights\n\nother hands\n"
)


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "RESULTS.md"
    file.write_text(BEFORE, "utf-8")
    monkeypatch.setattr(run, "RESULTS", file)
    return file


def test_what_was_measured_at_length_stays(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    area = SimpleNamespace(ratios=lambda _: [Ratio("a new run", 1.0, 3.0)])
    monkeypatch.setattr(run, "find_spec", lambda _: area)
    monkeypatch.setattr(run, "import_module", lambda _: area)
    monkeypatch.setattr("importlib.metadata.version", lambda _: "1.0")
    made = run.models(results.parent)
    assert made.startswith("## Models\n")
    assert made.endswith("\n### At length\n\nby hand\n")
    assert "| a new run | 1.0000 | 3.0000 | 3.0 |" in made
    assert "an old run" not in made


def test_where_models_cannot_run_all_of_it_stays(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "find_spec", lambda _: None)
    assert results.parent.is_dir()
    assert run.models(results.parent) == "## Models\n\nan old run\n\n### At length\n\nby hand\n"
