"""A mail server: where it is, who logs in, and how long it is waited for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    Tls = Literal["auto", "starttls", "implicit", "none"]

_SUBMISSIONS = 465  # the port where TLS comes first (RFC 8314)


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds to wait in each phase (RFC 5321, 4.5.3.2); for the dot never less than 600."""

    connect: float = 30.0
    reply: float = 300.0
    send: float = 180.0
    dot: float = 600.0
    quit: float = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. `tls` "auto": always, except to this machine itself."""

    host: str = "localhost"
    port: int = 25
    tls: Tls = "auto"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    hello: str = ""
    waits: Waits = Waits()

    @property
    def begins_with_tls(self) -> bool:
        """Whether TLS comes before the first word."""
        return self.tls == "implicit" or (self.tls == "auto" and self.port == _SUBMISSIONS)

    def __str__(self) -> str:
        return f"mail server {self.host}:{self.port}"
