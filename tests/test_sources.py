"""Rows N11-N15, X07, X10-X12: nights of reading real servers, real files and a real database."""

from __future__ import annotations

import errno
import json
import os
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from digest.errors import PARTLY, StateDamaged, Unforeseen
from digest.records import caveat
from digest.sources import Fetcher, Gathered, Network, Source, files, gather
from digest.sources.isolation import Parser
from digest.sources.limits import DEFAULT, Limits
from digest.sources.nightly import checking, fulltext, gathering, listing
from digest.store.database import Database
from digest.store.sources import SourceStates
from loopback import Listener, page, path_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
NIGHT = timedelta(days=1)
STORY = (
    "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады. Прэм'ер-міністр сказаў, што "
    "гэта важна для ўсіх жыхароў горада. Чытальная зала прымае пяцьсот чалавек, а кнігасховішча "
    "разлічана на мільён тамоў. Праект распрацавалі маладыя архітэктары з Гродна і Брэста. "
)
OTHER = (
    "Vilnius airport cancelled forty flights on Monday after heavy snow covered both runways. "
    "Passengers slept in the terminal, and volunteers from the Red Cross brought tea and blankets. "
    "The director expects normal service from Wednesday if the wind from the Baltic drops. "
)


@dataclass
class Site:
    """What a server has: whole answers by path. What it lacks is a 404."""

    pages: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        answer = self.pages.get(path_of(request), page(b"", "404 Not Found"))
        connection.sendall(answer)


@dataclass
class World:
    """A server, a database, and nights at which they meet."""

    site: Site
    server: Listener
    states: SourceStates
    now: datetime = NOW
    since: datetime | None = NOW - NIGHT
    limits: Limits = DEFAULT

    def source(self, path: str = "/feed", **settings: object) -> Source:
        settings = {"name": "НН", "kind": "feed", "place": self.server.url(path)} | settings
        return Source(**settings)  # type: ignore[arg-type]

    def gather(self, *sources: Source) -> Gathered:
        network = Network(allow_private=frozenset([self.server.place]), delay=0, seconds=5)
        with Parser(small=10**9) as parser:
            return gather(
                sources or (self.source(),), self.states, self.since, self.now,
                fetcher=Fetcher(network), parser=parser, limits=self.limits,
            )  # fmt: skip

    def night(self, *sources: Source) -> list[str]:
        """Make an edition of what there is; return the titles in it."""
        found = self.gather(*sources)
        if found.exit_code == 69:
            return []
        self.states.settle(found.rows, f"{self.now:%Y-%m-%d}")
        self.since = self.now
        self.now += NIGHT
        return [article.title for article in found.articles]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    site = Site()
    with Listener(site) as server, Database(tmp_path / "state.db") as database:
        yield World(site, server, SourceStates(database))


def item(
    number: int, text: str = STORY, guid: str | None = None, date: datetime | None = None,
    link: str | None = None,
) -> str:  # fmt: skip
    body = escape(f"<p>Нумар {number}. {text}</p>") if text else ""
    guid = f"id-{number}" if guid is None else guid
    link = f"https://nn.by/{number}" if link is None else link
    return (
        f"<item><title>Навіна {number}</title>"
        + (f"<link>{escape(link)}</link>" if link else "")
        + (f"<guid>{guid}</guid>" if guid else "")
        + (f"<pubDate>{format_datetime(date)}</pubDate>" if date else "")
        + f"<description>{body}</description></item>"
    )


def rss(*items: str) -> bytes:
    text = f"<rss version='2.0'><channel><title>Наша Ніва</title>{''.join(items)}</channel></rss>"
    return text.encode()


def long(text: str) -> str:
    return text * 3  # no teaser


def feed(*items: str, **headers: str) -> bytes:
    return page(rss(*items), **headers)


def test_an_article_is_in_one_edition_once(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)), item(2, long(OTHER)))
    assert world.night() == ["Навіна 1", "Навіна 2"]
    world.site.pages["/feed"] = feed(
        item(3, long("Зусім іншая навіна пра надвор'е. ")), item(1, long(STORY))
    )
    assert world.night() == ["Навіна 3"]
    assert world.night() == []


