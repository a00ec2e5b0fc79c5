"""The prompts reach users, whichever way the program is installed."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from digest.backends import prompts
from digest.errors import ConfigError

ROOT = Path(__file__).parents[1]


def test_an_editable_install_finds_the_prompts_of_the_checkout() -> None:
    assert prompts.names() == sorted(path.stem for path in (ROOT / "prompts").glob("*.md"))
    assert prompts.names() == sorted(prompts.TASKS), "each has a task, and each task has one"
    assert "{article}" in prompts.prompt("briefing").text


def test_the_users_own_prompt_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    before = prompts.prompt("briefing").fingerprint
    own = tmp_path / "digest" / "prompts"
    own.mkdir(parents=True)
    (own / "briefing.md").write_text("Коратка, {language}, {points}: {article}", encoding="utf-8")
    assert prompts.prompt("briefing").text == "Коратка, {language}, {points}: {article}"
    assert prompts.prompt("briefing").fingerprint != before


def test_a_prompt_that_no_task_has_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from digest.cli import cli

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own = tmp_path / "digest" / "prompts"
    own.mkdir(parents=True)
    (own / "breifing.md").write_text("{article}", "utf-8")
    cli(["prompts", "list"], standalone_mode=False)
    told = [line for line in capsys.readouterr().out.splitlines() if "never used" in line]
    assert [line.partition("\t")[0] for line in told] == ["breifing"]


def test_an_unknown_prompt_is_named() -> None:
    with pytest.raises(ConfigError, match="no prompt 'poem'; there are: briefing"):
        prompts.prompt("poem")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return out


def test_the_wheel_carries_prompts_templates_and_data(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    assert (tmp_path / "digest/prompts/briefing.md").is_file()
    assert (tmp_path / "digest/py.typed").is_file()
    code = "from digest.backends import prompts; print(prompts.folders()[-1], *prompts.names())"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "HOME": "/"},
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert str(tmp_path) in shown
    assert "briefing" in shown


def test_the_wheel_carries_what_runs_it_every_night(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.partition(".data/data/")[2] for name in archive.namelist()}
    kept = [path for path in (ROOT / "contrib").rglob("*") if path.is_file()]
    assert {f"share/digest/{path.relative_to(ROOT / 'contrib')}" for path in kept} <= inside
    assert "share/digest/systemd/digest.timer" in inside


def test_every_data_file_of_the_source_is_in_the_wheel(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    source = ROOT / "src"
    tracked = [path for path in source.rglob("*") if path.is_file()]
    expected = {str(path.relative_to(source)) for path in tracked if path.suffix != ".pyc"}
    assert {name for name in expected if ".egg-info" not in name} <= inside
    assert {name.partition("/")[0].partition("-")[0] for name in inside} == {
        "digest", "article_digest",
    }  # fmt: skip


def test_the_sdist_carries_all_that_is_kept(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")  # of an unpacked sdist nothing
    assert {name for name in listed if name and (ROOT / name).is_file()} <= names
    assert {"prompts/briefing.md", "samples/digest.toml", "pyproject.toml"} <= names
