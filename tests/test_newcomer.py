"""First steps and slips of a newcomer: what is said, and that nothing goes wrong silently."""

from __future__ import annotations

from importlib.metadata import metadata, version
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from digest.cli import cli
from digest.cli.doctor import EXTRAS
from digest.config import load
from digest.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def digest(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], standalone_mode=False)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "digest.toml"
    path.write_text('[run]\nstate = "l.db"\n[[editions]]\nkey = "morning"\nlanguage = "be"\n')
    return path


@pytest.mark.parametrize("verb", ["add", "import"])
def test_readers_of_an_edition_that_nobody_makes_are_refused(settings: Path, verb: str) -> None:
    (settings.parent / "ann@example.org").write_text("ann@example.org\n")
    given = "ann@example.org" if verb == "add" else settings.parent / "ann@example.org"
    done = digest("subscribers", verb, given, "--edition", "mornin", "--config", settings)
    assert isinstance(done.exception, click.UsageError)
    assert "did you mean 'morning'?" in str(done.exception)
    assert not (settings.parent / "l.db").exists()


def test_readers_of_the_only_edition_need_not_name_it(settings: Path) -> None:
    done = digest("subscribers", "add", "ann@example.org", "--config", settings)
    assert "1 added to morning" in done.stderr


def test_nobody_listed_is_said(settings: Path) -> None:
    done = digest("subscribers", "list", "--config", settings)
    assert (done.stdout, "digest subscribers add" in done.stderr) == ("", True)


def test_a_source_is_kept_relative_to_the_settings(settings: Path) -> None:
    folder = settings.parent / "drop"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады."
    )
    done = digest("sources", "add", folder, "--config", settings)
    assert done.exception is None
    assert 'path = "drop"' in settings.read_text()
    assert load(settings).sources[0].path == folder


@pytest.mark.parametrize(
    ("language", "title"), [("be", "Навіны дня"), ("ru", "Новости дня"), ("en", "News of the day")]
)
def test_init_gives_a_title_in_the_readers_language(
    tmp_path: Path, language: str, title: str
) -> None:
    assert digest("init", tmp_path, "--language", language).exception is None
    assert load(tmp_path / "digest.toml").edition.name == title


def test_init_takes_a_name_as_it_is_said(tmp_path: Path) -> None:
    assert digest("init", tmp_path, "--name", 'Ранак "Б"').exception is None
    assert load(tmp_path / "digest.toml").edition.name == 'Ранак "Б"'


@pytest.mark.parametrize("day", ["today", "yesterday", "2026-11-24"])
def test_render_takes_days_as_people_say_them(settings: Path, day: str) -> None:
    done = digest("render", day, "--config", settings)
    assert "no ledger" in str(done.exception)


def test_doctor_lists_what_is_here_and_how_the_rest_is_got(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.cli.doctor.find_spec", lambda name: name == "openai" or None)
    monkeypatch.setattr("digest.backends.apertium.PAIRS", ())
    said = digest("doctor", "--config", settings).stdout
    rows = [line.split(maxsplit=2) for line in said.splitlines() if line.startswith("  ")]
    told = {name: (state, use) for name, state, use in rows}
    assert told["apertium"][0] == told["torch"][0] == "missing"
    assert "apt install apertium-bel-rus apertium-rus-ukr" in told["apertium"][1]
    assert "pip install 'article-digest[torch]'" in told["torch"][1]
    assert told["llm"] == (version("openai"), "asks a language model's server")
    assert f"settings   {settings}" in said
    assert not {"{", "True", "None"} & set(said.split())


def test_doctor_gives_an_advice_once(settings: Path) -> None:
    said = digest("doctor", "--config", settings).stdout
    pulls = [line.partition("pull ")[2] for line in said.splitlines() if "models pull" in line]
    assert len(pulls) == len(set(pulls)) >= 3


def test_doctor_knows_every_extra_of_the_distribution() -> None:
    every = set(metadata("article-digest").get_all("Provides-Extra") or ())
    assert set(EXTRAS) == every - {"test", "bench"}


def test_a_way_to_leave_is_told_by_doctor_and_missed_by_send(settings: Path) -> None:
    begun = settings.read_text()
    settings.write_text(f'{begun}[mail]\nsender = "n@example.org"\ntransport = "folder"\n')
    told = digest("doctor", "--mail", "--config", settings).stdout
    assert "leaving    by a mail to n@example.org" in told
    assert "no way to leave" not in digest("send", "--config", settings).stderr
    settings.write_text(f'{begun}[mail]\nsender = "no-reply@example.org"\ntransport = "folder"\n')
    assert "no way to leave" in digest("send", "--config", settings).stderr


def test_a_path_is_told_without_detours(tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    path = tmp_path / "settings" / "digest.toml"
    path.write_text('[run]\noutput = "../out"\n')
    assert str(load(path).run.output) == str(tmp_path / "out")


@pytest.mark.parametrize("command", [("translate", "--to", "be"), ("detect", "--lines")])
def test_a_folder_in_the_place_of_a_text_is_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = digest(*command, tmp_path)
    assert isinstance(done.exception, InputError)
    assert str(done.exception) == f"{tmp_path}: a directory: name its files"
