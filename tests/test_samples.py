"""The samples, end to end, against what they are expected to give (`make expected`)."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from digest.backends.apertium import Apertium
from digest.deliver.body import HTML_BYTES, inlined
from digest.records import Section
from digest.render import Layout, Letters
from digest.store import Database, Editions

ROOT = Path(__file__).parents[1]
EXPECTED = ROOT / "samples" / "expected"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    command = [sys.executable, "-c", "from digest.cli import main; main()", "run", "-o", str(out)]
    options = ["--config", "samples/digest.toml", "--state", str(out / "state" / "ledger.db")]
    done = subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stderr  # broken.html must fail, and only be reported
    return out


def digest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "digest-2026-11-24.json").read_text("utf-8"))
    return found


def test_nothing_is_lost(made: Path) -> None:
    counts = digest_of(made)["counts"]
    assert counts["articles"] >= 24
    sections = digest_of(made)["sections"]
    told = [story for section in sections for story in section["stories"]]
    reports = len(told) + sum(len(story["others"]) for story in told)
    assert (counts["stories"], reports) == (len(told), counts["articles"] - 1)
    assert any("broken.html" in failure["subject"] for failure in digest_of(made)["failures"])


@pytest.mark.skipif(not Apertium().pairs, reason="apertium-bel-rus is not installed")
@pytest.mark.parametrize("suffix", ["md", "html", "txt", "json"])
def test_the_samples_give_what_is_expected(made: Path, suffix: str) -> None:
    name = f"digest-2026-11-24.{suffix}"
    assert (made / name).read_text("utf-8") == (EXPECTED / name).read_text("utf-8")


def test_the_demo_is_kept_to_be_rendered_searched_and_archived(made: Path) -> None:
    ledger = ("--config", "samples/digest.toml", "--state", str(made / "state" / "ledger.db"))
    again = digest("render", "2026-11-24", "-f", "html", *ledger)
    assert again == (made / "digest-2026-11-24.html").read_text("utf-8")
    assert "Ясенку" in digest("search", "мосце", *ledger)
    digest("archive", "build", "-o", str(made / "site"), *ledger)
    assert (made / "site" / "2026" / "2026-11-24-main.html").is_file()


@pytest.mark.parametrize(("day", "stories"), [("2019-03-05", 1), ("2019-03-07", 0)])
def test_a_first_edition_of_a_named_day_looks_back_from_that_day(
    day: str, stories: int, tmp_path: Path
) -> None:
    line = {
        "title": "Мост закрылі", "url": "https://a.example/1", "language": "be",
        "text": "Мост праз раку ў Гомелі закрылі на рамонт. Рух спынены на два тыдні.",
        "published": "2019-03-04T21:00:00+03:00",
    }  # fmt: skip
    (tmp_path / "wire.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    (tmp_path / "digest.toml").write_text(
        '[edition]\nlanguage = "be"\n[run]\noutput = "out"\nstate = "state/ledger.db"\n'
        '[[sources]]\nname = "wire"\npath = "wire.jsonl"\n', "utf-8"
    )  # fmt: skip
    digest("run", "--day", day, "--config", str(tmp_path / "digest.toml"))
    assert len(list(tmp_path.glob("out/*.html"))) == stories


@pytest.mark.skipif(not Apertium().pairs, reason="apertium-bel-rus is not installed")
def test_forty_stories_like_those_of_the_samples_fit_a_letter(made: Path) -> None:
    with Database(made / "state" / "ledger.db") as database:
        edition = Editions(database).find("main", date(2026, 11, 24))
    assert edition
    told = [story for section in edition.sections for story in section.stories]
    more = Section("", tuple(told[: 40 - len(told)]))
    forty = replace(edition, sections=(*edition.sections, more))
    layout = Layout(url="https://news.example/2026/2026-11-24-main.html")
    html = inlined(Letters(forty, layout).html(40))
    assert html.count("<h3") == 40
    assert len(html.encode()) <= HTML_BYTES


def digest(*arguments: str) -> str:
    command = [sys.executable, "-c", "from digest.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
