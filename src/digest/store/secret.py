"""The secret of a ledger: made once, kept in it, never shown."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.store.database import Database


def mail_secret(database: Database) -> bytes:
    """Return the key of Message-IDs and tokens, 32 bytes, made when it is first asked for."""
    query = "SELECT value FROM secret WHERE name = 'mail'"
    found = database.rows(query)
    if not found:
        with database.transaction(durable=True) as connection:
            insert = "INSERT OR IGNORE INTO secret VALUES ('mail', ?)"
            connection.execute(insert, (secrets.token_bytes(32),))
        found = database.rows(query)
    return bytes(found[0][0])
