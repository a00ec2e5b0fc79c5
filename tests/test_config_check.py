"""`digest config check`: all that would end a night is told at once, and a run stops on it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from digest.cli import cli
from digest.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

MAIL = '[mail]\nsender = "n@example.org"\nunsubscribe_mailto = "n@example.org"\n'


def check(folder: Path, text: str) -> list[str]:
    """Return what `digest config check` has against a configuration, without the folder."""
    path = folder / "digest.toml"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["config", "check", "--config", str(path)], standalone_mode=False
    )
    if done.exception is None:
        return []
    assert isinstance(done.exception, ConfigError), done.exception
    return [line.replace(f"{path}:", "") for line in str(done.exception).splitlines()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[run]\noutput = "a\\u0000b"', "2: run.output: a NUL in it"),
        ('[run]\ninputs = ["a\\u0000b"]', "2: run.inputs: a NUL in it"),
        ('[network]\nproxy = "http://a:99999999"', "2: network.proxy: Port out of range"),
        ('[network]\nproxy = "http://"', "2: network.proxy: a proxy is http://host:port"),
        ("[network]\ndelay = inf", "2: network.delay: "),
        ("topics.a = " + "[" * 3000, "lists nested too deep"),
        ('[report]\nping_file = "/dev/null"', "the secret in /dev/null: not a regular file"),
        ("[brief]\nengine = 'extractiv'", "2: brief.engine: no engine 'extractiv'"),
        ("[brief]\nengine = 'extractiv'", "did you mean 'extractive'?"),
        ("[brief]\nengine = 'seq2seq'", "2: brief.engine: the summarizer seq2seq needs a model"),
        ("[brief]\nengine = 'seq2seq'\nmodel = 'none'", "3: brief.model: there is no model"),
        ("[brief]\nengine = 'endpoint'", "2: brief.engine: the engine endpoint needs"),
        ("[translate]\nengines = ['apertum']", "did you mean 'apertium'?"),
        ("[translate]\nengines = ['seq2seq']", "name its folder in [translate] models"),
        ("[translate]\nengines = ['chat']", "2: translate.engines.0: the engine chat needs"),
        ("[translate]\nmodels = [\n  'none']", "2: translate.models.0: there is no model"),
        ("[stories]\nencoder = 'nanoe'", "2: stories.encoder: no engine 'nanoe'"),
        ("[glossary]\nfiles = ['none.toml']", "2: glossary.files.0: cannot read the glossary"),
        ("[glossary]\nfiles = ['bad.toml']", "2: glossary.files.0: "),
        ("[render]\ntemplates = 'none'", "2: render.templates: no directory"),
        ("[render]\ntemplates = 'tpl'", "page.html.jinja, line 2"),
        ("[edition]\nlanguage = 'belarusian'", "2: edition.language: no language 'belarusian'"),
        ("[edition]\nlanguage = 'belarusian'", "did you mean 'be'?"),
        ("[edition]\ntopics = ['politcs']", "did you mean 'politics'?"),
        ("[edition]\nprefer = {spor = 2}", "did you mean 'sport'?"),
        ("[[editions]]\nkey = 'a'", "1: editions.0: no language"),
        ("[edition]\nsources = ['wire']\n[[sources]]\nname = 'Wire'\nurl = 'https://a.by/'",
         "2: edition.sources.0: no source 'wire'; did you mean 'Wire'?"),
        ("[[sources]]\nname = 'W'\nurl = 'https://a.by:8443/'", "3: sources.0.url: port 8443 is"),
        ("[[sources]]\nname='M'\nurl = 'imaps://a.by/'", "3: sources.0.url: not an IMAP address"),
        ("[[sources]]\nname = 'W'\nurl = 'https://a.by/'\nlanguage = 'rus'", "did you mean 'ru'?"),
        ("[[sources]]\nname='M'\nurl = 'imaps://u@a.by/'\npassword_file = 'none'",
         "4: sources.0.password_file: cannot read"),
        ("[network]\nallow_private = ['intranet']", "2: network.allow_private.0: no port"),
        ("[mail]\nhost = 'localhost'", "1: mail: nobody to send from"),
        ('[mail]\nhost = ""\nsender = "n@example.org"', "2: mail.host: no server"),
        (f"{MAIL}user = 'n'\npassword_file = 'none'", "5: mail.password_file: cannot read"),
        (f"{MAIL}ca_file = 'none'", "4: mail.ca_file: no such file"),
        (f"{MAIL}transport = 'folder'\npath = 'digest.toml/x'", "5: mail.path: "),
        (f"{MAIL}transport = 'sendmail'\nsendmail = '/none'", "5: mail.sendmail: no program"),
        ("[report]\nmail = 'me@example.org'", "2: report.mail: needs [mail] sender"),
        (f"{MAIL}[report]\nmail = 'me'", "5: report.mail: "),
        ("[report]\nping_file = 'none'", "2: report.ping_file: cannot read"),
        ("[run]\ninputs = 'articles'", "2: run.inputs: should be a list"),
    ],
)  # fmt: skip
def test_b13_what_would_end_a_night_is_told_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "tpl").mkdir()
    (tmp_path / "tpl" / "page.html.jinja").write_text("<p>\n{% if %}\n")
    (tmp_path / "bad.toml").write_text("[[[")
    told = check(tmp_path, text + "\n")
    assert len(told) == 1, told
    assert said in told[0]


def test_b13_mistakes_of_form_and_of_sense_are_told_together(tmp_path: Path) -> None:
    told = check(
        tmp_path,
        "[edition]\nlangauge = 'be'\n[brief]\npoints = 0\nengine = 'extractiv'\n"
        "[translate]\nmodels = ['a', 'b']\n",
    )
    assert [line.partition(":")[0] for line in told] == ["2", "4", "5", "7", "7"]


def test_b13_a_prompt_of_the_users_that_is_wrong_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "digest" / "prompts"
    own.mkdir(parents=True)
    (own / "briefing.md").write_text("Say {something}.")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (told,) = check(tmp_path, "")
    assert "briefing.md: missing {article}" in told


def test_b13_a_mistake_in_the_environment_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "[brief]\nengine = 'extractive'\npoints = 4\n"
    monkeypatch.setenv("DIGEST_BRIEF__ENGINE", "extractiv")
    (told,) = check(tmp_path, text)
    assert told.startswith("DIGEST_BRIEF__ENGINE: brief.engine: no engine")
    monkeypatch.setenv("DIGEST_BRIEF__POINTS", "0")
    (told,) = check(tmp_path, text)
    assert told.startswith("DIGEST_BRIEF__POINTS: brief.points: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[edition]\nlanguage = 'be-tarask'\ntopics = ['Палітыка', 'v']\n[topics]\n'v'=['вело']",
        "[edition]\nlanguage = 'be'\n[[editions]]\nkey = 'a'\n[[editions]]\nkey='b'\nlanguage = ''",
        "[network]\nallow_private = ['a:81']\n[[sources]]\nname = 'W'\nurl = 'http://a:81/'",
        f"{MAIL}transport = 'maildir'\npath = 'new/outbox'",
    ],
)
def test_what_is_right_passes(tmp_path: Path, text: str) -> None:
    assert check(tmp_path, text) == []


def test_a_run_stops_on_what_config_check_tells_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.txt").write_text("Мост закрыли на ремонт, сообщил городской совет.")
    path = tmp_path / "digest.toml"
    sources = '[[sources]]\nname = "Drop"\npath = "drop"\n'
    path.write_text(
        f'[run]\nstate = "l.db"\n[brief]\nengine = "extractiv"\n{sources}{MAIL}host=""\n'
    )
    for inputs in ((), (str(tmp_path / "drop" / "a.txt"),)):
        program = [sys.executable, "-m", "digest", "run", *inputs, "--config", str(path)]
        done = subprocess.run(program, capture_output=True, text=True, check=False)
        assert done.returncode == 78
        assert [line.split(": ")[:2] for line in done.stderr.splitlines()] == [
            ["digest", f"{path}:4"], ["digest", f"{path}:11"],
        ]  # fmt: skip
    assert not (tmp_path / "l.db").exists()
    assert not (tmp_path / "out").exists()


def test_check_loads_no_model_and_opens_no_connection(tmp_path: Path) -> None:
    path = tmp_path / "digest.toml"
    source = '[[sources]]\nname = "W"\nurl = "https://news.example/"\n'
    path.write_text(f"{MAIL}{source}", encoding="utf-8")
    code = (
        "import sys\nfrom digest.cli import cli\n"
        "def no(event, args):\n    assert not event.startswith('socket.'), event\n"
        "sys.addaudithook(no)\n"
        f"cli(['config', 'check', '--config', {str(path)!r}], standalone_mode=False)\n"
        "print([m for m in ('torch', 'transformers', 'ctranslate2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mail]\nsender = 'n@example.org'", "readers leave by a mail to n@example.org"),
        ("[mail]\nsender = 'no-reply@example.org'", "readers have no way to leave"),
        ("[[sources]]\nname = 'Drop'\npath = 'none'", "sources.0.path: there is no"),
        ("[run]\ninputs = ['none']", "run.inputs.0: there is no"),
        ("[edition]\ntopics = ['Скарына']", "edition.topics.0: only what its source tags so"),
        (f"{MAIL}user = 'n'", "mail.user: no password"),
        ("[[sources]]\nname='M'\nurl = 'imaps://u@a.by/'", "sources.0.url: no password: set"),
        ("[mail]\nsender = 'n@example.org'\npassword = 'x'", "can be read by others"),
    ],
)
def test_what_is_doubtful_is_told_and_is_no_mistake(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "digest.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    done = CliRunner().invoke(
        cli, ["config", "check", "--config", str(path)], standalone_mode=False
    )
    assert done.exception is None
    assert said in done.stderr
    assert done.stderr.endswith("the settings are right\n")


def test_a_variable_that_sets_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_LANGUAGE", "be")
    monkeypatch.setenv("DIGEST_EDITOIN__LANGUAGE", "be")
    path = tmp_path / "digest.toml"
    path.write_text("", encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["config", "check", "--config", str(path)], standalone_mode=False
    )
    assert "DIGEST_LANGUAGE sets nothing" in done.stderr
    assert "DIGEST_EDITOIN__LANGUAGE sets nothing; did you mean DIGEST_EDITION__…?" in done.stderr


def test_a_pulled_model_is_found_by_name_wherever_the_configuration_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digest.backends.models import manifest
    from digest.config import load

    snapshot = tmp_path / "hub" / "models--a--b" / "snapshots" / "1"
    snapshot.mkdir(parents=True)
    (snapshot / manifest.NAME).write_text(json.dumps({}))
    monkeypatch.setattr("digest.backends.models.hub._cache", lambda: tmp_path / "hub")
    path = tmp_path / "digest.toml"
    path.write_text('[translate]\nmodels = ["a/b", "here"]\n')
    assert load(path).translate.models == (snapshot, tmp_path / "here")


def test_a_tilde_is_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.config import load

    monkeypatch.setenv("HOME", "/home/ann")
    path = tmp_path / "digest.toml"
    path.write_text('[run]\ninputs = ["~/in"]\noutput = "~/out"\n')
    run = load(path).run
    assert (run.inputs, str(run.output)) == (("/home/ann/in",), "/home/ann/out")


def test_a_run_in_a_folder_that_is_gone_is_66(tmp_path: Path) -> None:
    code = "from digest.cli import main; main()"
    gone = f"mkdir {tmp_path}/gone && cd {tmp_path}/gone && rmdir ../gone"
    program = f"{sys.executable} -c '{code}' run /etc/hostname --to ru"
    done = subprocess.run(
        ["bash", "-c", f"{gone} && {program}"], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 66, done.stderr
    assert done.stderr.endswith("the folder that you are in is gone: go to another one\n")
