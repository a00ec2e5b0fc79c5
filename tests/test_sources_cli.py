"""Row X15, and `digest sources`: what a user subscribes to, in a digest.toml that stays theirs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from digest.cli import cli
from digest.config import load
from digest.errors import ConfigError, DigestError, InputError
from digest.sources.parsing import opml
from loopback import Listener, page, path_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

STORY = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады."
FEED = page(
    "<rss version='2.0'><channel><title>Наша Ніва</title><item><title>а</title>"
    f"<description>{STORY}</description><pubDate>Tue, 24 Nov 2026 04:30:00 GMT</pubDate>"
    "</item></channel></rss>".encode()
)
HOME = page(
    b"<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'>"
    b"</head></html>"
)
COMMENTED = """\
# my settings
[edition]
language = "be"  # Belarusian

[[sources]]
name = "old"     # the first one
path = "articles"
"""


@pytest.fixture
def server() -> Iterator[Listener]:
    def handle(connection: socket.socket, request: bytes) -> None:
        pages = {"/": HOME, "/rss": FEED, "/story": page(b"<html><p>hello</p></html>")}
        connection.sendall(pages.get(path_of(request), page(b"", "404 Not Found")))

    with Listener(handle) as listener:
        yield listener


@pytest.fixture
def settings(tmp_path: Path, server: Listener) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(STORY * 3)
    path = tmp_path / "digest.toml"
    rules = f'\n[network]\ndelay = 0\nallow_private = ["{server.place}"]\n'
    path.write_text(COMMENTED + rules + '\n[run]\nstate = "ledger.db"\n')
    return path


def sources(settings: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        cli, ["sources", *arguments, "--config", str(settings)], standalone_mode=False
    )


def names(settings: Path) -> list[str]:
    return [source.name for source in load(settings).sources]


def test_add_keeps_the_comments(settings: Path, server: Listener) -> None:
    settings.chmod(0o600)
    result = sources(settings, "add", server.url("/rss"), "--language", "be", "--topic", "навіны")
    assert result.return_value == 0
    text = settings.read_text()
    for line in COMMENTED.splitlines():
        assert line in text.splitlines()
    added = load(settings).sources[-1]
    assert (added.name, added.url) == ("Наша Ніва", server.url("/rss"))
    assert (added.language, added.topics) == ("be", ("навіны",))
    assert settings.stat().st_mode & 0o777 == 0o600


def test_add_finds_the_feed_of_a_site(settings: Path, server: Listener) -> None:
    sources(settings, "add", server.url("/"), "--name", "НН")
    assert load(settings).sources[-1].url == server.url("/rss")


def test_add_refuses_what_cannot_be_read(settings: Path, server: Listener) -> None:
    before = settings.read_bytes()
    result = sources(settings, "add", server.url("/none"))
    assert isinstance(result.exception, DigestError)
    assert result.exception.exit_code == 69
    assert settings.read_bytes() == before
    sources(settings, "add", server.url("/none"), "--name", "later", "--no-check")
    assert names(settings) == ["old", "later"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/none", "URL: HTTP status 404"),
        ("/story", "URL: not a feed: check its address; a web page is added with --kind page"),
    ],
)
def test_add_says_what_cannot_be_read_and_why(
    settings: Path, server: Listener, place: str, said: str
) -> None:
    told = str(sources(settings, "add", server.url(place)).exception)
    assert told.startswith(said.replace("URL", server.url(place)))
    assert told.endswith("--no-check adds it all the same")


def test_add_takes_a_bare_host_for_the_address_that_was_meant(settings: Path) -> None:
    told = str(sources(settings, "add", "nn.by/rss.xml").exception)
    assert "did you mean https://nn.by/rss.xml" in told
    assert "did you mean" not in str(sources(settings, "add", "none/a.txt").exception)


@pytest.mark.parametrize(
    ("place", "options", "name"),
    [("drop", (), "drop"), ("drop", ("--no-check",), "drop"), ("drop/", ("--name", "Д"), "Д"),
     ("imaps://me@mail.example/News", ("--no-check",), "mail.example")],
)  # fmt: skip
def test_readers_see_neither_a_path_nor_a_login_in_the_name_of_a_source(
    settings: Path, place: str, options: tuple[str, ...], name: str
) -> None:
    (settings.parent / "drop").mkdir()
    where = place if "://" in place else str(settings.parent / place)
    result = sources(settings, "add", where, *options)
    assert result.exception is None
    assert names(settings) == ["old", name]


def test_add_takes_a_place_once(settings: Path, server: Listener) -> None:
    sources(settings, "add", server.url("/rss"))
    for place in (server.url("/rss"), str(settings.parent / "articles")):
        told = sources(settings, "add", place, "--name", "again").exception
        assert isinstance(told, ConfigError)
        assert f"{place} is there already" in str(told)
    assert names(settings) == ["old", "Наша Ніва"]


def test_added_tables_stand_apart(settings: Path) -> None:
    for name in "abc":
        sources(settings, "add", f"https://{name}.by/", "--name", name, "--no-check")
    text = settings.read_text()
    assert text.count("\n\n[[sources]]\n") == 4
    assert "\n\n\n" not in text
    assert "\n\n[network]" in text


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("ftp://nn.by/", "--name", "x"), "no http"),
        (("/tmp", "--name", "old"), "already"),
        (("https://nn.by/", "--name", "x", "--kind", "folder"), "not at such a place"),
        (("/tmp", "--name", "x", "--kind", "feed"), "not at such a place"),
    ],
)
def test_add_refuses_what_would_be_wrong(
    settings: Path, arguments: tuple[str, ...], reason: str
) -> None:
    before = settings.read_bytes()
    result = sources(settings, "add", "--no-check", *arguments)
    assert isinstance(result.exception, ConfigError)
    assert reason in str(result.exception)
    assert settings.read_bytes() == before


def test_add_to_a_configuration_without_sources(settings: Path) -> None:
    settings.write_text("[edition]\nlanguage = 'be'\n")
    sources(settings, "add", "https://nn.by/rss", "--name", "НН", "--no-check")
    assert names(settings) == ["НН"]


def test_remove(settings: Path) -> None:
    assert sources(settings, "remove", "old").return_value == 0
    assert names(settings) == []
    assert "# Belarusian" in settings.read_text()
    assert "no source 'old'" in str(sources(settings, "remove", "old").exception)


def test_check(settings: Path, server: Listener) -> None:
    sources(settings, "add", server.url("/rss"))
    result = sources(settings, "check")
    assert result.return_value == 0
    assert result.stdout.splitlines() == [
        "old\tok\t1 articles",
        "Наша Ніва\tok\t1 articles, the newest of 2026-11-24 04:30",
    ]
    sources(settings, "add", server.url("/none"), "--name", "down", "--no-check")
    assert sources(settings, "check").return_value == 3
    result = sources(settings, "check", "down", "--json")
    assert result.return_value == 69
    assert "HTTP status 404" in json.loads(result.stdout)["error"]
    assert not (settings.parent / "ledger.db").exists()


def test_list(settings: Path) -> None:
    result = sources(settings, "list")
    assert result.stdout == f"old\tfolder\t{settings.parent / 'articles'}\tnever read\n"
    told = json.loads(sources(settings, "list", "--json").stdout)
    assert (told["name"], told["succeeded"]) == ("old", None)


OUTLINE = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="Беларусь"><outline text="Мінск">
<outline type="rss" text="НН" xmlUrl="https://nn.by/rss"/></outline>
<outline type="rss" text="old" xmlUrl="https://other.by/rss"/></outline>
<outline text="again" xmlUrl="https://nn.by/rss"/>
<outline text="inside" xmlUrl="http://user:word@nn.by/rss"/>
<outline text="file" xmlUrl="file:///etc/passwd"/></body></opml>"""


