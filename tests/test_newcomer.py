"""First steps and slips of a newcomer: what is said, and that nothing goes wrong silently."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import metadata, version
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from digest.cli import cli
from digest.cli.columns import aligned
from digest.cli.commands.doctor import EXTRAS
from digest.config import load
from digest.errors import ConfigError, InputError, OutputError

if TYPE_CHECKING:
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


@pytest.mark.parametrize("sender", ["", "n@example.org"])
def test_readers_whom_nobody_writes_to_are_told_of(settings: Path, sender: str) -> None:
    settings.write_text(f'{settings.read_text()}[mail]\nsender = "{sender}"\n')
    done = digest("subscribers", "add", "ann@example.org", "--config", settings)
    assert ("nothing is mailed yet" in done.stderr) == (not sender)


def test_of_many_addresses_the_wrong_one_is_named(settings: Path) -> None:
    done = digest("subscribers", "add", "ann@example.org", "bob", "--config", settings)
    assert str(done.exception).startswith("bob: ")


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


@pytest.mark.parametrize(
    ("language", "title"),
    [("ru", "Новости дня"), ("be-Latn", "Naviny dnia"), ("ka", "News of the day")],
)
def test_an_edition_without_a_name_has_one_in_its_language(
    tmp_path: Path, language: str, title: str
) -> None:
    (tmp_path / "a.txt").write_text("Мост у старым горадзе закрылі сёння на два тыдні.", "utf-8")
    digest("run", tmp_path / "a.txt", "--to", language, "-o", tmp_path, "--state",
           tmp_path / "l.db")  # fmt: skip
    (page,) = tmp_path.glob("digest-*.txt")
    assert page.read_text("utf-8").startswith(f"{title}\n=")


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
    monkeypatch.setattr(
        "digest.cli.commands.doctor.find_spec", lambda name: name == "openai" or None
    )
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


TEXT = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады."


@pytest.mark.parametrize(
    "command", [("brief",), ("detect",), ("extract",), ("run", "-o", "{}", "--state", "{}/l.db")]
)
def test_a_folder_without_articles_is_66_and_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "empty").mkdir()
    done = digest(*(one.format(tmp_path) for one in command), tmp_path / "empty")
    code = getattr(done.exception, "exit_code", done.return_value)
    assert code == 66
    assert f"no article in {tmp_path / 'empty'}: nothing is there that digest reads" in (
        done.stderr or str(done.exception)
    )


@pytest.mark.parametrize("command", ["brief", "detect"])
def test_what_fails_often_for_one_reason_is_counted(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for number in range(9):
        (tmp_path / f"bad{number}.txt").touch()
    done = digest(command, tmp_path)
    assert done.return_value == 3
    *few, last = done.stderr.splitlines()
    assert [line.partition(":")[0] for line in few] == ["digest"] * 5
    assert last == "digest: and 4 more: " + few[0].partition("bad0.txt: ")[2]


def test_two_formats_at_once_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    done = digest("brief", tmp_path / "a.txt", "--json", "-f", "md")
    assert isinstance(done.exception, click.UsageError)
    assert json.loads(digest("brief", tmp_path / "a.txt", "--json", "-f", "json").stdout)


def test_a_brief_makes_the_folder_that_it_is_to_lie_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert digest("brief", tmp_path / "a.txt", "-o", tmp_path / "new" / "b.md").return_value == 0
    assert (tmp_path / "new" / "b.md").read_text().startswith("###")


def test_b06_a_brief_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = digest("brief", tmp_path / "nothing.txt", "-o", tmp_path / "file" / "b.md")
    assert isinstance(done.exception, OutputError)


def test_detect_and_extract_name_the_file_of_each_article(tmp_path: Path) -> None:
    lines = ({"title": title, "text": TEXT} for title in ("Першы", "Другі"))
    (tmp_path / "wire.jsonl").write_text("\n".join(map(json.dumps, lines)))
    said = digest("detect", tmp_path).stdout.splitlines()
    assert [line.split("\t")[2:] for line in said] == [
        [str(tmp_path / "wire.jsonl"), title] for title in ("Першы", "Другі")
    ]
    told = json.loads(digest("detect", "--json", tmp_path).stdout.splitlines()[1])
    assert (told["input"], told["title"]) == (str(tmp_path / "wire.jsonl"), "Другі")
    story = json.loads(digest("extract", "--json", tmp_path).stdout.splitlines()[0])
    assert story["input"] == str(tmp_path / "wire.jsonl")


def test_an_article_without_a_title_fails_by_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    assert digest("brief", tmp_path).stderr.startswith("digest: hello: the article has no sentence")


def test_what_stays_in_its_language_is_not_counted_as_failed_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge in the old town was closed for two weeks today.")
    done = digest("run", tmp_path / "a.txt", "--to", "ka", "-o", tmp_path, "--state",
                  tmp_path / "l.db")  # fmt: skip
    assert done.stderr.splitlines()[-1] == "digest: 1 article, 1 story, 1 untranslated"
    assert "digest models list --pair en-ka" in done.stderr


def test_the_first_night_writes_over_what_was_tried_by_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    digest("init")
    first, second = Path("articles/a.txt"), Path("articles/b.txt")
    first.write_text("Мост у старым горадзе закрылі сёння на два тыдні.", "utf-8")
    assert digest("run").exception is None
    second.write_text("Школа на хутары не закрыецца, бо грошы знайшла грамада.", "utf-8")
    digest("sources", "add", "articles", "--name", "Folder")
    assert digest("run").exception is None
    (page,) = Path("out").glob("digest-*.txt")
    assert "Школа" in page.read_text("utf-8")
    page.write_text("mine", "utf-8")
    assert digest("run").exception is None
    assert page.read_text("utf-8") == "mine", "a frozen day is left alone"


def test_an_archive_is_in_the_language_of_the_first_edition(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Мост у старым горадзе закрылі сёння.", "utf-8")
    (tmp_path / "digest.toml").write_text(
        'run.state = "l.db"\n[[sources]]\nname = "a"\npath = "in"\n'
        '[[editions]]\nkey = "a"\nlanguage = "be"\n[[editions]]\nkey = "b"\nlanguage = "ru"\n'
    )
    for command in (["run"], ["archive", "build", "-o", tmp_path / "site"]):
        assert digest(*command, "--config", tmp_path / "digest.toml").exception is None
    assert '<html lang="be"' in (tmp_path / "site" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("given", [["-o", "in/out"], ["-o", "in"], ["--state", "in/s/l.db"]])
def test_what_is_written_is_never_read_as_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    """A second `digest run . -o out` told the first one's documents as stories."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIGEST_RUN__STATE", "in/.state/l.db")  # a hidden folder is not read
    Path("in").mkdir()
    Path("in/a.txt").write_text("Мост у старым горадзе закрылі сёння на два тыдні.", "utf-8")
    assert digest("run", "in", "-o", "out").exception is None
    done = digest("run", "in", "-o", "out", *given)
    assert isinstance(done.exception, ConfigError)
    assert "lies in in, which is read" in str(done.exception)
    Path("digest.toml").write_text('[run]\noutput = "in"\n[[sources]]\nname = "a"\npath = "in"\n')
    assert "in lies in" in str(digest("config", "check").exception)


