"""The copies of issues: what one is, what has become of it, and which wait for a person.

What is no text any more is read with U+FFFD in its place: such a copy is not as it was frozen, and
keeps no other one from being sent (S01).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from digest.store.address import folded

if TYPE_CHECKING:
    from digest.store.database import Database

    State = Literal[
        "pending", "handing", "sent", "deferred", "refused", "uncertain", "skipped", "expired",
        "held",
    ]  # fmt: skip
    Policy = Literal["resend", "hold"]
    Why = Literal["in doubt", "damaged", "too large"]

WAITING = ("pending", "deferred", "uncertain")  # states of a copy that is to be sent
DUE = str(WAITING)  # as SQL writes them, too
SELECT = (
    "SELECT d.id, d.issue, d.address, d.address_key, d.message_id, d.head, d.state, d.doubts,"
    " d.retries, coalesce(s.state, 'active') = 'active' FROM delivery d"
    " JOIN issue i ON i.id = d.issue"
    " LEFT JOIN subscriber s ON s.edition = i.edition AND s.address_key = d.address_key"
)
# The phases at which a copy is held though no server can have it.
_NOT_SENT: dict[str, Why] = {"check": "damaged", "size": "too large"}


@dataclass(frozen=True, slots=True)
class Row:
    """A copy that is to be sent. `wanted` is false where its reader has left since the freeze."""

    id: int
    issue: int
    address: str
    address_key: str
    message_id: str
    head: bytes
    state: State
    doubts: int
    retries: int
    wanted: bool

    @property
    def token(self) -> str:
        """What stands for the copy in the envelope: opaque, as the Message-ID that it is of."""
        return self.message_id.rpartition("@")[0].rpartition(".")[2]

    @property
    def waits(self) -> bool:
        """Whether it is to be sent still: another process may have settled it."""
        return self.state in WAITING

    @property
    def whole(self) -> bool:
        """Whether the head ends as a head does and names the reader and Message-ID of its row."""
        fields = (f"<{self.address}>\r\n", f"Message-ID: {self.message_id}\r\n")
        named = self.address_key == folded(self.address)  # by it is asked who has left
        return (
            named and self.head.endswith(b"\r\n") and all(f.encode() in self.head for f in fields)
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: the state, and the phase and reply that led to it."""

    state: State
    phase: str
    code: int = 0
    enhanced: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A copy that a person, or a server's log, may settle. `text` is what held it, if anything."""

    id: int
    issue: str
    address_key: str
    message_id: str
    state: State
    doubts: int
    phase: str
    text: str

    @property
    def why(self) -> Why:
        """Why it waits. What a server may have is in doubt, whatever else came to it."""
        held = self.state == "held" and not self.doubts
        return _NOT_SENT.get(self.phase, "in doubt") if held else "in doubt"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Copies of an issue that ended, or wait, in the same state for the same reason."""

    issue: str
    outcome: Outcome
    addresses: tuple[str, ...]


class Copies:
    """What is known of the copies in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, number: int) -> Row:
        """Return a row as it is this moment, its reader's wish included."""
        (row,) = self.select("d.id = ?", number)
        return row

    def select(self, where: str, *values: object) -> list[Row]:
        """Return the rows for which a condition holds; it is ours, and not a stranger's."""
        found = self._database.rows(f"{SELECT} WHERE {where}", values, lenient=True)
        return [Row(*row) for row in found]

    def by_message_id(self, message_id: str) -> Row | None:
        """Return the copy with this Message-ID."""
        return next(iter(self.select("d.message_id = ?", message_id)), None)

    def by_token(self, token: str) -> Row | None:
        """Return the copy that a token of 20 hex digits stands for."""
        part = "substr(d.message_id, instr(d.message_id, '@') - 20, 20)"  # as the index has it
        found = self.select(f"{part} = ?", token)
        return found[0] if len(found) == 1 else None

    def unsettled(self) -> list[Unsettled]:
        """Return every copy that the server may have or not, or that is held for other reasons."""
        query = (
            "SELECT d.id, i.edition || '/' || i.day, d.address_key, d.message_id, d.state,"
            " d.doubts, d.phase, d.text FROM delivery d JOIN issue i ON i.id = d.issue"
            " WHERE d.state IN ('uncertain', 'held', 'handing') ORDER BY d.id"
        )
        return [Unsettled(*row) for row in self._database.rows(query, lenient=True)]

    def history(self, number: int) -> list[Outcome]:
        """Return the evidence of a row, the oldest first."""
        query = (
            "SELECT state, phase, code, enhanced, text FROM attempt WHERE delivery = ? ORDER BY id"
        )
        return [Outcome(*row) for row in self._database.rows(query, (number,), lenient=True)]

    def troubles(self, since: float) -> list[Trouble]:
        """Return what did not arrive, or may not have, among the rows touched since then."""
        query = (
            "SELECT i.edition || '/' || i.day, d.state, d.phase, d.code, d.enhanced, d.text,"
            " d.address_key FROM delivery d JOIN issue i ON i.id = d.issue"
            " WHERE d.updated >= ? AND d.state NOT IN ('sent', 'pending', 'skipped') ORDER BY d.id"
        )
        groups: dict[tuple[Any, ...], list[str]] = {}
        for *why, address in self._database.rows(query, (since,), lenient=True):
            groups.setdefault(tuple(why), []).append(address)
        return [
            Trouble(issue, Outcome(*why), tuple(found)) for (issue, *why), found in groups.items()
        ]
