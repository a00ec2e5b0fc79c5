"""What is old is forgotten, so that ten years of nights fit on a disk (S10)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from digest.store.issues import Issues
from digest.store.sources import SourceStates

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from digest.store.database import Database

_LISTED = timedelta(days=30)  # longer than any edition that would hold it back
# Every statement takes the day before which to forget, as an ISO 8601 date. An issue that still
# has copies to send is kept, whatever its age.
_OLD = (
    ("editions", "DELETE FROM edition WHERE day < ?"),
    (
        "attempts",
        "DELETE FROM attempt WHERE delivery IN (SELECT d.id FROM delivery d JOIN issue i"
        " ON i.id = d.issue WHERE i.status = 'done' AND i.day < ?)",
    ),
    (
        "copies",
        "DELETE FROM delivery WHERE issue IN"
        " (SELECT id FROM issue WHERE status = 'done' AND day < ?)",
    ),
    (
        "articles",
        "DELETE FROM issue_item WHERE issue IN"
        " (SELECT id FROM issue WHERE status = 'done' AND day < ?)",
    ),
    ("issues", "DELETE FROM issue WHERE status = 'done' AND day < ?"),
    (
        "runs",
        "DELETE FROM run WHERE started < ? AND number < (SELECT max(number) FROM run)",
    ),
)


def prune(database: Database, work_before: datetime, before: date) -> dict[str, int]:
    """Forget finished work and what the sources listed, editions with their copies, and runs.

    Return how many rows of each went. The newest run stays: it counts them (S06). What a source
    listed is kept as long as the editions: a slow feed goes on listing it, and it is no news (X07).
    """
    items = SourceStates(database).prune(datetime.combine(before, time(), UTC) - _LISTED)
    with database.transaction() as connection:
        moment = work_before.strftime("%Y-%m-%dT%H:%M:%SZ")
        work = connection.execute("DELETE FROM work WHERE finished < ?", (moment,)).rowcount
        gone = {
            name: connection.execute(statement, (before.isoformat(),)).rowcount
            for name, statement in _OLD
        }
    return {"work": work, "listed": items, **gone}


def prune_files(database: Database, folder: Path, names: str, before: date) -> int:
    """Remove files of our own whose days are over; return how many.

    `names` is a pattern of what follows an ISO 8601 date in their names. Those of the newest day
    stay, and of days with copies to send. What cannot be removed is tried again by the next night.
    """
    pattern = re.compile(rf"(\d{{4}}-\d\d-\d\d){names}")
    files = {path: found[1] for path in folder.glob("*") if (found := pattern.fullmatch(path.name))}
    spared = {issue.day.isoformat() for issue in Issues(database).open()}
    spared.add(max(files.values(), default=""))
    number = 0
    for path, day in files.items():
        if day < before.isoformat() and day not in spared:
            with suppress(OSError):
                path.unlink()
                number += 1
    return number


def compact(database: Database) -> None:
    """Give the space of what was forgotten back to the disk; takes as much of it meanwhile."""
    database.rows("VACUUM")
