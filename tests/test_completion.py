"""The completion scripts, read by the shells themselves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# What each shell does when a user types a line and presses the tabulator; zsh's widgets are ours.
_ASK = {
    "bash": 'source "$1"; compopt() { echo "files"; }; COMP_WORDS=($2 "$3"); '
    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _digest_completion digest; "
    'printf "%s\\n" "${COMPREPLY[@]}"',
    "zsh": "compdef() { }; _path_files() { echo files }; "
    "_describe() { print -l -- ${completions_with_descriptions} }; "
    "compadd() { print -l -- ${completions} }; "
    'source "$1"; words=(${=2} "$3"); CURRENT=${#words}; _digest_completion',
    "fish": 'source $argv[1]; complete -C "$argv[2] $argv[3]"',
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    program = tmp_path / "digest"
    program.write_text(f"#!{sys.executable}\nfrom digest.cli import main\nmain()\n")
    program.chmod(0o755)
    (tmp_path / "article.txt").write_text("a")
    return tmp_path


def offered(shell: str, words: str, begun: str, place: Path) -> list[str]:
    """Return what a shell offers after some words, a line each."""
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")

    def told(*command: str) -> str:
        environment = {**os.environ, "PATH": f"{place}:{os.environ['PATH']}"}
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return done.stdout

    (place / "script").write_text(told(f"{place}/digest", "completion", shell))
    flags = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    named = [] if shell == "fish" else [shell]  # $0 of -c
    asked = told(shell, *flags, "-c", _ASK[shell], *named, f"{place}/script", words, begun)
    return [line for line in asked.splitlines() if line.strip()]


@pytest.mark.parametrize("shell", _ASK)
def test_commands_are_completed(shell: str, place: Path) -> None:
    found = offered(shell, "digest", "sta", place)
    assert {re.split("[:\t]", line)[0] for line in found} == {"stats", "status"}
    if shell != "bash":  # it shows no descriptions
        assert any("ended, what is due" in line for line in found)


@pytest.mark.parametrize("shell", _ASK)
def test_options_and_their_values_are_completed(shell: str, place: Path) -> None:
    (found,) = offered(shell, "digest run", "--log-f", place)
    assert found.startswith("--log-format")
    assert sorted(offered(shell, "digest run --log-format", "", place)) == ["json", "text"]


@pytest.mark.parametrize("shell", _ASK)
@pytest.mark.parametrize("words", ["digest brief", "digest run --to be", "digest brief --config"])
def test_files_are_completed(shell: str, words: str, place: Path) -> None:
    found = offered(shell, words, "arti", place)
    assert found == (["article.txt"] if shell == "fish" else ["files"])


@pytest.mark.parametrize("shell", _ASK)
@pytest.mark.parametrize("words", ["digest run --to", "digest search --language"])
def test_languages_are_completed(shell: str, words: str, place: Path) -> None:
    assert offered(shell, words, "be", place) == ["be", "be-Latn", "be-tarask"]


@pytest.mark.parametrize(
    ("words", "begun", "first"),
    [("digest models pull", "facebook/m2", "facebook/m2m100_418M"),
     ("digest prompts show", "br", "briefing")],
)  # fmt: skip
def test_models_and_prompts_are_completed(words: str, begun: str, first: str, place: Path) -> None:
    assert offered("bash", words, begun, place)[0] == first


@pytest.mark.parametrize("shell", _ASK)
def test_names_of_sources_and_keys_of_editions_are_completed(shell: str, place: Path) -> None:
    (place / "digest.toml").write_text(
        '[[sources]]\nname = "Наша Ніва"\npath = "a"\n[[sources]]\nname = "BBC"\npath = "b"\n'
        '[[editions]]\nkey = "ranak"\n[[editions]]\nkey = "vechar"\n'
    )
    named = "Наша\\ Ніва" if shell == "bash" else "Наша Ніва"  # the others put in the backslash
    assert offered(shell, "digest sources remove", "Наша", place) == [named]
    assert offered(shell, "digest subscribers list --edition", "v", place) == ["vechar"]


@pytest.mark.parametrize("shell", _ASK)
def test_days_of_the_ledger_are_completed(shell: str, place: Path) -> None:
    assert offered(shell, "digest render", "2026", place) == []
    settings = place / "digest.toml"
    settings.write_text(
        'edition.day = "2026-11-24"\nrun.state = "l.db"\n[[sources]]\nname = "a"\npath = "in"\n'
    )
    (place / "in").mkdir()
    (place / "in" / "a.txt").write_text("Мост у старым горадзе закрылі сёння на два тыдні.")
    subprocess.run([place / "digest", "run"], cwd=place, capture_output=True, check=True)
    assert offered(shell, "digest render", "2026", place) == ["2026-11-24"]
    assert offered(shell, "digest render --state none.db", "2026", place) == []
