"""What the first page says: its commands run as they stand, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digest.config import load

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "samples" / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
PROGRAM = f'#!/bin/sh\n"{sys.executable}" -m digest "$@"\ncode=$?\n[ $code -eq 3 ] || exit $code\n'


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_the_three_uses_work_as_they_are_written(tmp_path: Path) -> None:
    uses = (ROOT / "README.md").read_text("utf-8").partition("## Three uses")[2].partition("\n## ")
    commands = "\n".join(re.findall(r"```\n(.*?)```", uses[0], re.DOTALL))
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    program = tmp_path / "bin" / "digest"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    environment = {"PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=tmp_path, capture_output=True,
        text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "brief.md").read_text("utf-8").startswith("###")
    assert sorted(path.suffix for path in (tmp_path / "lacinka").iterdir()) == [
        ".html", ".json", ".md", ".txt",
    ]  # fmt: skip
    assert "Мост через Ясенку" in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)", text)
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert lost == []


def test_the_index_names_every_document() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert [one.name for one in ROOT.glob("docs/*.md") if f"]({one.name})" not in index] == [
        "README.md"
    ]


TABLES = [
    (page, block)
    for page in PAGES
    for block in re.findall(
        r"^```toml\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
]


@pytest.mark.parametrize(
    ("page", "block"), TABLES, ids=[f"{page.stem}{n}" for n, (page, _) in enumerate(TABLES)]
)
def test_every_setting_that_is_shown_is_one(page: Path, block: str, tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(block, "utf-8")
    load(tmp_path / "digest.toml")
