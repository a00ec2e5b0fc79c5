"""What a run says: to a person, to a machine, to a terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.cli.logs import Log
from digest.cli.nightly.ping import ping
from digest.cli.progress import Progress, line
from digest.records import Failure, Step
from digest.report import Mailed, Report, SourceLine, StageLine, subject, summary, write
from digest.store.packing import pack, unpack
from loopback import Listener, saying

if TYPE_CHECKING:
    import socket

    from pytest_httpserver import HTTPServer

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
REPORT = Report(
    run="abc", day=date(2026, 11, 24), started=NOW, ended=NOW + timedelta(seconds=75), code=3,
    editions=("main", "ru"), counts={"articles": 41, "stories": 38, "untranslated": 0},
    stages=(StageLine("summarize", 40, 10, 2, 12.34),),
    sources=(
        SourceLine("good", 3, 0, 0),
        SourceLine("bad", 0, 0, 0, error="HTTP 500", failing_since=NOW),
    ),
    failures=(Failure("Мост", "summarize", "no usable sentence"),),
    issues=(Mailed("main/2026-11-24", {"sent": 198, "refused": 2}),),
    doubts=1, models=("extractive 0.1",), notes=("the clock jumped",),
)  # fmt: skip


def test_the_text_says_what_failed_and_why() -> None:
    text = write(REPORT)
    assert text.startswith("digest 2026-11-24: exit 3, finished with problems\n")
    for part in (
        "- summarize: Мост: no usable sentence", "- bad: HTTP 500 (since 2026-11-24 02:30 UTC)",
        "- main/2026-11-24: 198 sent, 2 refused", "- 1 times the server may", "- the clock jumped",
        "- summarize: 40 pieces, 10 known, 2 failed, 12.3 s", "- extractive 0.1",
    ):  # fmt: skip
        assert part in text
    assert "good" not in text
    assert subject(REPORT).isascii()


def test_what_keeps_many_articles_from_being_translated_is_told_once() -> None:
    why = "nothing installed translates en to ru; a model: `digest models list --pair en-ru`"
    other = "nothing installed translates pl to ru; a model: `digest models list --pair pl-ru`"
    failures = (
        Failure("https://a.example/1", "translate", why),
        Failure("https://a.example/2", "translate", why),
        Failure("https://a.example/3", "translate", other),
        Failure("4.txt", "read", "empty"),
        Failure("5.txt", "read", "empty"),
    )
    text = write(replace(REPORT, failures=failures))
    assert text.count(why) == 1
    for said in (f"- translate: 2 articles: {why}", f"https://a.example/3: {other}"):
        assert said in text
    assert "4.txt" in text
    assert "5.txt" in text


def test_the_summary_is_one_line() -> None:
    assert summary(REPORT) == (
        "main, ru; 41 articles, 38 stories; copies: 198 sent, 2 refused; 75 s; exit 3"
    )


def test_the_summary_counts_what_was_too_old() -> None:
    sources = (SourceLine("a", 1, 0, 0, old=32), SourceLine("b", 0, 0, 0, old=21))
    said = summary(replace(REPORT, sources=sources))
    assert ", 38 stories, 53 too old to be news; " in said


def test_a_report_survives_json() -> None:
    packed = json.loads(json.dumps(pack(REPORT)))
    assert packed["schema"] == "digest/report/1"
    assert unpack(Report, packed) == REPORT


HOSTILE = "a\n2026 ERROR forged\r\x1b[2J\u2028b\u202e\x00"


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_article_cannot_forge_a_log_line(form: str) -> None:
    stream = io.StringIO()
    log = Log(stream, form="json" if form == "json" else "text")
    log.say("warning", "article.failed", "one article failed", article=HOSTILE)
    log.say("warning", "article.failed", HOSTILE.replace("\n", " "))
    lines = stream.getvalue().splitlines()
    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)


def test_json_logs_have_a_time_a_level_an_event_and_the_run() -> None:
    stream = io.StringIO()
    log = Log(stream, form="json")
    log.run_id = "abc"
    log.say("info", "stage.done", "12 pieces", stage="summarize", pieces=12, article=HOSTILE)
    record = json.loads(stream.getvalue())
    assert datetime.fromisoformat(record["ts"]).tzinfo is not None
    assert (record["level"], record["event"], record["run_id"]) == ("info", "stage.done", "abc")
    assert record["pieces"] == 12


def test_a_quiet_log_speaks_only_of_trouble() -> None:
    stream = io.StringIO()
    log = Log(stream, quiet=True)
    log.say("info", "run.ended", "all is well")
    log.close(0)
    assert stream.getvalue() == ""
    log.say("warning", "source.failed", "bad: HTTP 500")
    log.close(3)
    assert stream.getvalue() == "digest: bad: HTTP 500\n"


def test_the_journal_gets_priorities() -> None:
    code = "import os, sys; s = os.fstat(2); "
    code += "os.environ['JOURNAL_STREAM'] = f'{s.st_dev}:{s.st_ino}'; "
    code += "from digest.cli.logs import Log; Log(sys.stderr).say('error', 'x', 'no disk')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "<3>digest: no disk\n"


def test_a_forecast_counts_what_was_known_as_no_work() -> None:
    step = Step("summarize", 60, 100, known=50, failed=1, seconds=20)
    assert line(step) == "summarize    60/100 (50 known, 1 failed), 80 s left"
    assert "left" not in line(Step("summarize", 60, 100, known=60, failed=0, seconds=20))
    assert "left" not in line(Step("summarize", 60, 100, known=50, failed=0, seconds=1))
    assert line(Step("summarize", 60, 460, 0, 0, 30)).endswith("3 min left")


def test_progress_is_drawn_on_a_terminal_only() -> None:
    step = Step("summarize", 1, 2, known=0, failed=0, seconds=0)
    file = io.StringIO()
    Progress(file)(step)
    assert file.getvalue() == ""
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    progress = Progress(terminal, clock=lambda: 5.0)
    progress(step)
    progress(step)
    progress.close()
    assert terminal.getvalue().count("summarize") == 1
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_ping_tells_the_start_and_the_exit_status(httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/abc/start").respond_with_data("OK")
    httpserver.expect_ordered_request("/abc/3").respond_with_data("OK")
    assert ping(httpserver.url_for("/abc"), "start")
    assert ping(httpserver.url_for("/abc/"), "3")


def test_a_ping_is_tried_three_times_and_never_fatal(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/abc/0").respond_with_data("", status=503)
    assert not ping(httpserver.url_for("/abc"), "0")
    assert len(httpserver.log) == 3
    assert not ping("ftp://hc.example", "0")
    assert not ping(f"http://127.0.0.1:1/{os.getpid()}", "0")


@pytest.mark.parametrize(
    "answer", [b"what?\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200, b""]
)
def test_a_health_check_that_speaks_no_http_is_never_fatal(answer: bytes) -> None:
    with Listener(saying(answer)) as server:
        assert not ping(server.url("/abc"), "start")
        assert not ping(server.url("/a b"), "start")


def test_a_health_check_that_never_ends_its_answer_holds_no_run_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digest.cli.nightly.ping._LONGEST", 0.3)

    def drip(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while not server.stopped.wait(0.05):
            connection.sendall(b"y")

    with Listener(drip) as server:
        assert not ping(server.url("/abc"), "start")
