"""Who gets which edition. The table is the truth; files are only imported into it.

Nobody is deleted: a reader who left is kept as `left`, so that importing an old list again does
not bring them back. A mailbox that refuses issue after issue is `suspended`.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from digest.errors import InputError
from digest.store.address import folded
from digest.store.crashpoints import passing
from digest.store.secret import mail_secret

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.store.address import Address
    from digest.store.database import Database

    Standing = Literal["active", "suspended", "left"]

_FEW = 10  # readers that any list may leave out
LISTED, _UNLISTED = "listed", "no longer listed"  # reasons of readers whom a list has brought
_BY_HAND = (
    "UPDATE subscriber SET reason = ''"
    " WHERE edition = ? AND address_key = ? AND state = 'active' AND reason = ?"
)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader of one edition."""

    edition: str
    address: str
    name: str = ""
    state: Standing = "active"
    reason: str = ""

    @property
    def key(self) -> str:
        """What tells the mailbox apart."""
        return folded(self.address)


def token(secret: bytes, edition: str, address_key: str) -> str:
    """Return the opaque token that lets its holder leave an edition: 32 hex digits (RFC 8058)."""
    return _hmac(secret, "leave", edition, address_key)[:32]


def address_hash(secret: bytes, address_key: str) -> str:
    """Return what stands for an address in logs and reports: 12 hex digits."""
    return _hmac(secret, "log", address_key)[:12]


def _hmac(secret: bytes, *parts: str) -> str:
    return hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


class Subscribers:
    """The subscribers in a database. `now` is in seconds since 1970."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, edition: str, addresses: Iterable[Address], now: float, *, followed: bool = False
    ) -> dict[str, int]:
        """Add readers; return counts of `added`, `known`, `suspended` and `left`.

        Whoever has left or is suspended stays so; `welcome` is how a person brings them back. Whom
        a list has brought is a reader without it from now on, unless it is `followed` still.
        """
        counts = {"added": 0, "known": 0, "suspended": 0, "left": 0}
        with self._database.transaction(durable=True) as connection:
            for address in addresses:
                row = (edition, address.key, address.spec, address.name, now)
                added = connection.execute(
                    "INSERT INTO subscriber (edition, address_key, address, name, changed)"
                    " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row
                ).rowcount  # fmt: skip
                if not followed:
                    connection.execute(_BY_HAND, (edition, address.key, LISTED))
                state = "added" if added else self._state(edition, address.key)
                counts["known" if state == "active" else state] += 1
                passing("subscribers.added")
        passing("subscribers.committed")
        return counts

    def follow(self, edition: str, addresses: Iterable[Address], now: float) -> int:
        """Take in an edition's list: add who is new in it, suspend who is in it no more.

        Whoever left stays so, and whoever was added by other means and is not listed stays active.
        Return how many were suspended.

        Raises `InputError`, and changes nothing, where that were more readers than are listed: such
        a list was cut off, as by a full disk.
        """
        listed = {address.key: address for address in addresses}
        with self._database.transaction(durable=True) as connection:
            for address in listed.values():
                row = (edition, address.key, address.spec, address.name, LISTED, now, _UNLISTED)
                connection.execute(
                    "INSERT INTO subscriber (edition, address_key, address, name, reason, changed)"
                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = 'active',"
                    " reason = excluded.reason,"
                    " changed = iif(state = 'active', changed, excluded.changed)"
                    " WHERE (state = 'active' AND reason = '')"
                    " OR (state = 'suspended' AND reason = ?)", row
                )  # fmt: skip
            known = connection.execute(
                "SELECT address_key FROM subscriber"
                " WHERE edition = ? AND state = 'active' AND reason = ?", (edition, LISTED)
            ).fetchall()  # fmt: skip
            gone = [(_UNLISTED, now, edition, key) for (key,) in known if key not in listed]
            if len(gone) > max(_FEW, len(listed)):
                raise InputError(
                    f"the list names {len(listed)}, and no more {len(gone)} whom it has brought:"
                    " was it cut off? Where it is meant, let them go by digest subscribers remove"
                )
            connection.executemany(
                "UPDATE subscriber SET state = 'suspended', reason = ?, changed = ?"
                " WHERE edition = ? AND address_key = ?", gone
            )  # fmt: skip
        return len(gone)

    def welcome(
        self, edition: str, address: Address, now: float, *, followed: bool = False
    ) -> bool:
        """Add a reader who asked for it in person, also one who had left or was suspended.

        Tell whether that changed anything. `followed` is as in `add`.
        """
        with self._database.transaction(durable=True) as connection:
            if not followed:
                connection.execute(_BY_HAND, (edition, address.key, LISTED))
            return bool(
                connection.execute(
                    "INSERT INTO subscriber (edition, address_key, address, name, changed)"
                    " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = 'active',"
                    " reason = '', changed = excluded.changed WHERE state != 'active'",
                    (edition, address.key, address.spec, address.name, now),
                ).rowcount
            )

    def change(
        self, address_key: str, state: Standing, reason: str, now: float, edition: str = ""
    ) -> int:
        """Let a reader leave, or suspend one: in one edition, or in all; return how many rows."""
        with self._database.transaction(durable=True) as connection:
            changed = connection.execute(
                "UPDATE subscriber SET state = ?, reason = ?, changed = ?"
                " WHERE address_key = ? AND ? IN ('', edition) AND state NOT IN ('left', ?)",
                (state, reason, now, address_key, edition, state),
            ).rowcount
        passing("subscribers.changed")
        return int(changed)

    def listed(self, edition: str = "", state: str = "") -> list[Subscriber]:
        """Return the readers, of one edition or state, or of all."""
        query = (
            "SELECT edition, address, name, state, reason FROM subscriber"
            " WHERE ? IN ('', edition) AND ? IN ('', state) ORDER BY edition, rowid"
        )
        return [Subscriber(*row) for row in self._database.rows(query, (edition, state))]

    def by_token(self, given: str) -> Subscriber | None:
        """Return whose token this is; every token is compared in constant time."""
        secret, holder = mail_secret(self._database), None
        given = given.lower()
        for reader in self.listed():
            if hmac.compare_digest(token(secret, reader.edition, reader.key), given):
                holder = reader
        return holder

    def named(self, name: str) -> list[str]:
        """Return the keys of the readers whom a name of logs and reports stands for."""
        secret = mail_secret(self._database)
        return sorted({r.key for r in self.listed() if address_hash(secret, r.key) == name})

    def _state(self, edition: str, address_key: str) -> str:
        query = "SELECT state FROM subscriber WHERE edition = ? AND address_key = ?"
        return str(self._database.rows(query, (edition, address_key))[0][0])
