"""`digest doctor` on pairs of languages: what tonight would use, and what would be better."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from digest.cli import cli, pairs
from digest.config import load
from digest.errors import ConfigError
from digest.records import Signature

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.config import Settings

WRONG = """
[edition]
language = "be"
langauge = "ru"
[translate]
engines = ["apertium", "chat"]
models = ["nowhere/first", "nowhere/second"]
[brief]
engine = "seq2seq"
model = "nowhere/third"
[glossary]
files = ["nowhere.tsv"]
"""


class Engine:
    """A translator of one pair."""

    def __init__(self, source: str, target: str, name: str = "real", draft: bool = False) -> None:
        self.name, self.draft, self.rank = name, draft, 10
        self.pairs = frozenset(((source, target),))

    def signature(self, source: str, target: str) -> Signature:
        return Signature(self.name, f"{source}-{target}-model")

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        raise AssertionError("doctor translates nothing")


def _settings(folder: Path, text: str) -> Settings:
    (folder / "digest.toml").write_text(text, "utf-8")
    return load(folder / "digest.toml")


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_device", lambda: "cpu")


@pytest.mark.usefixtures("laptop")
class TestPairs:
    def test_tonight_and_better(self, tmp_path: Path) -> None:
        settings = _settings(tmp_path, '[edition]\nlanguage = "be-tarask"\n')
        engines = [Engine("en", "ru"), Engine("ru", "be", "rules", draft=True), Engine("uk", "be")]
        found = {pair.source: pair for pair in pairs.pairs(settings, engines)}
        assert set(found) == {"ru", "uk", "en", "pl", "de"}
        assert found["uk"].tonight == "uk→be real uk-be-model"
        assert found["uk"].advice == ""
        assert found["ru"].tonight == "ru→be rules ru-be-model (draft)"
        assert "pull Helsinki-NLP/opus-mt-tc-big-zle-zle (480 MB, cc-by-4.0)" in found["ru"].advice
        assert found["en"].tonight.startswith("en→ru real en-ru-model, ru→be rules")
        assert "opus-mt-tc-big-en-zle" in found["en"].advice
        assert found["pl"].tonight == "nothing: stays in its own language"
        assert "m2m100" in found["pl"].advice

    def test_every_language_of_the_editions(self, tmp_path: Path) -> None:
        text = (
            '[[editions]]\nkey = "a"\nlanguage = "uk"\n[[editions]]\nkey = "b"\nlanguage = "en"\n'
        )
        found = pairs.pairs(_settings(tmp_path, text), [])
        assert {pair.target for pair in found} == {"uk", "en"}
        assert {pair.target for pair in pairs.pairs(_settings(tmp_path, ""), [])} == {"be", "ru"}

    def test_models_that_could_be_converted(self, tmp_path: Path) -> None:
        plain, done = tmp_path / "plain", tmp_path / "done"
        (done / "ctranslate2").mkdir(parents=True)
        (done / "ctranslate2" / "model.bin").touch()
        plain.mkdir()
        settings = _settings(tmp_path, f'[translate]\nmodels = ["{plain}", "{done}", "/nowhere"]\n')
        (line,) = pairs.conversions(settings)
        assert f"digest models convert {plain} " in line

    @pytest.mark.parametrize(("engine", "count"), [("seq2seq", 1), ("chat", 0)])
    def test_a_causal_model_cannot_be_converted(
        self, tmp_path: Path, engine: str, count: int
    ) -> None:
        text = f'[brief]\nengine = "{engine}"\nmodel = "{tmp_path}"\n'
        assert len(list(pairs.conversions(_settings(tmp_path, text)))) == count


def test_a_gpu_needs_no_conversion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_device", lambda: "gpu")
    settings = _settings(tmp_path, f'[translate]\nmodels = ["{tmp_path}"]\n')
    assert list(pairs.conversions(settings)) == []


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_doctor_lists_all_that_is_wrong_and_looks_at_the_rest(
    tmp_path: Path, form: tuple[str, ...]
) -> None:
    path = tmp_path / "digest.toml"
    path.write_text(WRONG, "utf-8")
    done = CliRunner().invoke(cli, ["doctor", *form, "--config", str(path)])
    assert "apertium" in done.stdout
    assert isinstance(done.exception, ConfigError)
    told = str(done.exception).splitlines()
    places = ("edition.langauge", "translate.engines.1", "translate.models.0",
              "translate.models.1", "brief.model", "glossary.files.0")  # fmt: skip
    for place in places:
        assert sum(f": {place}: " in line for line in told) == 1, place
    assert [line for line in told if "nowhere/third" in line and "digest models pull" in line]
    if form:
        assert json.loads(done.stdout)["faults"] == told
