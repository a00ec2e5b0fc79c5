"""Standard streams that are closed, full or gone: what cron, init scripts and shells leave."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nights import NEWS, READERS, Place

STORY = """Мост через Ислочь закрыли на две недели

Мост через реку Ислочь в городе Вольма закрыли 24 ноября на ремонт, сообщил городской совет.

Движение транспорта перекроют на 14 дней, автобусы пойдут по улице Садовой.
"""
PROGRAM = f"{sys.executable} -c 'from digest.cli import main; main()'"


def shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture
def story(tmp_path: Path) -> str:
    path = tmp_path / "most.txt"
    path.write_text(STORY, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", ["brief", "brief -", "detect", "extract", "translate --to be"])
def test_a_closed_standard_input_is_65_and_one_line(command: str) -> None:
    done = shell(f"{PROGRAM} {command} <&-")
    assert done.returncode == 65, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "standard input" in done.stderr


def test_a_closed_standard_input_is_no_matter_where_files_are_named(story: str) -> None:
    done = shell(f"{PROGRAM} brief {story} <&-")
    assert done.returncode == 0, done.stderr
    assert "Мост" in done.stdout


def test_a_closed_standard_output_is_73(story: str) -> None:
    done = shell(f"{PROGRAM} brief {story} >&-")
    assert done.returncode == 73
    assert "standard output" in done.stderr


def test_a_closed_standard_error_changes_nothing(story: str) -> None:
    done = shell(f"{PROGRAM} brief {story} 2>&-")
    assert done.returncode == 0
    assert "Мост" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["brief {story}", "--help", "languages --json"])
def test_a_full_disk_under_standard_output_is_73(story: str, command: str) -> None:
    done = shell(f"{PROGRAM} {command.format(story=story)} >/dev/full")
    assert done.returncode == 73, done.stderr
    assert done.stderr.splitlines() == [
        "digest: cannot write standard output: No space left on device"
    ]


@pytest.mark.parametrize(
    "command", ["brief {story}", "extract {story}", "translate --to be {story}", "--help",
                "config schema"],
)  # fmt: skip
def test_b12_a_reader_who_has_seen_enough_is_no_failure(story: str, command: str) -> None:
    done = shell(f"{PROGRAM} {command.format(story=story)} | exec 0<&-; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == 0
    assert "Error" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_standard_error_stops_no_work(story: str, tmp_path: Path) -> None:
    shell(f": > {tmp_path}/empty.txt")
    done = shell(f"{PROGRAM} brief {story} {tmp_path}/empty.txt 2>/dev/full")
    assert done.returncode == 3
    assert "Мост" in done.stdout
    made = f"run {story} -o {tmp_path} --state {tmp_path}/l.db"
    assert shell(f"{PROGRAM} {made} 2>/dev/full").returncode == 0
    assert list(tmp_path.glob("digest-*.html"))


@pytest.mark.parametrize("end", ["| exec 0<&-; exit ${PIPESTATUS[0]}", ">&-"])
@pytest.mark.parametrize("form", ["", "--json"])
def test_b12_a_night_that_nobody_reads_does_all_its_work(
    tmp_path: Path, end: str, form: str
) -> None:
    place = Place(tmp_path)
    text = place.config.read_text("utf-8")
    place.config.write_text(text.replace('["json"]', '["json", "md", "txt"]'), "utf-8")
    place.drop(**NEWS)
    place.subscribe(*READERS)
    (tmp_path / "drop" / "broken.txt").touch()
    done = shell(f"{PROGRAM} run {form} --day 2026-11-24 --config {place.config} {end}")
    assert done.returncode == (73 if end == ">&-" else 3), done.stderr
    assert len(place.mails()) == len(READERS)
    assert len(list((tmp_path / "out").glob("digest-*.*"))) == 3
    (report,) = tmp_path.glob("state/reports/*.json")
    assert json.loads(report.read_text("utf-8"))["runs"][0]["code"] == 3


@pytest.mark.parametrize("end", ["| exec 0<&-; exit ${PIPESTATUS[0]}", ">&-"])
def test_b12_a_digest_whose_names_nobody_reads_is_written(
    story: str, tmp_path: Path, end: str
) -> None:
    broken = tmp_path / "broken.txt"
    broken.touch()
    made = f"-o {tmp_path}/out --state {tmp_path}/state/l.db"
    done = shell(f"{PROGRAM} run {story} {broken} {made} {end}")  # fmt: skip
    assert done.returncode == (73 if end == ">&-" else 3), done.stderr
    assert len(list((tmp_path / "out").glob("digest-*.*"))) == 4
