"""Mailboxes that refuse issue after issue: they get nothing more until somebody adds them (E16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.store.subscribers import Subscribers

if TYPE_CHECKING:
    from digest.store.database import Database

REFUSALS = 3  # issues in a row that a mailbox may refuse
# What is refused for its content, its size or by policy says nothing of the mailbox (RFC 3463).
_OF_MAILBOX = (
    "d.state = 'refused' AND d.enhanced NOT GLOB '5.[367].*'"
    " AND NOT (d.enhanced = '' AND d.phase = 'dot')"
)


def suspend_refusing(database: Database, now: float) -> list[str]:
    """Suspend the active mailboxes that refused their last issues in a row; return their keys."""
    reason = f"refused {REFUSALS} issues in a row"
    found = [key for key in _refused_lately(database) if _refuses(database, key)]
    subscribers = Subscribers(database)
    return [key for key in found if subscribers.change(key, "suspended", reason, now)]


def _refused_lately(database: Database) -> list[str]:
    query = (
        "SELECT DISTINCT d.address_key FROM delivery d JOIN subscriber s USING (address_key)"  # noqa: S608  # ours
        f" WHERE {_OF_MAILBOX} AND s.state = 'active' AND d.updated >= s.changed"
    )
    return [key for (key,) in database.rows(query)]


def _refuses(database: Database, address_key: str) -> bool:
    query = (
        "SELECT state FROM delivery d WHERE address_key = ?"  # noqa: S608  # ours
        f" AND (state = 'sent' OR {_OF_MAILBOX})"
        " AND updated >= (SELECT max(changed) FROM subscriber WHERE address_key = ?)"
        " ORDER BY issue DESC LIMIT ?"
    )
    last = database.rows(query, (address_key, address_key, REFUSALS))
    return [state for (state,) in last] == ["refused"] * REFUSALS
