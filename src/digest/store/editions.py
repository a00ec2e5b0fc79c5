"""Editions as they were frozen: what `digest render` shows again without computing anything."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from digest.errors import StateDamaged
from digest.records import Digest, Signature, Story
from digest.store import schema
from digest.store.blobs import DAMAGE, compressed_lines, restored_lines
from digest.store.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.store.database import Database


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Frozen:
    """An edition without its stories: `head` has all of it but those.

    `articles` are the ids of the articles in it, `made_by` what made its stories, in its order.
    """

    head: Digest
    articles: tuple[str, ...]
    made_by: tuple[Signature, ...]

    @classmethod
    def of(cls, digest: Digest) -> Frozen:
        """Take the stories out of a digest."""
        sections = tuple(replace(section, stories=()) for section in digest.sections)
        head = replace(digest, sections=sections, brief=())
        return cls(head, digest.articles, digest.made_by)


class Editions:
    """The frozen digests in a database, one for an edition and a day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, edition: str, digest: Digest, read: datetime) -> Frozen:
        """Freeze a digest, for good: a second one of that edition and day is an error.

        `read` is when the reading for it began.
        """
        frozen, moment = Frozen.of(digest), read.astimezone(UTC).isoformat()
        blob = compressed_lines(_lines(frozen, digest))
        with self._database.transaction(durable=True) as connection:
            row = (edition, digest.day.isoformat(), blob, moment)
            connection.execute("INSERT INTO edition VALUES (?, ?, ?, ?)", row)
        return frozen

    def find(self, edition: str, day: date) -> Digest | None:
        """Return the digest of an edition and day, or nothing where there was none.

        Raises `StateDamaged` where it cannot be read any more.
        """
        with self._explained(edition, day):
            return next((_whole(lines) for lines in self._read(edition, day)), None)

    def frozen(self, edition: str, day: date) -> Frozen | None:
        """Return what `find` would without its stories, which are not even decoded."""
        with self._explained(edition, day):
            return next((_frozen(next(lines, None)) for lines in self._read(edition, day)), None)

    def stories(self, edition: str, day: date) -> Iterator[Story]:
        """Yield the stories of an edition, in its order, one after the other."""
        with self._explained(edition, day):
            for lines in self._read(edition, day):
                yield from _stories(lines)

    def _read(self, edition: str, day: date) -> Iterator[Iterator[Any]]:
        query = "SELECT digest FROM edition WHERE edition = ? AND day = ?"
        for (blob,) in self._database.rows(query, (edition, day.isoformat())):
            yield restored_lines(blob)

    @contextmanager
    def _explained(self, edition: str, day: date) -> Iterator[None]:
        try:
            yield
        except DAMAGE as error:
            path = self._database.path
            msg = f"edition {edition}/{day} in {path} is damaged ({error}); {schema.advice(path)}"
            raise StateDamaged(msg) from error

    def past(self, edition: str, day: date, days: int) -> Iterator[tuple[date, Story]]:
        """Yield the stories of the `days` days before a day with their own days, the oldest first.

        What is damaged is left out, and a warning says so: today's edition can do without it.
        """
        query = "SELECT day FROM edition WHERE edition = ? AND day >= ? AND day < ? ORDER BY day"
        since = (day - timedelta(days=days)).isoformat()
        rows = self._database.rows(query, (edition, since, day.isoformat()))
        for earlier in (date.fromisoformat(on) for (on,) in rows):
            try:
                yield from ((earlier, story) for story in self.stories(edition, earlier))
            except StateDamaged as error:
                log.warning("%s; it is left out", error)

    def last_read(self, now: datetime) -> datetime | None:
        """Return when the reading for the last edition began, in UTC, or nothing.

        One that began later than `now` is of a clock that has been set back: what has come since
        would all be older, and no news (B07).
        """
        query = "SELECT max(read) FROM edition WHERE read <= ?"
        found = self._database.rows(query, (now.astimezone(UTC).isoformat(),))[0][0]
        return datetime.fromisoformat(found) if found else None

    def known(self, day: date | None = None) -> list[tuple[str, date]]:
        """Return (edition, day) of what is frozen, the newest day first."""
        query = "SELECT edition, day FROM edition WHERE ? IN ('', day) ORDER BY day DESC, edition"
        rows = self._database.rows(query, (day.isoformat() if day else "",))
        return [(edition, date.fromisoformat(on)) for edition, on in rows]

    def moments(self) -> dict[tuple[str, date], datetime]:
        """Return when the reading for each edition began, by (edition, day), in UTC."""
        rows = self._database.rows("SELECT edition, day, read FROM edition ORDER BY day, edition")
        return {(key, date.fromisoformat(on)): datetime.fromisoformat(at) for key, on, at in rows}


def _lines(frozen: Frozen, digest: Digest) -> Iterator[Frozen | tuple[int, Story]]:
    """Yield the lines of a blob: an edition, and its stories with the numbers of their sections."""
    yield frozen
    groups = (*(section.stories for section in digest.sections), digest.brief)
    for number, group in enumerate(groups):
        yield from ((number, story) for story in group)


def _frozen(first: Any) -> Frozen:
    return unpack(Frozen, first) if _has_lines(first) else Frozen.of(unpack(Digest, first))


def _has_lines(first: Any) -> bool:
    """Tell whether stories follow; editions were one line once, a digest with all of them."""
    return "head" in first


def _whole(lines: Iterator[Any]) -> Digest:
    first = next(lines, None)
    if not _has_lines(first):
        return unpack(Digest, first)
    head = unpack(Frozen, first).head
    groups: list[list[Story]] = [[] for _ in (*head.sections, head.brief)]
    for number, value in lines:
        groups[number].append(_story(value))
    *told, brief = map(tuple, groups)
    sections = (replace(one, stories=own) for one, own in zip(head.sections, told, strict=True))
    return replace(head, sections=tuple(sections), brief=brief)


def _stories(lines: Iterator[Any]) -> Iterator[Story]:
    first = next(lines, None)
    if _has_lines(first):
        yield from (_story(value) for _, value in lines)
    else:
        yield from unpack(Digest, first).stories


def _story(value: Any) -> Story:
    """Return a story whose article, and a lead that is the original, are in memory once."""
    story = unpack(Story, value)
    lead, original = story.lead, story.original
    if lead == original:
        return replace(story, lead=original)
    if lead.article == original.article:
        return replace(story, lead=replace(lead, article=original.article))
    return story
