"""Settings: layers, and every mistake at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.config import checks, draft, edit, exposed_secrets, load, secrets
from digest.config.faults import _table
from digest.config.settings import Settings
from digest.config.tables import Edition
from digest.errors import ConfigError
from digest.sources.web.network import parse
from digest.text.glossary import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[edition]\nminutes = true\n",
            "toml:2: edition.minutes: true or false is no value",
        ),
        ("[network]\nallow_downgrade = 1\n", "allow_downgrade: should be true or false"),
        ("[edition]\nday = 0\n", "edition.day: should be a day such as 2026-11-24"),
        ("[mail]\nminutes = inf\n", "mail.minutes: should be less than or equal to 1440"),
        ("[retention]\nwork = 99999999999\n", "retention.work: should be less than"),
        (
            '[network]\nproxy = "http://me:s3cret@p.by:1"\n',
            "network.proxy: a name or password",
        ),
    ],
)
def test_b13_b14_nothing_is_taken_for_something_else(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, text))
    assert said in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_b13_a_variable_is_a_string_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_EDITION__MINUTES", "7")
    monkeypatch.setenv("DIGEST_EDITION__DAY", "2026-11-24")
    monkeypatch.setenv("DIGEST_NETWORK__ALLOW_DOWNGRADE", "1")
    settings = load(written(tmp_path, ""))
    assert (settings.edition.minutes, settings.edition.day) == (7, date(2026, 11, 24))
    assert settings.network.allow_downgrade


def _wrong() -> Iterator[str]:
    """Yield each setting with a value of each kind, most of them wrong."""
    values = ("true", "-1", "1.5", '""', '"x"', "[]", "[1]", "{}", "[{}]", "nan", "1979-05-27")
    for table, field in Settings.model_fields.items():
        inner = _table(field.annotation)
        listed = table in {"sources", "editions"}
        yield from (f"{table} = {value}\n" for value in values)
        for key in getattr(inner, "model_fields", ()):
            head = f"[[{table}]]\n" if listed else f"[{table}]\n"
            yield from (f"{head}{key} = {value}\n" for value in values)


def test_b13_no_value_of_any_setting_is_a_traceback(tmp_path: Path) -> None:
    tried = list(_wrong())
    assert len(tried) > 900
    for text in tried:
        found = draft(written(tmp_path, text))
        told = found.tell(found.faults)
        assert bool(told) == bool(found.faults)
        if found.settings:
            told = found.tell(checks.faults(found.settings))
        assert "Traceback" not in told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[edition]\nname = "Новости"\n'.encode("cp1251"), "digest.toml:2: not UTF-8"),
        ('[edition]\nlanguage = "ru"\n'.encode("utf-16"), "digest.toml:1: not UTF-8"),
        (b"", ""),
        (b'\xef\xbb\xbf[edition]\r\nlanguage = "ru"\r\n', ""),
        (b'[edition]\nlangauge = "ru"\n[sourcs]\n', "did you mean 'language'?"),
    ],
)
def test_b13_files_as_other_editors_write_them(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "digest.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=re.escape(said)) if said else nullcontext():
        load(path)


def test_b19_a_path_that_the_locale_cannot_spell_is_told(tmp_path: Path) -> None:
    written(tmp_path, '[run]\noutput = "выпускі"\n')
    done = subprocess.run(
        [sys.executable, "-m", "digest", "config", "check"],
        cwd=tmp_path, capture_output=True, check=False, encoding="ascii", errors="replace",
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, "set LC_ALL=C.UTF-8" in done.stderr) == (78, True), done.stderr


def test_an_ipv6_place_is_named_as_it_stands_in_an_address(tmp_path: Path) -> None:
    rules = load(written(tmp_path, '[network]\nallow_private = ["[::1]:8080"]\n')).network.rules()
    assert parse("http://[::1]:8080/feed", rules).host == "::1"
