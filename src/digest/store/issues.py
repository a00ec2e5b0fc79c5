"""Issues: an edition of a day, frozen once, with one row for each copy of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError
from digest.store.crashpoints import passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.store.database import Database

_COPY = (
    "INTO delivery (issue, address_key, address, message_id, head, updated)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_NEWEST = (  # whatever its day: clocks err
    "NOT EXISTS (SELECT 1 FROM issue later WHERE later.edition = issue.edition"
    " AND later.id > issue.id)"
)
_FIELDS = "id, edition, day, envelope, content, sha256, deliver_until, status, frozen"


@dataclass(frozen=True, slots=True)
class Issue:
    """A frozen issue. `content` is what all copies share; `deliver_until` in seconds since 1970.

    `whole` is false where it is not as it was frozen (S01): then no copy may be sent.
    """

    id: int
    edition: str
    day: date
    envelope: str
    content: bytes
    deliver_until: float
    done: bool
    whole: bool
    frozen: float

    @property
    def name(self) -> str:
        """How an operator names it: `main/2026-11-24`."""
        return f"{self.edition}/{self.day.isoformat()}"

    def is_news(self, now: float) -> bool:
        """Tell whether it may be delivered still; one from a clock's future may not."""
        return self.frozen <= now <= self.deliver_until


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy to be sent: the recipient, and the header fields that no other copy has."""

    address_key: str
    address: str
    message_id: str
    head: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue that is to be frozen. Moments are in seconds since 1970."""

    edition: str
    day: date
    envelope: str
    content: bytes
    articles: tuple[str, ...]
    frozen: float
    deliver_until: float


class Issues:
    """The issues in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def freeze(self, draft: Draft, copies: Iterable[Copy]) -> Issue:
        """Freeze an issue with all its copies, in one durable transaction.

        Raises `DigestError` where an article is in an earlier issue of this edition.
        """
        self._refuse_repeats(draft.edition, draft.articles)
        passing("freeze.begin")
        sha256, now = hashlib.sha256(draft.content).digest(), draft.frozen
        times = (draft.day.isoformat(), now, draft.deliver_until)
        issue = (draft.edition, *times, draft.envelope, draft.content, sha256)
        with self._database.transaction(durable=True) as connection:
            (number,) = connection.execute(
                "INSERT INTO issue (edition, day, frozen, deliver_until, envelope, content, sha256)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id", issue
            ).fetchone()  # fmt: skip
            passing("freeze.issue")
            connection.executemany(
                "INSERT INTO issue_item (edition, article, issue, position) VALUES (?, ?, ?, ?)",
                [(draft.edition, article, number, n) for n, article in enumerate(draft.articles)],
            )
            passing("freeze.articles")
            connection.executemany(
                f"INSERT {_COPY}",
                ((number, c.address_key, c.address, c.message_id, c.head, now) for c in copies),
            )
            passing("freeze.copies")
        passing("freeze.committed")
        found = self.find(draft.edition, draft.day)
        assert found, "it was written a moment ago"
        return found

    def join(self, issue: Issue, copy: Copy) -> bool:
        """Add a copy to a frozen issue, unless its reader has one; tell whether it was added."""
        row = (issue.id, copy.address_key, copy.address, copy.message_id, copy.head, issue.frozen)
        with self._database.transaction(durable=True) as connection:
            added = connection.execute(f"INSERT {_COPY} ON CONFLICT DO NOTHING", row).rowcount
            if added:
                reopen = "UPDATE issue SET status = 'frozen' WHERE id = ?"
                connection.execute(reopen, (issue.id,))
        passing("join.committed")
        return bool(added)

    def late(self, now: float) -> dict[str, int]:
        """Return how many readers have joined since an issue was frozen that is news still."""
        query = (
            "SELECT issue.edition || '/' || issue.day, count(*) FROM issue"  # noqa: S608  # ours
            " JOIN subscriber s ON s.edition = issue.edition AND s.state = 'active'"
            f" WHERE ? BETWEEN issue.frozen AND issue.deliver_until AND {_NEWEST}"
            " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.issue = issue.id"
            " AND d.address_key = s.address_key) GROUP BY issue.id ORDER BY issue.id"
        )
        return dict(self._database.rows(query, (now,)))

    def find(self, edition: str, day: date) -> Issue | None:
        """Return the issue of an edition and day, or nothing."""
        found = self._select("edition = ? AND day = ?", (edition, day.isoformat()))
        return found[0] if found else None

    def open(self) -> list[Issue]:
        """Return the issues with copies that are not settled, the oldest first."""
        return self._select("status = 'frozen'")

    def newest(self) -> list[Issue]:
        """Return the issue of each edition that was frozen last."""
        return self._select(_NEWEST)

    def published(self, edition: str, articles: Iterable[str]) -> set[str]:
        """Return which of these articles are in an issue of this edition already."""
        query = "SELECT 1 FROM issue_item WHERE edition = ? AND article = ?"
        return {a for a in articles if self._database.rows(query, (edition, a))}

    def counts(self, issue: Issue) -> dict[str, int]:
        """Return how many copies are in which state."""
        query = "SELECT state, count(*) FROM delivery WHERE issue = ? GROUP BY state ORDER BY state"
        return dict(self._database.rows(query, (issue.id,)))

    def finish(self) -> None:
        """Close every issue whose copies are all settled; durable, and so is all before it."""
        passing("finish.begin")
        with self._database.transaction(durable=True) as connection:
            connection.execute(
                "UPDATE issue SET status = 'done' WHERE status = 'frozen' AND NOT EXISTS"
                " (SELECT 1 FROM delivery WHERE issue = issue.id"
                " AND state IN ('pending', 'handing', 'deferred', 'uncertain'))"
            )
        passing("finish.committed")

    def reopen(self, issue: Issue, deliver_until: float) -> None:
        """Let the expired copies of an issue be sent after all, until then (S09)."""
        with self._database.transaction(durable=True) as connection:
            connection.execute(
                "UPDATE issue SET status = 'frozen', deliver_until = ? WHERE id = ?",
                (deliver_until, issue.id),
            )
            connection.execute(
                "UPDATE delivery SET state = 'pending', next_try = 0"
                " WHERE issue = ? AND state = 'expired'", (issue.id,)
            )  # fmt: skip
        passing("reopen.committed")

    def _refuse_repeats(self, edition: str, articles: Sequence[str]) -> None:
        repeated = self.published(edition, articles)
        if repeated:
            some = ", ".join(sorted(repeated)[:3])
            raise DigestError(
                f"{len(repeated)} articles are in an earlier issue of {edition} ({some}); "
                "nothing is sent: leave them out of this one"
            )

    def _select(self, where: str, values: Sequence[Any] = ()) -> list[Issue]:
        query = f"SELECT {_FIELDS} FROM issue WHERE {where} ORDER BY day, edition"  # noqa: S608  # ours
        return [self._issue(row) for row in self._database.rows(query, values, lenient=True)]

    def _issue(self, row: tuple[Any, ...]) -> Issue:
        number, edition, day, envelope, content, digest, until, status, frozen = row
        on, done = date.fromisoformat(day), status == "done"
        is_text = "\ufffd" not in f"{edition}{envelope}"
        whole = is_text and hashlib.sha256(content).digest() == digest
        return Issue(number, edition, on, envelope, content, until, done, whole, frozen)
