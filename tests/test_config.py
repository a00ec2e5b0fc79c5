"""Settings: layers, and every mistake at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.config import load
from digest.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "digest.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load()
    assert settings.brief.points == 4
    assert settings.edition.language == ""


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, '[edition]\nlanguage = "be"\nname = "Раніца"\n')
    monkeypatch.setenv("DIGEST_EDITION__LANGUAGE", "ru")
    settings = load(path)
    assert settings.edition.language == "ru"
    assert settings.edition.name == "Раніца"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[run]\ninputs = ["articles", "-"]\noutput = "out"\nstate = "s.db"\n')
    run = load(path).run
    assert run.inputs == (str(tmp_path / "articles"), "-")
    assert run.output == tmp_path / "out"
    assert run.state == tmp_path / "s.db"


def test_b13_all_mistakes_are_told_at_once_with_a_suggestion(tmp_path: Path) -> None:
    path = written(tmp_path, '[edition]\nlangauge = "be"\ntimezone = "Mars"\n[brief]\npoints = 0\n')
    with pytest.raises(ConfigError) as caught:
        load(path)
    message = str(caught.value)
    assert "edition.langauge" in message
    assert "did you mean 'language'" in message
    assert "Mars" in message
    assert "brief.points" in message


def test_b13_a_bom_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "digest.toml"
    path.write_bytes("\ufeff[edition]\nlanguage = 'be'\n".encode())
    assert load(path).edition.language == "be"


def test_broken_toml_names_the_file_and_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"digest\.toml.*line 1"):
        load(written(tmp_path, "[edition\n"))


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="digest init"):
        load(tmp_path / "none.toml")
