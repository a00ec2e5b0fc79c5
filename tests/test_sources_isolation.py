"""Rows H08, H13, B16: parsing that hangs, crashes or eats memory takes only its article down."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.errors import InputError
from digest.records import Failure
from digest.sources import Limits, read
from digest.sources.isolation import NoParser, Parser
from digest.sources.parsing import formats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.sources.item import Item

STORY = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады. "
PAGE = f"<html><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>".encode()


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as made:
        yield made


def parse(parser: Parser, data: bytes, suffix: str = ".html") -> list[Item | Failure]:
    return parser.items(data, formats.Origin("x", suffix, "http://nn.by/"), Limits())


def child_of(parser: Parser) -> int:
    assert parser._child is not None
    return parser._child.pid


def memory(pid: int, kind: str = "VmHWM") -> int:
    """Return a figure of a process, in bytes; VmHWM is the most that it ever had in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(kind))


def test_a_child_reads_what_this_process_reads(parser: Parser) -> None:
    assert parse(parser, PAGE) == list(
        formats.items(PAGE, formats.Origin("x", ".html", "http://nn.by/"), Limits())
    )
    lines = b'{"text": "%s"}\n{bad\n' % STORY.encode()
    (good, bad) = parse(parser, lines, ".jsonl")
    assert (isinstance(good, Failure), isinstance(bad, Failure)) == (False, True)


def test_one_child_reads_many(parser: Parser) -> None:
    parse(parser, PAGE)
    first = child_of(parser)
    for _ in range(5):
        parse(parser, PAGE)
    assert child_of(parser) == first


def test_what_is_small_stays_in_this_process() -> None:
    with Parser(small=len(PAGE)) as parser:
        assert len(parse(parser, PAGE)) == 1
        assert parser._child is None


def test_h13_what_crashes_a_library_in_this_process_is_an_error_of_the_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digest.sources.parsing.webpage.extract", lambda *_: int("crash"))
    with Parser(small=10**6) as parser, pytest.raises(InputError, match=r"crashed \(ValueError"):
        parser.items(b"<html><p>a</p></html>", formats.Origin("a"), Limits())


def test_an_error_of_the_input_stays_one(parser: Parser) -> None:
    with pytest.raises(InputError, match="empty: there is nothing to read"):
        parse(parser, b" ")


@pytest.mark.parametrize("size", [1, 5_000_000])  # what a pipe takes, and what it does not
def test_h08_b16_a_parser_that_hangs_is_killed(size: int) -> None:
    with Parser(seconds=0.3) as parser:
        parser._start()
        hung = child_of(parser)
        os.kill(hung, signal.SIGSTOP)
        with pytest.raises(InputError, match=r"not parsed within 0\.3 seconds"):
            parse(parser, PAGE + b" " * size)
        assert not Path(f"/proc/{hung}").exists()
        parser._seconds = 30
        assert len(parse(parser, PAGE)) == 1


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_h13_a_parser_that_crashes_is_replaced(number: signal.Signals) -> None:
    with Parser() as parser:
        parser._start()
        dead = child_of(parser)
        os.kill(dead, signal.SIGSTOP)  # so that the job is underway when the signal comes
        os.kill(dead, number)
        os.kill(dead, signal.SIGCONT)
        with pytest.raises(InputError, match=rf"parser crashed \(signal {number.value}\)"):
            parse(parser, PAGE)
        assert len(parse(parser, PAGE)) == 1
        assert child_of(parser) != dead


@pytest.mark.parametrize(
    ("program", "why"),
    [("#!/no/such/shell\n", "No such file"), ("#!/bin/sh\nexit 7\n", "exit 7"), ("", "denied")],
)
def test_h13_a_parser_that_cannot_be_started_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    python = tmp_path / "python"
    python.write_text(program)
    python.chmod(0o755 if program else 0o644)
    monkeypatch.setattr("sys.executable", str(python))
    with Parser() as parser, pytest.raises(NoParser, match=f"cannot start the parser.*{why}"):
        parse(parser, PAGE)
    large = tmp_path / "large.html"
    large.write_bytes(page(f"<p>{STORY * 4000}</p>"))
    with pytest.raises(NoParser):
        list(read([str(large), str(large)]))


def test_h13_no_child_outlives_its_parser() -> None:
    with Parser() as parser:
        parse(parser, PAGE)
        child = child_of(parser)
    assert not Path(f"/proc/{child}").exists()


def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_MAIL__PASSWORD", "s3cret")
    with Parser() as parser:
        parse(parser, PAGE)
        assert b"s3cret" not in Path(f"/proc/{child_of(parser)}/environ").read_bytes()


def test_memory_is_bounded() -> None:
    with Parser(memory=1_000_000) as parser, pytest.raises(InputError, match=r"memory|crashed"):
        parse(parser, b"<html><p>" + STORY.encode() * 100_000)


def page(body: str) -> bytes:
    return f"<html><body><article><p>{STORY * 5}</p>{body}</article></body></html>".encode()


def feed(*items: str, head: str = "") -> bytes:
    text = (
        f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>t</title>{''.join(items)}"
    )
    return f"{text}</channel></rss>".encode()


