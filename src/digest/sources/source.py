"""What a user has subscribed to."""

from __future__ import annotations

from dataclasses import dataclass, field

REMOTE = frozenset(("feed", "page", "imap"))


@dataclass(frozen=True, slots=True)
class Source:
    """One place where articles appear.

    `place` is a URL or a path. `language` is a hint for texts that do not tell it themselves.
    `full_text` says whether the page behind a feed's item is fetched: "always", "never", or
    "auto", where the feed carries but a teaser. The password is that of an IMAP mailbox.
    """

    name: str
    kind: str
    place: str
    language: str = ""
    weight: float = 1.0
    topics: tuple[str, ...] = ()
    enabled: bool = True
    full_text: str = "auto"
    ca_file: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_remote(self) -> bool:
        """Whether it is asked for over a network."""
        return self.kind in REMOTE
