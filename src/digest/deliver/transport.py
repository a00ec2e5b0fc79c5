"""What the outbox asks of every way to hand a message over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.store.copies import Outcome


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient. `content` has CRLF line ends; `name` is fit for a file."""

    envelope: str
    recipient: str
    content: bytes
    name: str
    retries: int = 0


class Transport(Protocol):
    """A way to hand messages over, one recipient each."""

    def open(self) -> None:
        """Make sure that a message can be handed over now.

        Raises `Unavailable`, `TryLater`, `Forbidden` or `ConfigError` where none can: this
        concerns no reader in particular, and ends the run.
        """

    def hand_over(self, letter: Letter, mark: Callable[[], None]) -> Outcome:
        """Hand over one message; call `mark` once, right before it could be accepted.

        Where `mark` raises, the message must not be accepted, and the error goes on. Raises a
        `DigestError` where no message at all can be handed over.
        """

    def close(self) -> None:
        """Let go of the connection, if there is one; `open` makes a new one."""
