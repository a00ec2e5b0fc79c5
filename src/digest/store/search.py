"""Full-text search over the stories of the frozen editions (SQLite FTS5).

The index holds light stems, made by the language of each text, and ranks by BM25. It is derived
from the editions, so it is never backed up on its own and can be made again at any time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.records import primary
from digest.store.editions import Editions
from digest.store.query import expression, parse
from digest.text.light_stems import LATIN, light_stems, tables

if TYPE_CHECKING:
    import sqlite3

    from digest.records import Story
    from digest.store.database import Database

_RANK = "bm25(searchable_words, 4.0, 1.0, 2.0)"  # a headline tells most, then the article's title


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found. `article` is the id of its lead's article."""

    edition: str
    name: str
    day: date
    language: str
    article: str
    headline: str
    points: str
    source: str
    url: str


class Search:
    """What can be found in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def update(self) -> int:
        """Index the editions that are not yet; one transaction each. Return how many."""
        fresh = self.unindexed()
        for edition, day in fresh:
            self._index(edition, day)
        return len(fresh)

    def unindexed(self) -> list[tuple[str, date]]:
        """Return the editions that cannot be found yet, or not in all forms of their words."""
        query = (
            "SELECT edition, day FROM edition AS e WHERE NOT EXISTS (SELECT 1 FROM"
            " searchable_edition AS s WHERE s.edition = e.edition AND s.day = e.day AND stems = ?)"
        )
        rows = self._database.rows(query, (_version(),))
        return [(edition, date.fromisoformat(day)) for edition, day in rows]

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the editions that can be searched."""
        query = "SELECT DISTINCT language FROM searchable_edition ORDER BY language"
        return tuple(tag for (tag,) in self._database.rows(query))

    def find(
        self, query: str, *, since: date | None = None, language: str = "", limit: int = 20
    ) -> list[Hit]:
        """Return the stories that match a query, the best first.

        Raises `InputError` where the query holds no word to look for.
        """
        parts = parse(query)
        tags = {tag for tag in self.languages() if primary(tag) == primary(language or tag)}
        statement = (  # what is put into it is our own, and "?"
            "SELECT s.edition, e.name, s.day, s.language, s.article, s.headline, s.points,"  # noqa: S608
            " s.source, s.url FROM searchable_words"
            " JOIN searchable_story AS s ON s.id = searchable_words.rowid"
            " JOIN searchable_edition AS e USING (edition, day)"
            " WHERE searchable_words MATCH ? AND s.day >= ?"
            f" AND s.language IN ({','.join('?' * len(tags))})"
            f" ORDER BY {_RANK}, s.day DESC, s.id LIMIT ?"
        )
        match = expression(parts, {*tags, *tables(), LATIN})  # a title is in any language
        day = since.isoformat() if since else ""
        found = self._database.rows(statement, (match, day, *sorted(tags), limit))
        return [Hit(row[0], row[1], date.fromisoformat(row[2]), *row[3:]) for row in found]

    def _index(self, edition: str, day: date) -> None:
        editions = Editions(self._database)
        frozen = editions.frozen(edition, day)
        assert frozen is not None, "it was listed a moment ago"
        name, language, on = frozen.head.edition, frozen.head.language, day.isoformat()
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM searchable_edition WHERE edition = ? AND day = ?", (edition, on)
            )
            head = (edition, on, name, language, _version())
            connection.execute("INSERT INTO searchable_edition VALUES (?, ?, ?, ?, ?)", head)
            for story in editions.stories(edition, day):
                _insert(connection, (edition, on, language, *_row(story)), _words(story))


def _insert(connection: sqlite3.Connection, row: tuple[str, ...], words: tuple[str, ...]) -> None:
    (number,) = connection.execute(
        "INSERT INTO searchable_story"
        " (edition, day, language, article, headline, points, source, url)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id", row
    ).fetchone()  # fmt: skip
    insert = "INSERT INTO searchable_words (rowid, headline, points, title) VALUES (?, ?, ?, ?)"
    connection.execute(insert, (number, *words))


def _row(story: Story) -> tuple[str, ...]:
    article = story.original.article
    headline = story.lead.headline or article.title
    told = (article.id, headline, points(story), article.source, article.url)
    return tuple(map(_storable, told))


def points(story: Story) -> str:
    """Return what a story says, a line a point."""
    said = (*story.lead.points, *(addition.point for addition in story.additions))
    return "\n".join(point.text for point in said)


def _words(story: Story) -> tuple[str, str, str]:
    lead, article = story.lead, story.original.article
    return (
        _stemmed(lead.headline, lead.language),
        _stemmed(points(story), lead.language),
        _stemmed(article.title, article.language),
    )


def _stemmed(text: str, language: str) -> str:
    return " ".join(light_stems(_storable(text), language))


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no text


@cache
def _version() -> str:
    """Name the tables of stems: where they have changed, everything is indexed anew."""
    table = (files("digest.text") / "light_stems.toml").read_bytes()
    return hashlib.sha256(table).hexdigest()[:12]
