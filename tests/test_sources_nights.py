"""Rows X06, X07, X11: many nights of a random world, over clock changes, each article once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import Unavailable
from digest.sources import Fetcher, Source, gather
from digest.sources.isolation import Parser
from digest.sources.web.fetch import Response, Validators
from digest.store.database import Database
from digest.store.sources import SourceStates

if TYPE_CHECKING:
    from collections.abc import Iterator

ZONE = ZoneInfo("Europe/Warsaw")  # Minsk keeps one time all year
FIRST_DAY = datetime(2024, 10, 20, 2, 30, tzinfo=ZONE)  # the clocks go back on the 27th, at three
WORDS = 60
DAY = timedelta(days=1)
UNKNOWN = Validators()


@dataclass(frozen=True)
class Item:
    """A story of the world: when it appears in the feed, and how its publisher handles it."""

    number: int
    appears: float  # nights after the first
    dated: float | None  # hours that its date lies before (or after) its appearance; None: undated
    guid: str  # "own", "none", "changing", "shared"

    @property
    def text(self) -> str:
        seed = hashlib.sha256(str(self.number).encode()).hexdigest()
        return " ".join(f"{seed[n % 32 : n % 32 + 6]}{n}" for n in range(WORDS))


@dataclass
class World:
    """A publisher with one feed. It counts its answers, so that a changing GUID really changes."""

    items: list[Item]
    keeps: float  # nights that an item stays in the feed
    etags: bool
    now: datetime = FIRST_DAY
    is_up: bool = True
    answers: Iterator[int] = field(default_factory=count)

    def body(self) -> bytes:
        answer = next(self.answers)
        shown = [x for x in self.items if appeared(x) <= self.now < appeared(x) + self.keeps * DAY]
        entries = "".join(self._entry(item, answer) for item in shown)
        return f"<rss version='2.0'><channel><title>x</title>{entries}</channel></rss>".encode()

    @staticmethod
    def _entry(item: Item, answer: int) -> str:
        guids = {"own": item.number, "changing": f"{item.number}-{answer}", "shared": "x"}
        guid = f"<guid>{guids[item.guid]}</guid>" if item.guid in guids else ""
        date = ""
        if item.dated is not None:
            stamp = (appeared(item) - timedelta(hours=item.dated)).astimezone(UTC)
            date = f"<pubDate>{format_datetime(stamp)}</pubDate>"
        body = f"<title>{item.number}</title><description>{escape(item.text)}</description>"
        return f"<item>{body}{guid}{date}</item>"


def appeared(item: Item) -> datetime:
    return FIRST_DAY.astimezone(UTC) + item.appears * DAY


class Wire(Fetcher):
    """The web as far as this world has one."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def get(self, address: str, validators: Validators = UNKNOWN, ca_file: str = "") -> Response:
        if not self.world.is_up:
            raise Unavailable("down")
        body = self.world.body()
        etag = hashlib.sha256(body).hexdigest() if self.world.etags else ""
        unchanged = bool(etag) and validators.etag == etag
        return Response(address, b"" if unchanged else body, "", Validators(etag), unchanged)


items = st.builds(
    Item,
    number=st.integers(0, 10**6),
    appears=st.floats(-0.4, 9, allow_nan=False),
    dated=st.none() | st.floats(-24, 100, allow_nan=False),
    guid=st.sampled_from(["own", "none", "changing", "shared"]),
)
nights = st.lists(
    st.sampled_from(["good", "good", "good", "down", "killed", "missed", "twice"]),
    min_size=4, max_size=12,
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    stories=st.lists(items, max_size=12, unique_by=lambda item: item.number),
    weather=nights,
    etags=st.booleans(),
)
def test_x06_x07_every_article_is_in_exactly_one_edition(
    stories: list[Item], weather: list[str], etags: bool
) -> None:
    world = World(stories, keeps=30, etags=etags)
    editions = simulate(world, ["good", *weather, "good"])
    told = [title for _, edition in editions for title in edition]
    assert len(told) == len(set(told)), "an article was told twice"
    for item in stories:
        expected = next((at for at, _ in editions if at >= appeared(item)), None)
        got = next((at for at, edition in editions if str(item.number) in edition), None)
        if is_archive(item):
            assert got is None, "an article of before our time"
        else:
            assert got == expected, "late or never"


def is_archive(item: Item) -> bool:
    """Tell whether an item lay in the feed before we came, and is older than a day and a half."""
    if item.dated is None or appeared(item) > FIRST_DAY:
        return False
    return appeared(item) - timedelta(hours=item.dated) < FIRST_DAY - timedelta(hours=36)


def simulate(world: World, weather: list[str]) -> list[tuple[datetime, list[str]]]:
    """Live through nights at half past two; return when each edition was made, with its titles."""
    source = Source("x", "feed", "http://nn.by/rss", full_text="never")
    editions: list[tuple[datetime, list[str]]] = []
    since: datetime | None = None
    with Database(None) as database, Parser(small=10**9) as parser:
        states = SourceStates(database)
        for number, kind in enumerate(weather):
            world.now = FIRST_DAY + number * DAY  # half past two by the clock, whatever its shift
            world.is_up = kind != "down"
            for _ in range({"missed": 0, "twice": 2}.get(kind, 1)):
                found = gather(
                    [source], states, since, world.now, fetcher=Wire(world), parser=parser
                )
                if kind == "killed" or found.exit_code == 69:
                    continue
                states.settle(found.rows, f"{world.now:%Y-%m-%d}")
                editions.append((world.now, [article.title for article in found.articles]))
                since = world.now
    return editions


@pytest.mark.slow
def test_a_year_of_nights_over_both_clock_changes() -> None:
    stories = [Item(n, n / 4 + 0.13, (n % 60) - 5.0, "own") for n in range(1460)]
    world = World(stories, keeps=3, etags=True)
    faults = {5: "missed", 7: "killed", 9: "down"}
    weather = [faults.get(n % 11, "good") for n in range(365)]
    editions = simulate(world, weather)
    told = [title for _, edition in editions for title in edition]
    seen = [item for item in stories if appeared(item) <= editions[-1][0]]
    assert sorted(map(int, told)) == [item.number for item in seen]