def test_import(settings: Path, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(OUTLINE)
    result = sources(settings, "import", str(file))
    assert result.return_value == 3
    added = load(settings).sources[1:]
    assert [(source.name, source.topics) for source in added] == [
        ("НН", ("Беларусь", "Мінск")),
        ("old (2)", ("Беларусь",)),
    ]
    assert "inside: a password in the address" in result.stderr
    assert "file: not an http(s) address" in result.stderr
    sources(settings, "import", str(file))
    assert len(load(settings).sources) == 3


HOSTILE = {
    "billion laughs": "<!DOCTYPE o [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><opml><body/></opml>",
    "an external entity": "<!DOCTYPE o [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><opml>&a;</opml>",
    "an external DTD": "<!DOCTYPE opml SYSTEM 'http://127.0.0.1/x.dtd'><opml><body/></opml>",
    "no XML": "подпіскі",
    "another document": "<html><body/></html>",
    "cut": "<opml><body>",
    "empty": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_x15_hostile_files_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        opml.read(text.encode())


def test_x15_nesting_without_end() -> None:
    deep = "<outline text='a'>" * 20_000 + "<outline xmlUrl='https://nn.by/'/>"
    text = f"<opml>{deep}{'</outline>' * 20_000}</opml>"
    assert opml.read(text.encode()) == []


def test_x15_names_are_lines() -> None:
    text = f"<opml><outline text='a&#10;b{' c' * 500}' xmlUrl=' https://nn.by/ '/></opml>"
    (found,) = opml.read(text.encode())
    assert found.name.startswith("a b")
    assert len(found.name) <= 80
    assert found.url == "https://nn.by/"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ('name = "a"', "either a url or a path"),
        ('name = "a"\nurl = "https://a.by"\npath = "b"', "either a url or a path"),
        ('name = "a"\nurl = "gopher://a.by"', "no http"),
        ('name = "a"\npath = "b"\nfulltext = "auto"', "did you mean 'full_text'"),
        ('name = "a"\npath = "b"\n[[sources]]\nname = "a"\npath = "c"', "two sources"),
        ('name = "a"\npath = "b"\nweight = 0', "greater than 0"),
        ('name = "a"\npath = "b"\n[network]\nproxy = "socks5://a"', "a proxy is http"),
        ('name = "a"\npath = "b"\n[network]\ncontact = "a\\nX: y"', "printable ASCII"),
    ],
)
def test_mistakes_in_the_configuration(tmp_path: Path, table: str, reason: str) -> None:
    path = tmp_path / "digest.toml"
    path.write_text(f"[[sources]]\n{table}\n")
    with pytest.raises(ConfigError, match=reason):
        load(path)


def test_kinds_are_seen(tmp_path: Path) -> None:
    (tmp_path / "box" / "cur").mkdir(parents=True)
    (tmp_path / "secret").write_text("word\n")
    path = tmp_path / "digest.toml"
    path.write_text(
        '[[sources]]\nname = "a"\nurl = "https://a.by/rss"\n'
        '[[sources]]\nname = "b"\npath = "box"\n'
        '[[sources]]\nname = "c"\npath = "drops.jsonl"\n'
        '[[sources]]\nname = "d"\nurl = "imaps://me@a.by"\npassword_file = "secret"\n'
    )
    found = [table.source() for table in load(path).sources]
    assert [source.kind for source in found] == ["feed", "maildir", "folder", "imap"]
    assert found[1].place == str(tmp_path / "box")
    assert found[3].password == "word"
    assert "word" not in repr(found[3])