def test_the_source_gives_its_name_and_language(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    found = world.gather(world.source(language="be"))
    (article,) = found.articles
    assert (article.source, article.language) == ("НН", "be")
    assert found.origins == {article.id: ("НН",)}
    assert found.exit_code == 0
    assert [(report.source, report.new) for report in found.reports] == [("НН", 1)]


def test_a_killed_run_loses_nothing(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)), ETag='"1"')
    first = world.gather()
    world.site.pages["/feed"] = page(b"", "304 Not Modified")
    assert world.gather().articles == first.articles
    world.site.pages["/feed"] = feed()
    assert world.gather().articles == first.articles
    world.states.settle(first.rows, "2026-11-24")
    assert world.gather().articles == ()


def test_a_source_that_is_off_is_not_asked(world: World) -> None:
    assert world.gather(world.source(enabled=False)).articles == ()
    assert world.server.connections == 0


def test_x07_a_guid_that_changes_every_time(world: World) -> None:
    for night in range(3):
        world.site.pages["/feed"] = feed(item(1, long(STORY), guid=f"{night}-{night * 7}"))
        assert world.night() == (["Навіна 1"] if night == 0 else [])


def test_x07_no_guid_and_a_link_that_changes(world: World) -> None:
    for night in range(3):
        link = f"https://nn.by/a?session={night}"
        world.site.pages["/feed"] = feed(item(1, long(STORY), guid="", link=link))
        assert world.night() == (["Навіна 1"] if night == 0 else [])


def test_x07_a_guid_given_to_a_new_text(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY), guid="today", link="https://nn.by/"))
    assert world.night() == ["Навіна 1"]
    world.site.pages["/feed"] = feed(item(2, long(OTHER), guid="today", link="https://nn.by/"))
    assert world.night() == ["Навіна 2"]
    assert world.night() == []


def test_x07_one_guid_for_all_items(world: World) -> None:
    items = [item(1, long(STORY), guid="x"), item(2, long(OTHER), guid="x")]
    world.site.pages["/feed"] = feed(*items)
    assert world.night() == ["Навіна 1", "Навіна 2"]
    assert world.night() == []


def test_x07_an_edited_text_is_no_news(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    assert world.night() == ["Навіна 1"]
    world.site.pages["/feed"] = feed(item(1, long(STORY).replace("тры гады", "чатыры гады")))
    assert world.night() == []


CORRECTION = "Раней мы памылкова паведамілі, што мост будуць рамантаваць тры гады."


def test_x07_a_correction_is_news_once_and_says_that_it_is_one(world: World) -> None:
    date = NOW - timedelta(hours=2)
    world.site.pages["/feed"] = feed(item(1, long(STORY), date=date))
    assert world.night() == ["Навіна 1"]
    world.site.pages["/feed"] = feed(item(1, f"{long(STORY)} {CORRECTION}", date=date))
    (article,) = world.gather().articles
    assert caveat("corrected") in article.warnings
    assert world.night() == ["Навіна 1"]
    world.site.pages["/feed"] = feed(item(1, f"{long(STORY)} Дадалі. {CORRECTION}", date=date))
    assert world.night() == []


def test_x07_a_correction_of_what_nobody_had_is_an_article_like_others(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, f"{long(STORY)} {CORRECTION}"))
    (article,) = world.gather().articles
    assert caveat("corrected") not in article.warnings


def test_x07_a_rewritten_text_with_its_old_date_is_no_news(world: World) -> None:
    date = NOW - timedelta(hours=2)
    world.site.pages["/feed"] = feed(item(1, long(STORY), date=date))
    assert world.night() == ["Навіна 1"]
    world.site.pages["/feed"] = feed(item(1, long(OTHER), date=date))
    assert world.night() == []


def test_x07_items_without_any_name_are_told_apart(world: World) -> None:
    date = NOW - timedelta(hours=2)
    bare = [
        item(n, long(text), guid="", link="", date=date) for n, text in ((1, STORY), (2, OTHER))
    ]
    world.site.pages["/feed"] = feed(*bare)
    found = world.gather()
    assert [article.url for article in found.articles] == ["", ""]
    assert world.night() == ["Навіна 1", "Навіна 2"]
    assert world.night() == []


@pytest.mark.parametrize("name", ["guid", "link"])
def test_x07_one_name_and_one_date_for_all_items(world: World, name: str) -> None:
    same = {name: "https://nn.by/", ("link" if name == "guid" else "guid"): ""}
    date = NOW - timedelta(hours=2)
    entries = [item(n, long(text), date=date, **same) for n, text in ((1, STORY), (2, OTHER))]
    world.site.pages["/feed"] = feed(*entries)
    assert world.night() == ["Навіна 1", "Навіна 2"]


