"""What a reader types to what FTS5 is asked: words, "phrases", -excluded, begin*.

Nothing of it reaches SQLite as syntax: every word becomes a stem between quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.text.light_stems import light_prefix, light_stems
from digest.text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
LONGEST = 1000  # characters; more is no question


@dataclass(frozen=True, slots=True)
class Part:
    """Words that follow each other; `begins` where the last may go on, `excluded` to be absent."""

    text: str
    begins: bool = False
    excluded: bool = False


def parse(query: str) -> tuple[Part, ...]:
    """Return the parts of a query.

    Raises `InputError` where it holds no word to look for, or too many.
    """
    if len(query) > LONGEST:
        raise InputError(f"a query of {len(query)} characters; ask in {LONGEST} at most")
    found = tuple(_parts(query))
    if all(part.excluded for part in found):
        raise InputError(f"no word to look for in {query!r}; name one: digest search мост")
    return found


def _parts(query: str) -> Iterator[Part]:
    for match in _PART.finditer(query):
        text = match["word"] if match["word"] is not None else match["phrase"]
        begins = match["word"] is not None and text.endswith("*")
        if tokens(text):
            yield Part(text.rstrip("*"), begins, match["minus"] is not None)


def expression(parts: Iterable[Part], languages: Iterable[str]) -> str:
    """Return the parts as an FTS5 expression: stems as any of the languages makes them."""
    tags = sorted(languages)
    wanted: list[str] = []
    excluded: list[str] = []
    for part in parts:
        (excluded if part.excluded else wanted).append(_alternatives(part, tags))
    return " NOT ".join([" AND ".join(wanted).join("()"), *excluded])


def _alternatives(part: Part, languages: list[str]) -> str:
    made = {_quoted(light_stems(part.text, language)) for language in languages}
    if part.begins:  # рынок* is рынка, too, whose stem has lost a vowel
        made |= {_quoted(light_prefix(part.text, language)) + " *" for language in languages}
    return " OR ".join(sorted(made)).join("()")


def _quoted(stems: list[str]) -> str:
    return " ".join(stems).replace('"', "").join('""')