def mail(body: str, kind: str = "text/plain") -> bytes:
    return f"From: a@b.by\nSubject: s\nContent-Type: {kind}; charset=utf-8\n\n{body}".encode()


def nested_mail(depth: int) -> bytes:
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)
    )
    return f"From: a@b.by\nMIME-Version: 1.0\n{head}Content-Type: text/plain\n\n{STORY}".encode()


def laughs() -> str:
    entities = "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    return f"<!DOCTYPE r [<!ENTITY a 'lol'>{entities}]>"


def quadratic() -> bytes:
    head = f"<!DOCTYPE r [<!ENTITY a '{'x' * 100_000}'>]>"
    return feed(ENTRY.replace("&j;", "&a;" * 100_000), head=head)


def numbered(count: int) -> str:
    return " ".join(f"a{number}=1" for number in range(count))


LINKED = "<script type='application/ld+json'>"
ENTRY = f"<item><title>a</title><description>{STORY}&j;</description></item>"
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "20,000 nested elements": (".html", lambda: page("<div>" * 20_000 + STORY)),
    "1,000,000 nested elements": (".html", lambda: page("<b>" * 1_000_000)),
    "an attribute of 12 MB": (".html", lambda: page(f"<a href='{'x' * 12_000_000}'>{STORY}</a>")),
    "200,000 attributes": (".html", lambda: page(f"<a {numbered(200_000)}>x</a>")),
    "a comment of 10 MB": (".html", lambda: page(f"<!--{'x' * 10_000_000}-->")),
    "a comment without end": (".html", lambda: page("<!--" * 500_000)),
    "50,000 links": (".html", lambda: page("<a href='/x'>слова</a> " * 50_000)),
    "1,000,000 text nodes": (".html", lambda: page("x<br>" * 1_000_000)),
    "a table of 200,000 cells": (".html", lambda: page("<table>" + "<tr><td>x" * 200_000)),
    "a list of 200,000": (".html", lambda: page(f"<ul>{'<li>слова</li>' * 200_000}</ul>")),
    "3,000,000 <": (".html", lambda: page("<" * 3_000_000)),
    "1,000,000 entities": (".html", lambda: page("&amp;" * 1_000_000)),
    "a script of 14 MB": (".html", lambda: page(f"<script>{'var x=1;' * 1_750_000}</script>")),
    "a line of 14 MB": (".html", lambda: page("слова " * 1_250_000)),
    "a JSON-LD of 10 MB": (".html", lambda: page(f"{LINKED}{'[' * 10_000_000}</script>")),
    "billion laughs": (".xml", lambda: feed(ENTRY, head=laughs())),
    "quadratic blow-up": (".xml", quadratic),
    "20,000 entries": (".xml", lambda: feed(ENTRY.replace("&j;", "") * 20_000)),
    "50,000 nested tags of a feed": (".xml", lambda: feed("<x>" * 50_000)),
    "an entry of 14 MB": (".xml", lambda: feed(ENTRY.replace("&j;", "слова " * 1_200_000))),
    "JSON nested 1,000,000 deep": (".json", lambda: b"[" * 1_000_000),
    "500,000 lines of JSON": (".jsonl", lambda: b'{"text": 1}\n' * 500_000),
    "a number of 5,000,000 digits": (".json", lambda: b'{"text": ' + b"9" * 5_000_000 + b"}"),
    "a mail nested 5,000 deep": (".eml", lambda: nested_mail(5_000)),
    "500,000 headers": (".eml", lambda: b"X-A: b\n" * 500_000 + b"\n" + STORY.encode()),
    "a header of 5 MB": (".eml", lambda: b"Subject: " + b"=?utf-8?q?=41?= " * 300_000 + b"\n\nx"),
    "HTML of 10 MB in a mail": (".eml", lambda: mail("<p>слова" * 700_000, "text/html")),
    "a text of 19 MB": (".txt", lambda: (STORY * 160_000).encode()[:19_000_000]),
    "1,000,000 lines": (".txt", lambda: b"Read more\n" * 1_000_000),
    "4,000,000 combining marks": (".txt", lambda: b"a" + "\u0301".encode() * 4_000_000),
    "encoded twice, 5 MB": (".txt", lambda: (STORY * 30_000).encode().decode("latin-1").encode()),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_h08_bombs_cost_ten_seconds_and_200_mb_at_most(name: str) -> None:
    suffix, make = BOMBS[name]
    data = make()
    with Parser() as parser:
        parser._start()
        child = child_of(parser)
        before = memory(child)
        start = time.monotonic()
        with contextlib.suppress(InputError):
            parse(parser, data, suffix)
        took = time.monotonic() - start
        grown = memory(child) - before if Path(f"/proc/{child}").exists() else 0
    assert took < 15  # the deadline is ten seconds; a busy machine wakes us later
    assert grown < 200_000_000


def test_F23_a_drop_of_thousands_of_articles_is_read_within_its_memory() -> None:
    text = "Движение пойдет по новой дороге через город. " * 8
    rows = (json.dumps({"text": f"Мост {n}. {text}"}, ensure_ascii=False) for n in range(9000))
    with Parser(memory=45_000_000, seconds=60) as parser:
        assert len(parse(parser, "\n".join(rows).encode(), ".jsonl")) == 9000