def test_x07_the_same_text_from_another_source_waits_for_whoever_lacks_it(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    world.site.pages["/copy"] = feed()
    copy = world.source("/copy", name="Копія")
    assert world.night(world.source(), copy) == ["Навіна 1"]
    world.site.pages["/copy"] = feed(item(1, long(STORY), guid="77", link="https://copy.by/77"))
    assert world.night(world.source(), copy) == ["Навіна 1"]
    assert world.night(world.source(), copy) == []


def test_x10_an_error_forgets_nothing(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    assert world.night() == ["Навіна 1"]
    for fault in (page(b"", "500 No"), b"", page(b"<rss"), page(b"rubbish"), page(b"")):
        world.site.pages["/feed"] = fault
        assert world.night() == []
    world.site.pages["/feed"] = feed(item(1, long(STORY)), item(2, long(OTHER)))
    assert world.night() == ["Навіна 2"]


def archive(count: int = 150) -> list[str]:
    return [
        item(n, f"{long(STORY)} {n * 'слова '}", date=NOW - timedelta(days=24 * n))
        for n in range(1, count)
    ]


@pytest.mark.parametrize("since", [NOW - NIGHT, None])
def test_x11_the_archive_of_a_new_source_is_no_news(world: World, since: datetime | None) -> None:
    world.since = since
    today = item(200, long(OTHER), date=NOW - timedelta(hours=3))
    world.site.pages["/feed"] = feed(*archive(), today)
    found = world.gather()
    assert [article.title for article in found.articles] == ["Навіна 200"]
    assert found.reports[0].old == 149
    world.states.settle(found.rows, "2026-11-24")
    world.now += NIGHT
    assert world.night() == []


def test_x11_of_a_known_source_a_late_item_is_news(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    assert world.night() == ["Навіна 1"]
    late = item(2, long(OTHER), date=NOW - timedelta(days=5))
    world.site.pages["/feed"] = feed(*archive(), late)
    assert world.night() == ["Навіна 2"]


def test_x06_dates_that_are_wrong_hide_nothing(world: World) -> None:
    world.site.pages["/feed"] = feed(
        item(1, long(STORY), date=NOW + timedelta(days=365)),
        item(2, long(OTHER), date=datetime(1970, 1, 1, tzinfo=UTC)),
        item(3, long("Без даты зусім, але са зместам. ")),
    )
    assert sorted(world.night()) == ["Навіна 1", "Навіна 2", "Навіна 3"]
    assert world.night() == []


def test_x08_a_list_that_was_cut_is_told(world: World) -> None:
    world.site.pages["/feed"] = feed(*(item(n, f"{n} " * 90) for n in range(201)))
    found = world.gather()
    assert len(found.articles) == 200
    assert found.reports[0].note == "only its newest 200 items are read"


def test_x08_what_a_known_list_has_anew_is_read_to_its_end(world: World) -> None:
    world.site.pages["/feed"] = feed(item(0, long(OTHER)))
    assert world.night() == ["Навіна 0"]
    world.site.pages["/feed"] = feed(*(item(n, f"{n} " * 90) for n in range(300)))
    assert len(world.night()) == 300  # the first is another text now


BUGS = [RecursionError("too deep"), UnicodeError("half a letter"), ValueError("odd"), MemoryError()]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: type(bug).__name__)
@pytest.mark.parametrize(
    "place", ["nightly.listing.listing", "parsing.feed.urljoin", "nightly.novelty.trace"]
)
def test_b22_a_bug_that_one_source_brings_out_costs_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    bug: Exception, place: str,
) -> None:  # fmt: skip
    module = import_module(f"digest.sources.{place.rpartition('.')[0]}")
    name = place.rpartition(".")[2]
    sound = getattr(module, name)

    def broken(first: object, *others: object) -> object:
        if "odd" in (str(first), getattr(first, "name", ""), *others) or "/odd" in repr(first):
            raise bug
        return sound(first, *others)

    owner = gathering if name == "listing" else module
    monkeypatch.setattr(owner, name, broken)
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    world.site.pages["/odd"] = feed(item(2, long(OTHER), link="/odd"))
    found = world.gather(world.source(), world.source("/odd", name="odd"))
    assert [article.title for article in found.articles] == ["Навіна 1"]
    assert found.exit_code == PARTLY
    (failure,) = found.failures
    assert failure.subject.startswith("odd")
    assert type(bug).__name__ in failure.error
    if name != "urljoin":  # the parser's process expects this of what strangers wrote
        assert failure.exit_code == Unforeseen.exit_code
        assert "Traceback" in caplog.text
    monkeypatch.undo()
    assert len(world.gather(world.source(), world.source("/odd", name="odd")).articles) == 2


def test_b22_a_check_of_all_sources_goes_on_after_a_bug(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: Source, *others: Any) -> object:
        if source.name == "odd":
            raise RecursionError
        return sound(source, *others)

    sound = listing.listing
    monkeypatch.setattr(checking, "listing", broken)
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    network = Network(allow_private=frozenset([world.server.place]), delay=0)
    both = (world.source(name="odd"), world.source())
    odd, plain = checking.check(both, Fetcher(network), NOW - NIGHT)
    assert (odd.exit_code, "RecursionError" in odd.error) == (Unforeseen.exit_code, True)
    assert (plain.exit_code, plain.articles) == (0, 1)


def test_b22_a_bug_behind_a_teaser_leaves_the_teaser(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> bool:
        raise RecursionError

    monkeypatch.setattr(fulltext, "_tells_of", broken)
    world.site.pages["/feed"] = feed(item(1, TEASER, link=world.server.url("/a")))
    world.site.pages["/a"] = html(WHOLE)
    (found,) = world.gather().articles
    assert found.text == (f"Нумар 1. {TEASER}",)
    assert found.warnings[0].kind == "teaser"
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("error", [StateDamaged("broken"), OSError(errno.ENOSPC, "no space")])
def test_b22_what_is_of_the_machine_ends_the_night(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def failing(*_: object) -> None:
        raise error

    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    monkeypatch.setattr(SourceStates, "like", failing)
    with pytest.raises(type(error)):
        world.gather()


def test_an_interrupted_night_ends_after_the_page_in_hand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    first = feed(*(item(n, TEASER, link=world.server.url(f"/{n}")) for n in range(30)))

    def serve(connection: socket.socket, request: bytes) -> None:
        if path_of(request) not in {"/a", "/b", "/robots.txt"}:
            released.wait()
        connection.sendall({"/a": feed(), "/b": first}.get(path_of(request), html(WHOLE)))

    def interrupted(*_: object) -> None:
        released.set()
        raise KeyboardInterrupt

    monkeypatch.setattr(world.server, "_handle", serve)
    monkeypatch.setattr(SourceStates, "record", interrupted)
    with pytest.raises(KeyboardInterrupt):
        world.gather(world.source("/a", name="a"), world.source("/b", name="b"))
    assert len(world.server.requests) < 20


def test_x12_a_feed_that_is_gone_is_not_asked_again(world: World) -> None:
    world.site.pages["/feed"] = page(b"", "410 Gone")
    (failure,) = world.gather().failures
    assert "gone for good" in failure.error
    world.now += NIGHT
    found = world.gather()
    assert found.reports[0].note.startswith("gone for good since 2026-11-24")
    assert world.server.connections == 1
    assert found.exit_code == 0


def test_x12_a_new_address_is_believed_the_second_time(world: World) -> None:
    world.site.pages["/feed"] = page(b"", "301 Moved", Location="/new")
    world.site.pages["/new"] = feed(item(1, long(STORY)))
    assert world.gather().reports[0].note == ""
    found = world.gather()
    assert (
        found.reports[0].note == f"moved for good to {world.server.url('/new')}: change its address"
    )
    world.gather()
    paths = [path_of(request) for request in world.server.requests]
    assert paths == ["/feed", "/new", "/feed", "/new", "/new"]


def test_x12_a_new_address_that_fails_is_forgotten(world: World) -> None:
    world.site.pages["/feed"] = page(b"", "301 Moved", Location="/new")
    world.site.pages["/new"] = feed(item(1, long(STORY)))
    for _ in range(3):
        world.gather()
    world.site.pages = {"/feed": feed(item(1, long(STORY)))}
    assert world.gather().exit_code == 69
    assert world.gather().exit_code == 0


@pytest.mark.parametrize("status", ["302 Found", "307 Temporary"])
def test_x12_a_passing_redirect_is_not_believed(world: World, status: str) -> None:
    world.site.pages["/feed"] = page(b"", status, Location="/new")
    world.site.pages["/new"] = feed(item(1, long(STORY)))
    for _ in range(3):
        world.gather()
    assert path_of(world.server.requests[-2]) == "/feed"


def test_x12_a_redirect_to_a_login(world: World) -> None:
    world.site.pages["/feed"] = page(b"", "302 Found", Location="/login?next=feed")
    world.site.pages["/login?next=feed"] = feed()
    (failure,) = world.gather().failures
    assert "redirected to a login" in failure.error


def test_n11_nothing_is_fetched_twice(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)), ETag='"1"')
    world.night()
    world.site.pages["/feed"] = page(b"", "304 Not Modified")
    assert world.night() == []
    assert b'If-None-Match: "1"\r\n' in world.server.requests[-1]
    assert world.gather().exit_code == 0


def test_n11_a_server_that_says_unchanged_for_ever_is_asked_anew_within_a_week(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(connection: socket.socket, request: bytes) -> None:
        asked_anew = b"If-None-Match" not in request
        whole = feed(item(len(world.server.requests), long(OTHER)), ETag='"x"')
        connection.sendall(whole if asked_anew else page(b"", "304 Not Modified"))

    monkeypatch.setattr(world.server, "_handle", stuck)
    found = [world.night() for _ in range(8)]
    assert found[0] == ["Навіна 1"]
    assert sum(map(len, found)) in {2, 3}  # at first, and once or twice in eight nights


def test_n11_an_etag_that_changes_every_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)), ETag='"1"')
    world.night()
    world.site.pages["/feed"] = feed(item(1, long(STORY)), ETag='"2"')
    monkeypatch.setattr(Parser, "items", None)  # an equal body is not parsed again
    assert world.night() == []