def test_files_that_are_not_read_are_counted(tmp_path: Path) -> None:
    for name in ("a.docx", "b.PDF", "c.pdf"):
        (tmp_path / name).write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-m", "digest", "detect", tmp_path], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    note = f"digest: {tmp_path}: files of other formats are left out: .pdf (2), .docx (1)"
    assert (done.returncode, done.stderr.splitlines()[0]) == (66, note)


def test_without_a_language_nothing_counts_as_untranslated(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Мост у старым горадзе закрылі сёння на два тыдні.", "utf-8")
    done = digest("run", tmp_path / "a.txt", "-o", tmp_path, "--state", tmp_path / "l.db")
    assert done.stderr.splitlines()[-1] == "digest: 1 article, 1 story"
    (page,) = tmp_path.glob("digest-*.txt")
    assert "ranslated" not in page.read_text("utf-8")


def test_a_list_of_feeds_that_cannot_be_read_is_named(settings: Path) -> None:
    missing, page = settings.parent / "none.opml", settings.parent / "page.opml"
    page.write_text("<html><body><p>hello</body></html>")
    for file in (missing, page):
        done = digest("sources", "import", file, "--config", settings)
        assert str(done.exception).startswith(f"{file}: ")


def test_init_says_how_to_go_on_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = digest("init", "my news")
    assert done.stdout == f"{Path('my news') / 'digest.toml'}\n"
    assert done.stderr.endswith("then: cd 'my news' && digest run\n")
    assert digest("init").stderr.endswith("into articles, then: digest run\n")


@pytest.mark.parametrize("command", ["brief", "languages", "run", "translate"])
def test_the_language_of_the_reader_has_one_short_option(command: str) -> None:
    assert "-t, --to LANG" in digest(command, "--help").stdout


def test_no_model_for_a_pair_is_said() -> None:
    done = digest("models", "list", "--pair", "be-tlh")
    assert (done.stdout, "no model of our list" in done.stderr) == ("", True)


def test_what_is_not_there_is_not_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    done = digest("models", "remove", "opus-mt-tc-big-en-zle")
    assert isinstance(done.exception, InputError)
    assert done.stderr == ""


def test_a_variable_that_sets_nothing_is_told_once(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_BREIF__POINTS", "2")
    said = digest("config", "check", "--config", settings).stderr
    told = "DIGEST_BREIF__POINTS sets nothing; did you mean DIGEST_BRIEF__…?"
    assert f"warning: {settings}: {told}\n" in said


def test_columns_stand_below_each_other_in_any_script() -> None:
    lines = aligned([("日本語", "x"), ("й", "x"), ("и\u0306", "x"), ("abcdef", "x")])
    assert list(lines) == ["日本語  x", "й       x", "и\u0306       x", "abcdef  x"]


def test_lists_are_columns_on_a_terminal_and_tabs_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> list[str]:
        cli(["models", "list", "--pair", "en-be"], standalone_mode=False)
        return capsys.readouterr().out.splitlines()

    piped = [line.split("\t") for line in said()]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = said()
    assert len({line.index(cells[1]) for line, cells in zip(shown, piped, strict=True)}) == 1
    assert not any("\t" in line for line in shown)
