"""The commands that look after the state: status, render, backup and prune."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click import ClickException
from click.testing import CliRunner

from digest.cli import cli
from digest.errors import DigestError
from digest.records import Article, Briefing, Digest, Point, Section, Signature, Story
from digest.store import Database, Editions, Ledger, Runs, key_of, lock, retention
from digest.store.issues import Copy, Draft, Issues

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 11, 24, 2, 30, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "state" / "ledger.db"
    article = Article("a1", "Мост закрыты", ("Мост закрыты на 14 дзён.",), "be")
    briefing = Briefing(
        article, "be", "Мост закрыты", (Point(article.text[0], (0,)),), Signature("e")
    )
    sections = (Section("Іншае", (Story(briefing, briefing),)),)
    with Database(path) as database:
        runs = Runs(database)
        report = {"day": "2026-11-24", "counts": {"articles": 2}, "editions": ["be"]}
        runs.end(runs.begin(LONG_AGO), LONG_AGO, 3, report)
        runs.begin(LONG_AGO)
        for key in ("be", "ru"):
            digest = Digest("Раніца", DAY, "UTC", key, sections, (), {"articles": 1})
            Editions(database).save(key, digest, NOW)
        draft = Draft("be", DAY, "a@example.org", b"x", ("a1",), 0.0, 9e9)
        Issues(database).freeze(draft, [Copy("r@example.org", "r@example.org", "<1@x>", b"")])
    return path


def invoke(*arguments: str | Path) -> tuple[int, str]:
    names = [str(argument) for argument in arguments]
    done = CliRunner().invoke(cli, names, standalone_mode=False)
    if isinstance(done.exception, DigestError | ClickException):
        return done.exception.exit_code, str(done.exception)
    return done.return_value or done.exit_code, done.output


def test_status_tells_runs_and_what_is_due(state: Path) -> None:
    code, output = invoke("status", "--state", state)
    assert code == 75
    night, killed, ended, due = output.splitlines()
    assert night.startswith("night    LATE: the last night began 2020-11-24 02:30 UTC")
    assert killed == "2020-11-24  no end    no edition; nothing new (began 02:30 UTC)"
    assert ended == "2026-11-24  exit 3    be; 2 articles (began 02:30 UTC)"
    assert due == "due      be/2026-11-24: 1 pending"


def test_status_is_json_for_programs_and_names_no_reader(state: Path) -> None:
    code, output = invoke("status", "--state", state, "--json")
    told = json.loads(output)
    assert [run["code"] for run in told["runs"]] == [None, 3]
    assert [run["day"] for run in told["runs"]] == ["2020-11-24", "2026-11-24"]
    assert told["due"] == {"be/2026-11-24": {"pending": 1}}
    assert (told["exit"], code) == (75, 75)
    assert "@" not in output


@pytest.mark.parametrize(
    ("hours", "ended", "code", "said"),
    [
        (1, 0, 0, "2026-11-30: exit 0, all is well"),
        (25, 3, 3, "2026-11-30: exit 3, finished with problems"),
        (1, 69, 69, "FAILED: 2026-11-30: exit 69, nothing could be reached"),
        (27, 0, 75, "LATE: the last night began"),
        (-2, 0, 75, "LATE: the last night began"),
        (1, None, 75, "KILLED: the night that began"),
    ],
)
def test_status_says_first_how_the_last_night_ended_and_ends_so(
    tmp_path: Path, hours: int, ended: int | None, code: int, said: str
) -> None:
    began = datetime.now(UTC) - timedelta(hours=hours)
    with Database(tmp_path / "l.db") as database:
        runs = Runs(database)
        run = runs.begin(began)
        if ended is not None:
            runs.end(run, began, ended, {"day": "2026-11-30"})
    found, output = invoke("status", "--state", tmp_path / "l.db")
    assert (found, output.startswith(f"night    {said}")) == (code, True), output


def test_status_of_a_night_at_work_ends_as_the_one_before(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with Database(tmp_path / "l.db") as database:
        runs = Runs(database)
        first = runs.begin(now)
        with lock(tmp_path):
            code, output = invoke("status", "--state", tmp_path / "l.db")
            assert (code, "it is the first" in output) == (0, True), output
            runs.end(first, now, 77, {"day": "2026-11-30"})
            runs.begin(now)
            code, output = invoke("status", "--state", tmp_path / "l.db")
            assert (code, "before: FAILED: 2026-11-30" in output) == (77, True), output


def test_status_before_the_first_night_names_the_ledger(tmp_path: Path) -> None:
    with Database(tmp_path / "new.db"):
        pass
    code, output = invoke("status", "--state", tmp_path / "new.db")
    assert (code, f"no night yet in {tmp_path / 'new.db'}" in output) == (75, True)


def test_status_without_a_ledger_is_66(tmp_path: Path) -> None:
    assert invoke("status", "--state", tmp_path / "none.db")[0] == 66


def test_an_edition_is_rendered_from_the_ledger(state: Path, tmp_path: Path) -> None:
    code, output = invoke("render", "2026-11-24", "--edition", "be", "--state", state)
    assert code == 0
    assert "Мост закрыты на 14 дзён." in output
    out = tmp_path / "out"
    invoke("render", "--edition", "be", "--state", state, "-f", "html", "-f", "json", "-o", out)
    assert {path.suffix for path in out.iterdir()} == {".html", ".json"}


def test_several_editions_must_be_told_apart(state: Path) -> None:
    code, output = invoke("render", "--state", state)
    assert code == 2
    assert "one of be, ru" in output
    code, output = invoke("render", "2020-01-01", "--state", state)
    assert code == 66


def test_s06_backup_and_restore_by_command(state: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert invoke("backup", copy, "--state", state) == (0, f"{copy}\n")
    with Database(state) as database:
        Runs(database).begin(NOW)
    assert invoke("backup", "--restore", copy, "--state", state)[0] == 0
    with Database(state) as database:
        assert len(Runs(database).last(9)) == 2


def test_s10_prune_forgets_what_is_old_and_keeps_what_is_due(state: Path) -> None:
    with Database(state) as database:
        Ledger(database).record("s", {key_of("s"): ("a", 1)})
        later = datetime.now(UTC) + timedelta(days=1)
        gone = retention.prune(database, later, date(2027, 1, 1))
        assert (gone["work"], gone["editions"], gone["runs"]) == (1, 2, 1)
        assert gone["issues"] == 0  # a copy is still due
        database.rows("UPDATE issue SET status = 'done' RETURNING 1")
        gone = retention.prune(database, later, date(2027, 1, 1))
        assert (gone["issues"], gone["copies"], gone["articles"]) == (1, 1, 1)
        assert Runs(database).begin(NOW).number == 3


def test_prune_by_command(state: Path) -> None:
    assert invoke("prune", "--state", state) == (0, "digest: forgotten: 1 runs\n")