def test_n12_retry_after_is_stored_and_honoured(world: World) -> None:
    world.site.pages["/feed"] = page(b"", "503 Busy", Retry_After="7200")
    world.site.pages["/other"] = feed(item(1, long(STORY)))
    both = (world.source(), world.source("/other", name="Іншая"))
    found = world.gather(*both)
    assert [article.title for article in found.articles] == ["Навіна 1"]
    world.now += timedelta(hours=1)
    note = world.gather(*both).reports[0].note
    assert note == "it asked us to wait until 2026-11-24 04:30 UTC"
    world.now += timedelta(hours=2)
    world.site.pages["/feed"] = feed(item(2, long(OTHER)))
    world.gather(*both)
    paths = [path_of(request) for request in world.server.requests]
    assert paths.count("/feed") == 2


def test_b07_n12_no_wait_outlasts_a_clock_that_is_set_back(world: World) -> None:
    world.site.pages["/feed"] = page(b"", "503 Busy", Retry_After="7200")
    world.gather()
    world.now -= 10 * NIGHT
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    assert world.night() == ["Навіна 1"]


def test_n13_since_when_a_source_fails(world: World) -> None:
    world.site.pages["/feed"] = page(b"", "404 Not Found")
    for _ in range(9):
        report = world.gather().reports[0]
        world.now += NIGHT
    assert report.failing_since == NOW
    assert "HTTP status 404" in report.error
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    assert world.gather().reports[0].failing_since is None


