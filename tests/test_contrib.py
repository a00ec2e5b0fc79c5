"""What is shipped for running it every night is understood by those who run it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from digest.config import load
from digest.errors import WORST_FIRST

CONTRIB = Path(__file__).parents[1] / "contrib"
UNITS = CONTRIB / "systemd"
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


@needs_systemd
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        text = unit.read_text("utf-8").replace("/opt/digest/bin/digest", "/bin/true")
        (tmp_path / unit.name).write_text(text, "utf-8")
    for name in ("digest.service", "digest.timer"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
        assert ours == []
        assert done.returncode == 0, done.stderr


@needs_systemd
def test_b09_the_timer_is_nightly_and_makes_up_for_missed_nights() -> None:
    text = (UNITS / "digest.timer").read_text("utf-8")
    (calendar,) = (line[11:] for line in text.splitlines() if line.startswith("OnCalendar="))
    done = subprocess.run(
        ["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Persistent=true" in text


def test_the_unit_knows_the_exit_codes() -> None:
    text = (UNITS / "digest.service").read_text("utf-8")
    for line in (
        "SuccessExitStatus=3", "RestartPreventExitStatus=2 65 66 70 73 74 77 78",
        "TimeoutStopSec=11min", "UMask=0077", "NoNewPrivileges=yes",
    ):  # fmt: skip
        assert line in text.splitlines()


def test_the_configuration_of_the_manual_is_right(tmp_path: Path) -> None:
    text = (CONTRIB.parent / "docs" / "operations.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "digest.toml"
    path.write_text(example, "utf-8")
    settings = load(path)
    assert [edition.key for edition in settings.each_edition()] == ["be", "ru"]
    assert [source.name for source in settings.sources] == ["Wire", "Drop"]


def test_cron_finds_the_program_and_says_something_only_where_it_matters() -> None:
    lines = (CONTRIB / "crontab").read_text("utf-8").splitlines()
    assert "PATH=/opt/digest/bin:/usr/bin:/bin" in lines
    jobs = [line for line in lines if "digest.toml" in line and not line.startswith("#")]
    assert len(jobs) == 2
    for line in jobs:
        minute, hour, *_, command = line.split(maxsplit=5)
        assert (minute, hour) != ("*", "*")
        assert "--quiet" in command  # cron mails standard error, too


def test_the_image_gets_all_that_the_wheel_is_made_of() -> None:
    project = tomllib.loads((CONTRIB.parent / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", project["project"]["readme"], *wheel["force-include"],
              *wheel["shared-data"]}  # fmt: skip
    needed |= {Path(package).parts[0] for package in wheel["packages"]}
    ignored = (CONTRIB / "docker" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == needed


def test_what_is_installed_by_the_workflow_is_what_this_project_builds() -> None:
    workflow = (CONTRIB / "github" / "edition.yml").read_text("utf-8")
    project = tomllib.loads((CONTRIB.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"- run: pip install wheels/{project['name'].replace('-', '_')}-*.whl" in workflow


def test_the_manual_names_every_exit_code() -> None:
    docs = CONTRIB.parent / "docs"
    table = (docs / "exit-codes.md").read_text("utf-8")
    for code in (*WORST_FIRST, 2, 66, 129, 130, 143):
        assert re.search(rf"^\|[^|]*\b{code}\b", table, re.MULTILINE), code
