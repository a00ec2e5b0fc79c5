"""What readers of each orthography get from the command line; no engine is needed for that."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

STORY = """Снег выпаў у горадзе

Учора ўвечары ў сталіцы выпаў першы снег, і дарогі адразу сталі слізкімі для ўсіх.

Камунальныя службы працавалі ўсю ноч, каб дарогі былі чыстыя да раніцы.
"""


def digest(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from digest.cli import main; main()", *arguments],
        input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "title"),
    [
        ("be", "Снег выпаў у горадзе"),
        ("be-BY", "Снег выпаў у горадзе"),
        ("be-tarask", "Сьнег выпаў у горадзе"),
        ("be-Latn", "Snieh vypaŭ u horadzie"),
    ],
)
def test_each_reader_gets_the_own_orthography(tmp_path: Path, reader: str, title: str) -> None:
    path = tmp_path / "snieh.txt"
    path.write_text(STORY, encoding="utf-8")
    done = digest("brief", str(path), "--to", reader, "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["headline"] == "Снег выпаў у горадзе"
    shown = made["translations"][0]["headline"] if made["translations"] else made["headline"]
    assert shown == title


def test_a_text_is_respelled_on_the_way_to_the_reader() -> None:
    done = digest("translate", "--to", "be-Latn", stdin="Сьнег ляжыць у Менску, ня тае.\n")
    assert done.stdout == "Śnieh lažyć u Miensku, nia taje.\n"
    done = digest("translate", "--to", "be", "--from", "be-tarask", stdin="Сьнег у Менску\n")
    assert done.stdout == "Снег у Мінску\n"


def test_L04_a_transliterated_text_is_refused_in_one_line() -> None:
    done = digest("translate", "--to", "be", stdin="Segodnya v Minske proshla vstrecha\n")
    assert done.returncode == 69
    assert done.stderr.count("\n") == 1
    assert "transliterated" in done.stderr
