"""Settings: layers, and every mistake at once."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.config import edit, exposed_secrets, load, secrets
from digest.config.tables import Edition
from digest.errors import ConfigError
from digest.text.glossary import terms

if TYPE_CHECKING:
    from collections.abc import Callable


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


def test_f15_a_link_that_leads_to_itself_is_a_path_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "list.txt").symlink_to("list.txt")
    path = written(tmp_path, '[edition]\nrecipients = "list.txt"\n')
    assert load(path).edition.recipients == tmp_path / "list.txt"


def test_b13_all_mistakes_are_told_at_once_with_a_suggestion(tmp_path: Path) -> None:
    path = written(tmp_path, '[edition]\nlangauge = "be"\ntimezone = "Mars"\n[brief]\npoints = 0\n')
    with pytest.raises(ConfigError) as caught:
        load(path)
    message = str(caught.value).splitlines()
    assert message[0] == (f"{path}:2: edition.langauge: no such setting; did you mean 'language'?")
    assert message[1].startswith(f"{path}:3: edition.timezone: no time zone 'Mars'")
    assert message[2].startswith(f"{path}:5: brief.points: ")
    assert len(message) == 3


def test_b13_a_mistake_in_an_entry_is_told_with_its_line(tmp_path: Path) -> None:
    text = '[[editions]]\nkey = "ru"\n\n[[editions]]\nkey = "be"\n\ttopic = ["sport"]\n[runn]\n'
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, text))
    assert "digest.toml:6: editions.1.topic: no such setting; did you mean 'topics'?" in str(
        caught.value
    )
    assert "digest.toml:7: runn: no such setting; did you mean 'run'?" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [("[edition]\nname = 'a'\nname = 'b'\n", 3), ("[brief]\npoints = 'four'\n", 2)],
)
def test_b13_a_duplicate_key_or_a_wrong_type_is_told_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(ConfigError, match=rf"digest\.toml.*(line |:){line}\b"):
        load(written(tmp_path, text))


def test_b13_tabs_are_no_mistake(tmp_path: Path) -> None:
    assert load(written(tmp_path, "[brief]\n\tpoints\t=\t3\n")).brief.points == 3


def test_b14_a_secret_that_others_can_read_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, '[report]\nping = "https://hc.example/abc"\n')
    path.chmod(0o644)
    (warning,) = exposed_secrets(path)
    assert "report.ping can be read by others" in warning
    assert "abc" not in warning
    path.chmod(0o600)
    assert exposed_secrets(path) == []


def test_b14_a_secret_comes_from_a_file_or_a_credential_and_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ping.txt").write_text("https://hc.example/file\n", encoding="utf-8")
    from_file = load(written(tmp_path, '[report]\nping_file = "ping.txt"\n')).report
    assert from_file.ping_url() == "https://hc.example/file"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "digest-ping").write_text("https://hc.example/credential", encoding="utf-8")
    assert load(written(tmp_path, "")).report.ping_url() == "https://hc.example/credential"
    monkeypatch.setenv("DIGEST_REPORT__PING", "https://hc.example/env")
    settings = load(written(tmp_path, ""))
    assert settings.report.ping_url() == "https://hc.example/env"
    assert "hc.example" not in settings.model_dump_json()


def test_a_secret_file_that_is_not_there_is_78(tmp_path: Path) -> None:
    report = load(written(tmp_path, '[report]\nping_file = "none"\n')).report
    with pytest.raises(ConfigError, match="cannot read the secret"):
        report.ping_url()


@pytest.mark.parametrize(
    "asked",
    [
        load,
        secrets.read,
        lambda path: terms.read([path]),
        lambda path: edit.without_source(path, "a"),
    ],
)
def test_f14_a_configured_file_that_is_none_holds_no_night(
    tmp_path: Path, asked: Callable[[Path], object]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for odd in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(ConfigError, match="not a regular file"):
            asked(odd)


def test_editions_take_what_they_do_not_say_from_edition(tmp_path: Path) -> None:
    text = '[edition]\nname = "Раніца"\nlanguage = "be"\n[[editions]]\nkey = "be"\n'
    text += '[[editions]]\nkey = "ru"\nlanguage = "ru"\ntopics = ["sport"]\n'
    belarusian, russian = load(written(tmp_path, text)).each_edition()
    assert (belarusian.key, belarusian.name, belarusian.language) == ("be", "Раніца", "be")
    assert (russian.name, russian.language, russian.topics) == ("Раніца", "ru", ("sport",))


def test_without_editions_there_is_one(tmp_path: Path) -> None:
    (only,) = load(written(tmp_path, '[edition]\nlanguage = "be"\n')).each_edition()
    assert (only.key, only.language) == ("main", "be")


def test_two_editions_need_two_keys(tmp_path: Path) -> None:
    text = '[[editions]]\nname = "a"\n[[editions]]\nname = "b"\n'
    with pytest.raises(ConfigError, match="two editions have the key 'main'"):
        load(written(tmp_path, text))


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


def test_a_day_is_that_of_the_readers_clock_unless_one_is_set() -> None:
    moment = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert Edition(timezone="Europe/Minsk").on(moment) == date(2026, 11, 25)
    assert Edition(timezone="America/New_York").on(moment) == date(2026, 11, 24)
    assert Edition(timezone="Europe/Minsk", day=date(2026, 1, 2)).on(moment) == date(2026, 1, 2)