def test_n14_where_all_sources_fail_nothing_is_sent(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    world.gather()  # and killed before its edition
    down = (world.source("/none"), world.source("/feed", place="http://nowhere.invalid/"))
    world.site.pages.clear()
    found = world.gather(*down)
    assert found.exit_code == 69
    assert len(found.failures) == 2
    assert world.gather(*down, world.source()).exit_code == 69
    world.site.pages["/feed"] = feed()
    assert world.night() == ["Навіна 1"]


def test_n14_one_source_that_answers_is_enough(world: World) -> None:
    world.site.pages["/feed"] = feed(item(1, long(STORY)))
    found = world.gather(world.source(), world.source("/none", name="Няма"))
    assert found.exit_code == 3
    assert len(found.articles) == 1


def test_n15_a_captive_portal(world: World) -> None:
    names = ("a", "b", "c")
    feeds = [world.source(f"/{name}", name=name) for name in names]
    watched = world.source("/page", name="старонка", kind="page")
    portal = page(f"<html><title>Wi-Fi</title><p>{STORY * 3}</html>".encode())
    for name in (*names, "page"):
        world.site.pages[f"/{name}"] = portal
    found = world.gather(*feeds, watched)
    assert found.exit_code == 69
    assert found.articles == ()
    assert all("not a feed" in failure.error for failure in found.failures[:3])
    for number, name in enumerate(names):
        world.site.pages[f"/{name}"] = feed(item(number, long(OTHER) + number * "яшчэ слова "))
    world.site.pages["/page"] = page(
        f"<html><article><p>{STORY}<p>{STORY * 2}</article></html>".encode()
    )
    found = world.gather(*feeds, watched)
    assert found.exit_code == 0
    assert len(found.articles) == 4


def test_n15_a_domain_that_was_sold_keeps_the_other_sources_from_nobody(
    world: World, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"Навіна\n\n{STORY}")
    folder = Source(name="тэчка", kind="folder", place=str(tmp_path / "in"))
    world.site.pages["/feed"] = page(b"<html><p>This domain is for sale</p></html>")
    assert world.gather(world.source(), folder).exit_code == 69  # once: it may be a portal
    found = world.gather(world.source(), folder)
    assert (found.exit_code, len(found.articles)) == (3, 1)
    assert world.gather(world.source()).exit_code == 69


def html(text: str, title: str = "Навіна 1") -> bytes:
    paragraphs = "".join(f"<p>{sentence}.</p>" for sentence in text.split(". "))
    document = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}"
    )
    return page(f"{document}</article></body></html>".encode())


