"""The command line as a user meets it: a process, its streams and its exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

STORY = """Мост через Ислочь закрыли на две недели

Мост через реку Ислочь в городе Вольма закрыли 24 ноября на ремонт, сообщил городской совет.

Движение транспорта перекроют на 14 дней, автобусы пойдут по улице Садовой.

На ремонт выделили 240 тысяч рублей из областного бюджета, работы ведет местное предприятие.

По словам инженера Анны Крук, опоры моста не ремонтировали с 1987 года.
"""


def digest(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from digest.cli import main; main()", *arguments],
        input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def story(tmp_path: Path) -> str:
    path = tmp_path / "most.txt"
    path.write_text(STORY, encoding="utf-8")
    return str(path)


def test_brief_prints_verbatim_sentences(story: str) -> None:
    done = digest("brief", story, "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["schema"] == "digest/briefing/1"
    assert record["headline"] == "Мост через Ислочь закрыли на две недели"
    assert record["article"]["language"] == "ru"
    sentences = record["article"]["sentences"]
    for point in record["points"]:
        assert point["text"] == " ".join(sentences[index] for index in point["evidence"])


def test_a_pipe_is_an_input() -> None:
    done = digest("brief", stdin=STORY)
    assert done.returncode == 0, done.stderr
    assert "Мост через Ислочь закрыли на две недели" in done.stdout
    assert done.stderr == ""


def test_a_missing_input_is_66_in_one_line(tmp_path: Path) -> None:
    done = digest("brief", str(tmp_path / "none.txt"))
    assert done.returncode == 66
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "none.txt" in done.stderr


def test_one_bad_input_among_good_ones_is_3(story: str, tmp_path: Path) -> None:
    done = digest("brief", story, str(tmp_path / "none.txt"))
    assert done.returncode == 3
    assert "Мост" in done.stdout


def test_a_wrong_option_is_2() -> None:
    assert digest("brief", "--nonsense").returncode == 2


def test_a_wrong_setting_is_78(story: str, tmp_path: Path) -> None:
    config = tmp_path / "digest.toml"
    config.write_text("[brief]\npoint = 3\n", encoding="utf-8")
    done = digest("brief", story, "--config", str(config))
    assert done.returncode == 78
    assert "did you mean 'points'" in done.stderr


def test_b15_an_engine_that_is_not_installed_is_78_and_says_which_are(story: str) -> None:
    done = digest("brief", story, "--engine", "oracle")
    assert done.returncode == 78
    assert "extractive" in done.stderr


def test_b15_a_missing_dependency_is_78_and_says_what_to_install(story: str) -> None:
    bare = "import sys; sys.modules['openai'] = None; from digest.cli import main; main()"
    setting = {"DIGEST_ENDPOINT__URL": "http://127.0.0.1:9/v1", "DIGEST_ENDPOINT__MODEL": "m"}
    done = subprocess.run(
        [sys.executable, "-c", bare, "brief", story, "--engine", "endpoint"],
        capture_output=True, text=True, env={**os.environ, **setting}, check=False,
    )  # fmt: skip
    assert done.returncode == 78, done.stderr
    assert "pip install 'article-digest[llm]'" in done.stderr


def test_detect_tells_belarusian_from_russian() -> None:
    text = "Сёння ўранку мост праз раку закрылі на рамонт, паведаміў гарадскі савет Вольмы."
    done = digest("detect", "--json", stdin=text)
    assert json.loads(done.stdout)["language"] == "be"


def test_extract_prints_the_story(story: str) -> None:
    done = digest("extract", story, "--json")
    record = json.loads(done.stdout)
    assert record["schema"] == "digest/article/1"
    assert len(record["text"]) == 4


def test_run_writes_whole_documents_and_says_where(story: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("run", story, "-o", str(out), "--state", str(tmp_path / "l.db"))
    done = digest(*arguments, "--day", "2026-11-24", "--to", "ru")
    assert done.returncode == 0, done.stderr
    expected = [
        str(out / f"digest-2026-11-24.{suffix}") for suffix in ("md", "html", "txt", "json")
    ]
    assert done.stdout.splitlines() == expected
    assert sorted(str(path) for path in out.iterdir()) == sorted(expected)
    again = digest(*arguments, "--day", "2026-11-24", "--to", "ru")
    assert again.returncode == 0


def test_run_without_inputs_is_78_even_where_stdin_is_no_terminal(tmp_path: Path) -> None:
    done = digest("run", "-o", str(tmp_path / "out"))
    assert done.returncode == 78
    assert "[run] inputs" in done.stderr


def test_translate_without_a_route_is_69_and_reads_any_encoding(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes("Сегодня в городе выпал снег, дороги расчищают с утра.".encode("cp1251"))
    done = digest("translate", "--to", "ka", str(path))
    assert done.returncode == 69
    assert "nothing installed translates ru to ka" in done.stderr


def test_run_dry_writes_nothing(story: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = digest("run", story, "-o", str(out), "--dry-run")
    assert done.returncode == 0
    assert not out.exists()


def test_b06_an_output_that_cannot_be_written_is_73(story: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = digest("run", story, "-o", str(tmp_path / "file" / "out"))
    assert done.returncode == 73
    assert "choose another -o" in done.stderr


def test_init_never_overwrites(tmp_path: Path) -> None:
    assert digest("init", str(tmp_path)).returncode == 0
    assert digest("config", "check", "--config", str(tmp_path / "digest.toml")).returncode == 0
    done = digest("init", str(tmp_path))
    assert done.returncode == 73


def test_completion_and_doctor_answer() -> None:
    assert "_DIGEST_COMPLETE" in digest("completion", "bash").stdout
    report = json.loads(digest("doctor", "--json").stdout)
    assert report["libraries"]["langdetect"] == "1.0.9"


def test_a_story_without_a_title_begins_with_its_text() -> None:
    done = digest("extract", stdin="Мост цераз Сож у Гомелі закрылі сёння на два тыдні.")
    assert done.stdout.startswith("Мост цераз")


def test_every_command_has_help_with_examples() -> None:
    from digest.cli import _COMMANDS

    for name in _COMMANDS:
        done = digest(name, "--help")
        assert done.returncode == 0
        assert "Examples:" in done.stdout, name


def test_the_help_tells_each_command_in_a_line() -> None:
    from digest.cli import _COMMANDS

    listed = digest("--help").stdout.partition("\nEvery day:\n")[2].splitlines()
    told = [line.split(maxsplit=1)[0] for line in listed if line.startswith("  ")]
    assert told == list(_COMMANDS)


HEAVY = ("torch", "transformers", "trafilatura", "lxml", "jinja2", "pydantic", "httpx2", "sqlite3",
         "numpy", "langdetect", "feedparser", "babel")  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom digest.cli import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_detect_takes_lines_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    lines = ["Сёння ўранку мост закрылі на рамонт.", "", "Сегодня утром мост закрыли на ремонт."]
    path.write_bytes("\n".join(lines).encode("cp1251"))
    done = digest("detect", "--lines", str(path))
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["be", "ru"]
    assert done.stdout.splitlines()[0].endswith(lines[0])


@pytest.mark.parametrize(
    ("said", "meant"), [("russian", "'ru'"), ("ua", "'uk'"), ("rus", "'ru'"), ("xx", "be-Latn")]
)
def test_a_language_that_is_none_is_2_and_says_what_was_meant(said: str, meant: str) -> None:
    done = digest("brief", "--to", said, stdin=STORY)
    assert done.returncode == 2
    assert meant in done.stderr.splitlines()[-1]


def test_translate_names_the_input_that_is_missing_or_no_text(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    missing = digest("translate", "--to", "be", str(tmp_path / "none.txt"))
    assert (missing.returncode, "none.txt" in missing.stderr) == (66, True)
    no_text = digest("translate", "--to", "be", str(picture))
    assert (no_text.returncode, "a.png" in no_text.stderr) == (65, True)


def test_brief_writes_no_text_under_the_name_of_another_format(story: str, tmp_path: Path) -> None:
    done = digest("brief", story, "-o", str(tmp_path / "brief.docx"))
    assert done.returncode == 2
    assert ".docx" in done.stderr
    assert not (tmp_path / "brief.docx").exists()


def test_languages_says_where_there_is_no_route() -> None:
    done = digest("languages", "--to", "ka")
    assert (done.returncode, done.stdout) == (0, "")
    assert "into ka" in done.stderr


def test_init_takes_no_zone_and_no_language_that_is_none(tmp_path: Path) -> None:
    assert digest("init", str(tmp_path), "--timezone", "Europe/Minks").returncode == 2
    assert digest("init", str(tmp_path), "--language", "russian").returncode == 2
    assert not (tmp_path / "digest.toml").exists()


def test_every_table_that_init_comments_out_is_right(tmp_path: Path) -> None:
    assert digest("init", str(tmp_path)).returncode == 0
    path = tmp_path / "digest.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    code = [re.sub(r"^# (?=\[|\w+ = )", "", line) for line in lines]
    assert sum(line.startswith("[") for line in code) == 10
    path.write_text("\n".join(code), encoding="utf-8")
    done = digest("config", "check", "--config", str(path))
    assert done.returncode == 0, done.stderr
