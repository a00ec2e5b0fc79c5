"""Replies that repeat the login are not told on: some servers echo what they refuse (B14).

What was sent is looked for in any part, in any case and over line ends: a server may cut it, fold
it, or say it decoded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.deliver.phases import Reply

_PART = 6  # characters in a row that give a secret away
_HIDDEN = "(not shown: the reply repeats the login)"


@dataclass(frozen=True, slots=True)
class Redaction:
    """The parts of what must not be told."""

    parts: frozenset[str] = frozenset()

    def hiding(self, *secrets: str) -> Redaction:
        """Return this with more secrets in it."""
        return Redaction(self.parts.union(*map(_parts, secrets)))

    def __call__(self, said: Reply) -> Reply:
        """Return the reply as it is, or with its text hidden; its codes remain."""
        told = _plain("".join(said.lines))
        if not any(part in told for part in self.parts):
            return said
        return replace(said, text=f"{said.enhanced} {_HIDDEN}".strip(), lines=())


def _parts(secret: str) -> frozenset[str]:
    text = _plain(secret)
    last = max(0, len(text) - _PART)
    return frozenset(text[at : at + _PART] for at in range(last + 1)) - {""}


def _plain(text: str) -> str:
    return "".join(filter(str.isprintable, "".join(text.split()))).casefold()
