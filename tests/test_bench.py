"""What `make bench` writes, and what it leaves as it was."""

from __future__ import annotations

import tomllib
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from bench import run
from bench.quality import verdicts
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


def test_a_refusal_without_a_verdict_is_a_false_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = tmp_path / "judged.toml"
    judged.write_text('different = ["a en-be"]\nsame = ["b en-be"]\n', "utf-8")
    monkeypatch.setattr(verdicts, "JUDGED", judged)
    refused = {"be": {"a en-be": True, "b en-be": True, "c en-be": True, "d en-be": False}}
    assert verdicts.passing(refused) == {"be": 0.5, "all": 0.5}
    assert "without a verdict: c en-be\n" in capsys.readouterr().out


def test_no_reference_has_two_verdicts() -> None:
    rows = tomllib.loads(verdicts.JUDGED.read_text("utf-8"))
    assert set(rows["different"]).isdisjoint(rows["same"])