TEASER = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады…"
WHOLE = STORY + "Адкрыццё наведалі госці з Вільні. " + "Выстава працуе да вясны. " * 4


def test_the_full_text_behind_a_teaser_is_fetched(world: World) -> None:
    date = NOW - timedelta(hours=1)
    world.site.pages["/feed"] = feed(item(1, TEASER, date=date, link=world.server.url("/1")))
    world.site.pages["/1"] = html(WHOLE, "Іншы загаловак старонкі")
    (article,) = world.gather().articles
    assert "Вільні" in "".join(article.text)
    assert article.title == "Навіна 1"
    assert article.url == world.server.url("/1")
    assert article.published == date
    assert article.warnings == ()
    world.gather()
    assert [path_of(r) for r in world.server.requests].count("/1") == 1


@pytest.mark.parametrize(
    ("text", "mode", "fetched"),
    [(TEASER, "never", False), (long(WHOLE), "auto", False), (long(WHOLE), "always", True),
     ("", "auto", True), (long(STORY) + " Чытаць далей", "auto", True)],
)  # fmt: skip
def test_when_a_full_text_is_fetched(world: World, text: str, mode: str, fetched: bool) -> None:
    world.site.pages["/feed"] = feed(item(1, text, link=world.server.url("/1")))
    world.site.pages["/1"] = html(WHOLE)
    world.gather(world.source(full_text=mode))
    assert ("/1" in [path_of(request) for request in world.server.requests]) is fetched


@pytest.mark.parametrize(
    ("robots", "answer", "reason"),
    [
        (page(b"User-agent: *\nDisallow: /"), html(WHOLE), "robots.txt"),
        (page(b"", "404 No"), page(b"", "403 No"), "HTTP status 403"),
        (page(b"", "404 No"), html(OTHER, "Weather"), "something else"),
        (page(b"", "404 No"), page(b"<html><p>Accept cookies</p></html>"), "no article"),
        (page(b"", "404 No"), page(WHOLE.encode(), Content_Length="9999"), "incomplete"),
        (page(b"", "404 No"), page(b"<rss version='2.0'><channel></channel></rss>"), "no article"),
    ],
)
def test_without_its_full_text_the_teaser_stands(
    world: World, robots: bytes, answer: bytes, reason: str
) -> None:
    world.site.pages["/feed"] = feed(item(1, TEASER, link=world.server.url("/1")))
    world.site.pages |= {"/robots.txt": robots, "/1": answer}
    found = world.gather()
    (article,) = found.articles
    assert TEASER in article.text[0]
    assert reason in str(article.warnings[0])
    assert found.failures == ()


@pytest.mark.parametrize(
    "answer", [page(b"", "503 Busy"), page(b"<html><p>Video</p></html>"), html(WHOLE)]
)
def test_a_headline_is_news_once_where_no_text_of_it_is_to_be_had(
    world: World, answer: bytes
) -> None:
    world.site.pages["/feed"] = feed(item(1, "", link=world.server.url("/1")))
    world.site.pages["/1"] = answer
    found = world.gather()
    assert (found.failures, found.exit_code) == ((), 0)
    (article,) = found.articles
    if answer == html(WHOLE):
        assert "Вільні" in "".join(article.text)
    else:
        assert (article.is_headline, article.text) == (True, ("Навіна 1",))
        assert [warning.kind for warning in article.warnings] == ["headline"]
    assert world.night() == ["Навіна 1"]
    assert world.night() == []


