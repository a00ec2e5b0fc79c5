"""What the tests of delivery share: an issue, its readers, and a clock that only a wait moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from digest.deliver.freeze import freeze
from digest.deliver.message import Mailing, Sender
from digest.deliver.outbox import Clock, Outbox, Rules
from digest.deliver.server import Server, Waits
from digest.deliver.smtp import Smtp
from digest.store.address import parse_address
from digest.store.copies import Copies
from digest.store.subscribers import Subscribers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.deliver.outbox import Pass
    from digest.deliver.transport import Transport
    from digest.store import Database
    from digest.store.copies import Policy, Row
    from digest.store.issues import Issue

DAY = date(2026, 11, 24)
MOMENT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
SENDER = Sender(
    parse_address("Навіны дня <news@example.org>"),
    "bounces@example.org",
    "main.example.org",
    unsubscribe_mailto="leave@example.org",
    unsubscribe_url="https://example.org/u/{token}",
)
HTML = "<!doctype html><html lang=be><head><style>p{color:red}</style></head><body><p>Ў</p></body>"
QUICK = Waits(connect=5.0, reply=5.0, send=5.0, dot=5.0, quit=5.0)
IMPATIENT = Waits(connect=0.2, reply=0.2, send=0.2, dot=0.2, quit=0.2)


@dataclass
class Hands:
    """A clock that stands still until somebody waits."""

    moment: float = MOMENT.timestamp()
    waits: list[float] = field(default_factory=list)
    ended: bool = False

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.moment, lambda: self.moment, self.wait, lambda: self.ended)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.moment += seconds


def mailing(day: date = DAY, html: str = HTML, **changes: object) -> Mailing:
    values = {
        "edition": "main", "day": day, "moment": MOMENT, "language": "be",
        "subject": "Навіны за 24 лістапада", "text": ("Навіны\n.\n..dots\n",), "html": (html,),
    }  # fmt: skip
    changes |= {"text": (changes["text"],)} if isinstance(changes.get("text"), str) else {}
    return Mailing(**(values | changes))  # type: ignore[arg-type]  # a test names what it changes


def subscribe(database: Database, addresses: Sequence[str], edition: str = "main") -> None:
    found = [parse_address(address) for address in addresses]
    Subscribers(database).add(edition, found, MOMENT.timestamp() - 86_400)


def frozen(database: Database, addresses: Sequence[str], **changes: object) -> Issue:
    subscribe(database, addresses)
    readers = Subscribers(database).listed("main", "active")
    return freeze(database, mailing(**changes), SENDER, readers)  # type: ignore[arg-type]


def smtp(port: int, **changes: object) -> Smtp:
    values = {"host": "127.0.0.1", "port": port, "waits": QUICK}
    return Smtp(Server(**(values | changes)))  # type: ignore[arg-type]


def deliver(
    database: Database,
    *transports: Transport,
    hands: Hands | None = None,
    policy: Policy = "resend",
    **rules: object,
) -> Pass:
    """Deliver once; by default without waiting for what is put off."""
    limits = Rules(policy, **({"seconds": 30.0} | rules))  # type: ignore[arg-type]
    return Outbox(database, transports, limits, (hands or Hands()).clock, "run-1").deliver()


def rows(database: Database) -> dict[str, Row]:
    return {row.address: row for row in Copies(database).select("true ORDER BY d.id")}


def states(database: Database) -> dict[str, str]:
    return {address: row.state for address, row in rows(database).items()}
