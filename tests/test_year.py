"""A year of nights with faults, clocks that jump and a restored backup, in one process.

The program is the real one down to the ledger and the outbox; only the clock, the mail server and
the kills are played. `test_run.py` kills real processes, `test_smtp_faults.py` cuts real lines.
"""

from __future__ import annotations

import io
import itertools
import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from digest.cli.logs import Log
from digest.cli.nightly import closing, mailing, night
from digest.config import load
from digest.deliver import outbox
from digest.records import Article, Briefing, Failure, Point, Signature
from digest.sources.isolation import Parser
from digest.sources.nightly import gathering
from digest.store import backup
from digest.store.copies import Outcome
from nights import READERS, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from digest.deliver.transport import Letter

NIGHTS = 365
PLACES = (
    "work.recorded", "night.composed", "night.saved", "freeze.issue", "night.settled",
    "night.frozen", "mark.begin", "mark.committed", "record.begin", "record.committed",
    "finish.begin",
)  # fmt: skip


class Killed(BaseException):
    """The process is gone."""


class Clock:
    """The time as this machine has it, right or wrong."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, 1, 30, tzinfo=UTC)

    def now(self, zone: object = None) -> datetime:
        return self.moment.astimezone(zone or UTC)  # type: ignore[arg-type]

    def wait(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class MailServer:
    """Takes messages, puts some off, and loses some of its own replies."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.accepted = Counter[tuple[str, str, int]]()  # recipient, Message-ID, hash
        self.lost = Counter[tuple[str, str, int]]()
        self.last = ("", "", 0)

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def hand_over(self, letter: Letter, mark: Callable[[], None]) -> Outcome:
        head = letter.content.partition(b"\r\n\r\n")[0].decode()
        name = next(line for line in head.splitlines() if line.startswith("Message-ID"))
        copy = (letter.recipient, name, hash(letter.content))
        if self.chance.random() < 0.05:
            return Outcome("deferred", "rcpt", 450, "", "greylisted")
        mark()
        self.accepted[copy] += 1
        self.last = copy
        if self.chance.random() < 0.02:
            self.lost[copy] += 1
            return Outcome("uncertain", "dot", 0, "", "the line dropped")
        return Outcome("sent", "dot", 250, "", "taken")


class Quotes:
    """A summarizer that quotes the first sentence."""

    signature = Signature("quotes")

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        return [
            Briefing(one, one.language, one.title, (Point(one.text[0], (0,)),), self.signature)
            for one in articles
        ]


class Year:
    """A machine over a year."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chance = random.Random(20260101)
        self.place = Place(folder)
        self.clock = Clock()
        self.server = MailServer(self.chance)
        self.dropped = itertools.count()
        self.fuse: tuple[str, int] | None = None
        self.codes = Counter[int]()
        self._play(monkeypatch)

    def _play(self, patch: pytest.MonkeyPatch) -> None:
        from digest import pipeline
        from digest.backends.langdetect import Profiles
        from digest.cli import stages

        patch.setattr(closing, "datetime", self.clock)
        timed = partial(outbox.Clock, now=self._seconds, steady=self._seconds)
        patch.setattr(outbox, "Clock", lambda **_: timed(wait=self.clock.wait))
        patch.setattr(mailing, "transports", lambda mail: (self.server,))
        patch.setattr(gathering, "Parser", partial(Parser, small=10**9))
        engines = pipeline.Engines(Profiles(), Quotes())
        patch.setattr(stages, "engines", lambda settings, translating: engines)
        for name in ("pipeline.work", "pipeline.night", "store.issues", "store.deliveries"):
            patch.setattr(f"digest.{name}.passing", self._passing)

    def _seconds(self) -> float:
        return self.clock.moment.timestamp()

    def _passing(self, name: str) -> None:
        if self.fuse and self.fuse[0] == name:
            place, left = self.fuse
            self.fuse = (place, left - 1) if left > 1 else None
            if self.fuse is None:
                if name == "record.begin":  # the reply is lost with the process
                    self.server.lost[self.server.last] += 1
                raise Killed

    def drop(self, count: int) -> None:
        for number in itertools.islice(self.dropped, count):
            words = " ".join(f"{self.chance.choice('абвгде')}{self.chance.randint(100, 999)}ово"
                             for _ in range(8))  # fmt: skip
            self.place.drop(**{f"n{number}": f"Новость номер {number} о городе {words}. {words}."})

    def run(self) -> int:
        """Run until a run is not killed."""
        if self.chance.random() < 0.4:
            self.fuse = (self.chance.choice(PLACES), self.chance.randint(1, 3))
        settings = load(self.place.config)
        for _ in range(4):
            today = settings.edition.on(self.clock.moment)
            try:
                code = night.run(night.Order(settings, Log(io.StringIO()), today))
            except Killed:
                continue
            finally:
                self.fuse = None
            self.codes[code] += 1
            return code
        raise AssertionError

    def titles(self) -> Counter[str]:
        """Return how often each article is in an edition."""
        found = Counter[str]()
        for path in (self.place.folder / "out").glob("digest-*.json"):
            for section in json.loads(path.read_text("utf-8"))["sections"]:
                for story in section["stories"]:
                    found[story["headline"]] += 1
                    found.update(other["headline"] for other in story["others"])
        return found


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Year:
    made = Year(tmp_path, monkeypatch)
    made.place.subscribe(*READERS)
    return made


@pytest.mark.slow
def test_b07_b08_b09_s09_a_year_loses_no_story_and_repeats_none(year: Year) -> None:
    state, copy = year.place.folder / "state" / "ledger.db", year.place.folder / "copy.db"
    for day in range(NIGHTS):
        year.clock.moment = datetime(2026, 1, 1, 1, 30, tzinfo=UTC) + timedelta(days=day)
        year.drop(year.chance.choice((0, 1, 2, 3)))
        fate = year.chance.random()
        if fate < 0.03:
            continue  # the machine is off
        if fate < 0.06:
            year.clock.moment -= timedelta(days=1)
        elif fate < 0.07:
            year.clock.moment += timedelta(days=400)
        assert year.run() in {0, 3}
        if day % 100 == 50:
            backup.back_up(state, copy)
        if day % 100 == 53:
            backup.restore(copy, state)
    year.clock.moment = datetime(2029, 1, 1, 1, 30, tzinfo=UTC)
    year.run()

    dropped = next(year.dropped)
    assert year.titles().total() == len(year.titles()) == dropped  # each once, and none is missing
    assert set(year.codes) <= {0, 3}
    for sent, count in year.server.accepted.items():
        assert count <= 1 + year.server.lost[sent]
    readers = Counter(reader for reader, _, _ in year.server.accepted)
    assert len(set(readers.values())) == 1  # all have the same number of issues
    per_issue = Counter((reader, name) for reader, name, _ in year.server.accepted)
    assert set(per_issue.values()) == {1}  # one body for a Message-ID