def test_a_picture_is_no_failure_and_is_noted(world: World) -> None:
    picture = "<item><title>🖼</title><link>https://t.me/news/1</link><guid>1</guid></item>"
    world.site.pages["/feed"] = feed(picture, item(1, long(STORY)))
    found = world.gather()
    assert (len(found.articles), found.failures, found.exit_code) == (1, (), 0)
    assert "1 of its entries have no word" in found.reports[0].note
    assert world.gather().reports[0].note == ""


def test_a_page_is_news_when_its_text_is_new(world: World) -> None:
    watched = world.source("/page", kind="page", name="Улада")
    world.site.pages["/page"] = html(WHOLE, "Першая")
    assert world.night(watched) == ["Першая"]
    world.site.pages["/page"] = html(WHOLE.replace("тры", "пяць"), "Першая")
    assert world.night(watched) == []
    world.site.pages["/page"] = html(long(OTHER), "Другая")
    assert world.night(watched) == ["Другая"]


def test_json_feed_over_http(world: World) -> None:
    value = {
        "version": "https://jsonfeed.org/version/1.1", "title": "НН",
        "items": [{"id": "1", "title": "Навіна", "content_text": long(STORY)}],
    }  # fmt: skip
    world.site.pages["/feed"] = page(json.dumps(value).encode(), Content_Type="text/html")
    assert world.night() == ["Навіна"]
    assert world.night() == []


def test_f17_enclosures_are_neither_fetched_nor_written(world: World) -> None:
    hostile = "<enclosure url='%s' type='audio/mpeg' length='1'/></item>"
    for number, url in enumerate(("../../x", "file:///etc/passwd", world.server.url("/x"))):
        entry = item(number, long(STORY) + f"{number} " * 200).replace("</item>", hostile % url)
        world.site.pages["/feed"] = feed(entry)
        assert len(world.night()) == 1
    assert {path_of(request) for request in world.server.requests} == {"/feed"}


@pytest.mark.parametrize("kind", ["feed", "page"])
def test_the_charset_that_only_the_server_tells(world: World, kind: str) -> None:
    whole = rss(item(1, long(STORY))) if kind == "feed" else html(long(STORY)).split(b"\r\n\r\n")[1]
    body = whole.decode().encode("cp1251", "replace")
    world.site.pages["/feed"] = page(body, Content_Type="text/html; charset=windows-1251")
    (article,) = world.gather(world.source(kind=kind)).articles
    assert "чытальная зала прымае" in " ".join(article.text).casefold()


def local(path: Path, kind: str = "folder") -> Source:
    return Source("тэчка", kind, str(path))


