"""Replies that repeat the login or name a reader are not told on: servers echo what they refuse.

Of a login any part is looked for, in any case and over line ends: a server may cut it, fold it, or
say it decoded (B14). Of a reader it is the part before the @, as a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.deliver.phases import Reply
    from digest.store.copies import Outcome

_PART = 6  # characters in a row that give a secret away
_NAME = 3  # letters of a name; shorter ones are words of every reply
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


def nameless(outcome: Outcome, reader: str) -> Outcome:
    """Return an outcome whose text does not say who the reader is; whole addresses are masked."""
    name = reader.rpartition("@")[0]
    if len(name) < _NAME or name.casefold() not in outcome.text.casefold():
        return outcome
    word = rf"(?<!\w){re.escape(name)}(?!\w)"
    return replace(outcome, text=re.sub(word, "<reader>", outcome.text, flags=re.IGNORECASE))


def _parts(secret: str) -> frozenset[str]:
    text = _plain(secret)
    last = max(0, len(text) - _PART)
    return frozenset(text[at : at + _PART] for at in range(last + 1)) - {""}


def _plain(text: str) -> str:
    return "".join(filter(str.isprintable, "".join(text.split()))).casefold()
