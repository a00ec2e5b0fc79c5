"""F18: a folder that this user may not enter is told, wherever it is named, and ends nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = "Мост закрылі\n\n" + "Мост цераз раку закрылі ўвечары, бо ў апоры знайшлі расколіну. " * 9
SETTINGS = """
[edition]
language = "be"
[run]
state = "ledger.db"
[[sources]]
name = "Closed"
path = "closed/inner"
[[sources]]
name = "Open"
path = "open"
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    for name in ("closed/inner", "open"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.txt").write_text(STORY, "utf-8")
    (tmp_path / "digest.toml").write_text(SETTINGS, "utf-8")
    closed = tmp_path / "closed"
    if os.geteuid() == 0:
        os.chown(closed, 12345, 12345)
    closed.chmod(0)
    yield tmp_path
    closed.chmod(0o700)


def digest(place: Path, *arguments: str) -> tuple[int, str]:
    """Run the program as somebody to whom the folder is closed, root or not."""
    alone = ["unshare", "-r"] if os.geteuid() == 0 else []  # a root over its own files only
    program = [sys.executable, "-c", "from digest.cli import main; main()"]
    done = subprocess.run(
        [*alone, *program, *arguments], cwd=place, capture_output=True, text=True, check=False
    )
    if "unshare" in done.stderr:
        pytest.skip(f"no user of our own here: {done.stderr.strip()[:80]}")
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("brief", "closed/inner/a.txt", "open"), 3),
        (("detect", "closed/inner"), 77),
        (("run", "closed/inner", "open"), 3),
        (("run",), 3),
        (("sources", "check"), 3),
        (("sources", "add", "closed/other", "--name", "Other"), 69),
        (("sources", "list"), 0),
        (("config", "check"), 0),
        (("brief", "open", "--config", "closed/digest.toml"), 78),
        (("config", "show", "--config", "closed/digest.toml"), 78),
        (("init", "closed/news"), 73),
    ],
)
def test_f18_a_closed_folder_is_told(place: Path, arguments: tuple[str, ...], code: int) -> None:
    told_code, told = digest(place, *arguments)
    assert (told_code, "Traceback" in told) == (code, False), told
    assert "closed" in told.lower()
    assert code == 0 or "permission denied" in told.lower()


def test_f18_a_closed_source_keeps_no_other_from_being_read(place: Path) -> None:
    code, told = digest(place, "run")
    assert code == 3, told
    assert "1 article, 1 story, 1 failed" in told
    assert "Closed: permission denied" in told


@pytest.mark.parametrize(
    "arguments",
    [("run",), ("send",), ("status",), ("stats",), ("subscribers", "list"), ("backup",),
     ("bounces", "--mbox", "digest.toml"), ("prune",), ("search", "x")],
)  # fmt: skip
def test_b20_a_state_of_somebody_elses_is_73_for_every_command(
    place: Path, arguments: tuple[str, ...]
) -> None:
    config = place / "digest.toml"
    config.write_text(SETTINGS.replace('"ledger.db"', '"closed/ledger.db"'), "utf-8")
    code, said = digest(place, *arguments)
    assert (code, "closed" in said, "Traceback" in said) == (73, True, False), said


def test_b20_doctor_tells_of_a_state_of_somebody_elses(place: Path) -> None:
    config = place / "digest.toml"
    config.write_text(SETTINGS.replace('"ledger.db"', '"closed/ledger.db"'), "utf-8")
    assert digest(place, "doctor")[0] in {0, 3, 78}