def test_a_folder(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    rows = [{"title": "Адзін", "text": long(STORY)}, {"title": "Два", "text": long(OTHER)}]
    (folder / "b.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "c.txt").write_bytes(b"\x89PNG" + bytes(200))
    found = world.gather(local(folder))
    assert len(found.articles) == 3
    assert [failure.subject for failure in found.failures] == [str(folder / "c.txt")]
    (folder / "c.txt").unlink()
    world.states.settle(found.rows, "x")
    monkeypatch.setattr(files, "load", None)  # what is known is not opened
    assert world.gather(local(folder)).articles == ()


def test_a_file_that_is_edited_or_replaced_or_renamed(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "today.txt"
    path.write_text(WHOLE)
    assert len(world.night(local(folder))) == 1
    path.write_text(WHOLE.replace("тры", "пяць"))
    assert world.night(local(folder)) == []
    path.rename(folder / "renamed.txt")
    assert world.night(local(folder)) == []
    path.write_text(OTHER)
    assert len(world.night(local(folder))) == 1
    assert world.night(local(folder)) == []


def put(folder: Path, *names: str, changed: datetime = NOW) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"Навіна {name}\n\n{name}. {STORY}")
        os.utime(folder / name, (changed.timestamp(),) * 2)


def test_a_file_that_names_no_outlet_is_told_under_the_name_of_its_source(
    world: World, tmp_path: Path
) -> None:
    put(tmp_path / "in", "d.txt")
    (tmp_path / "in" / "m.eml").write_bytes(mail("m", OTHER))
    found = world.gather(local(tmp_path / "in"))
    sources = {one.title: one.source for one in found.articles}
    assert sources.pop("m") not in {"", local(tmp_path).name}
    assert list(sources.values()) == [local(tmp_path).name]


def test_F23_of_too_many_mails_the_newest_are_read(world: World, tmp_path: Path) -> None:
    box = tmp_path / "box"
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    for number in range(3):
        one = box / ("cur" if number else "new") / f"{number}.a"  # by their names the first is old
        one.write_bytes(f"From: a@b.by\nSubject: N{number}\n\nНумар {number}. {STORY}\n".encode())
        os.utime(one, (100 - number, 100 - number))
    world.limits = Limits(files=1)
    source = Source("пошта", "maildir", str(box))
    assert [world.night(source) for _ in range(3)] == [["N0"], ["N1"], ["N2"]]


@pytest.mark.parametrize("kind", ["folder", "maildir"])
def test_F23_files_over_the_bound_are_counted_and_read_later(
    world: World, tmp_path: Path, kind: str
) -> None:
    texts = [f"{number} {STORY if number % 2 else OTHER}" * (number + 1) for number in range(5)]
    place = tmp_path / "new"
    for part in (place, tmp_path / "cur"):
        part.mkdir()
    for number, text in enumerate(texts):
        (place / f"{number}.eml").write_bytes(mail(f"m{number}", text))
    source = local(place if kind == "folder" else tmp_path, kind)
    world.limits = Limits(files=3)
    assert "2 files are left for another night" in world.gather(source).failures[0].error
    titles = [*world.night(source), *world.night(source)]
    assert sorted(titles) == ["m0", "m1", "m2", "m3", "m4"]
    (place / "5.eml").write_bytes(mail("m5", f"{OTHER}{STORY}"))
    found = world.gather(source)
    assert ([one.title for one in found.articles], found.failures) == (["m5"], ())


def test_F23_files_that_always_fail_keep_no_new_one_out(world: World, tmp_path: Path) -> None:
    put(tmp_path / "in", "d.txt")
    for name in ("in/a.txt", "in/b.txt", "in/c.txt"):
        (tmp_path / name).write_bytes(b"\x89PNG" + bytes(200))
        os.utime(tmp_path / name, (0, 0))
    world.limits = Limits(files=2)
    found = world.gather(local(tmp_path / "in"))
    assert len(found.articles) == 1
    assert ["PNG" in failure.error for failure in found.failures] == [True, False]
    assert found.failures[1].error.startswith("2 files are left")


def test_F11_files_of_other_formats_are_counted(world: World, tmp_path: Path) -> None:
    put(tmp_path / "in", "a.txt", "b.pdf", "c.PDF", "d.docx", ".hidden.pdf")
    found = world.gather(local(tmp_path / "in"))
    assert len(found.articles) == 1
    note = "files of other formats are left out: .pdf (2), .docx (1)"
    assert [report.note for report in found.reports] == [note]


def test_a_folder_that_has_moved_is_the_folder_that_it_was(world: World, tmp_path: Path) -> None:
    def drop(folder: str, *rows: tuple[str, str]) -> Source:
        lines = (
            {"title": title, "text": f"{title}. {text}", "published": (NOW - 3 * NIGHT).isoformat()}
            for title, text in rows
        )
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{rows[-1][0]}.jsonl").write_text("\n".join(map(json.dumps, lines)))
        return local(tmp_path / folder)

    world.since = NOW - 5 * NIGHT
    assert world.night(drop("before", ("Адзін", STORY))) == ["Адзін"]
    moved = drop("after", ("Адзін", STORY), ("Два", OTHER))
    assert world.night(moved) == ["Два"]  # late, as it would have been where it was


def test_a_folder_that_is_not_there(world: World, tmp_path: Path) -> None:
    found = world.gather(local(tmp_path / "none"))
    assert [failure.exit_code for failure in found.failures] == [66]
    assert found.exit_code == 69


def mail(subject: str, text: str) -> bytes:
    head = f"From: НН <a@nn.by>\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    return (head + text).encode()


def test_a_maildir(world: World, tmp_path: Path) -> None:
    box = tmp_path / "Maildir"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1.host").write_bytes(mail("Першы", STORY))
    (box / "tmp" / "2.host").write_bytes(mail("Недапісаны", OTHER))
    assert world.night(local(box, "maildir")) == ["Першы"]
    (box / "new" / "1.host").rename(box / "cur" / "1.host:2,S")
    assert world.night(local(box, "maildir")) == []
    (box / "tmp" / "2.host").rename(box / "new" / "2.host")
    assert world.night(local(box, "maildir")) == ["Недапісаны"]
    found = world.gather(local(tmp_path, "maildir"))
    assert "no Maildir" in found.failures[0].error
