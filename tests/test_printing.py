"""What strangers write, on a terminal: no escape of theirs gets there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.records import Failure, Spent
from digest.report import SourceLine, write
from digest.store import Database
from nights import Place
from test_report import HOSTILE, NOW, REPORT

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

ESCAPE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e"


def feed(title: str) -> bytes:
    """Return a feed whose items have hostile titles and no text."""
    items = "".join(
        f"<item><guid>{n}</guid><title>{title}</title><link>http://h/{title}</link></item>"
        for n in range(2)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize("form", ["text", "json"])
def test_R07_a_hostile_feed_writes_no_escape_to_a_terminal_or_a_report(
    tmp_path: Path, httpserver: HTTPServer, form: str
) -> None:
    for path, body in (("/raw", feed(ESCAPE)), ("/cut", b"<rss>" + ESCAPE.encode())):
        httpserver.expect_request(path).respond_with_data(body, content_type="text/xml")
    host = f"127.0.0.1:{httpserver.port}"
    extra = f'[network]\ndelay = 0\nallow_private = ["{host}"]\n' + "".join(
        f'[[sources]]\nname = "s{path}\\u001b[2J"\nurl = "http://{host}/{path}"\n'
        for path in ("raw", "cut", "gone")
    )
    place = Place(tmp_path, extra)
    place("run", "--log-format", form)
    place("status")
    place("run")
    (report,) = tmp_path.glob("state/reports/*.txt")
    for text in (place.said(), report.read_text("utf-8")):
        assert "gone" in text
        assert all(line.isprintable() for line in text.split("\n"))


def test_R07_what_fails_is_told_without_escapes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    bad = tmp_path / f"a{ESCAPE}.txt"
    bad.write_bytes(b"")
    assert place("brief", str(bad)) == 65
    assert place("brief", f"--engine=x{ESCAPE}", str(bad)) == 78
    assert all(line.isprintable() for line in place.said().split("\n"))


def test_R07_the_report_is_as_many_lines_as_it_says() -> None:
    from dataclasses import replace

    hostile = replace(
        REPORT, failures=(Failure(HOSTILE, "read", HOSTILE),), notes=(HOSTILE,), error=HOSTILE
    )
    assert all(line.isprintable() for line in write(hostile).split("\n"))
    assert "\n2026 ERROR" not in write(hostile)


def test_N13_a_source_that_fails_for_over_a_week_is_singled_out() -> None:
    from dataclasses import replace

    line = SourceLine("bad", 0, 0, 0, error="HTTP 500", failing_since=NOW - timedelta(days=8))
    fresh = replace(line, source="new", failing_since=NOW - timedelta(days=6))
    text = write(replace(REPORT, sources=(line, fresh, SourceLine("s", 1, 0, 0, old=7))))
    long = text.split("over a week: correct or remove them:\n")[1].split("\n\n")[0]
    assert long == "- bad: HTTP 500 (since 2026-11-16 02:30 UTC)"
    assert "- new: HTTP 500" in text
    assert "too old to be news:\n- s: 7\n" in text


def test_N13_status_singles_it_out_too(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place("run") == 0
    with Database(tmp_path / "state" / "ledger.db") as database:
        database.rows(
            "UPDATE source SET error = 'HTTP 500', failing_since = '2020-01-01T00:00:00Z'"
        )
    place.said()
    assert place("status") == 0
    assert "failing  drop: HTTP 500 (since 2020-01-01: for over a week" in place.said()


def test_the_report_counts_tokens_and_says_which_are_estimates() -> None:
    from dataclasses import replace

    told = (Spent("endpoint", "m", "briefing", 3, 900, 120, 40),)
    text = write(replace(REPORT, spent=told))
    assert "- briefing: 3 prompts, 900 read, 120 written, 40 of them by our own estimate" in text


def test_N01_addresses_as_inputs_heed_the_network_rules_of_the_settings(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    story = "<p>Мост закрыли на ремонт на 14 дней, автобусы пойдут в объезд.</p>" * 3
    page = f"<html><head><title>Мост</title></head><body><article>{story}</article></body></html>"
    httpserver.expect_request("/a").respond_with_data(page, content_type="text/html; charset=utf-8")
    host = f"127.0.0.1:{httpserver.port}"
    address = f"http://{host}/a"
    assert Place(tmp_path / "closed")("brief", "--urls", address) == 77
    allowed = f'[network]\ndelay = 0\nallow_private = ["{host}"]\n'
    assert Place(tmp_path / "open", allowed)("brief", "--urls", address) == 0
