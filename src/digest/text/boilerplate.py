"""Which lines of a page are known furniture, by the phrases of `phrases/*.toml`.

Rules look at one line and its neighbour above. They name a reason, so that every cut can be
explained; `storylines` judges the lines that no rule knows.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_OUTER = " \t:.…!|»«›‹>•·–—-*\"“”'()[]"
_LONGEST_BYLINE = 80  # the longest real byline of the fundus pages (three authors) has 71 letters
_LONGEST_START = 160  # cookie and subscription lines; longer ones are paragraphs that begin alike
_COPYRIGHT = re.compile(r"^(©|\(c\)\s|copyright\b)|^\W*https?://\S+$", re.IGNORECASE)
_NETWORK = re.compile(
    r"^(?:\W*(?:facebook|twitter|x|whatsapp|telegram|instagram|linkedin|pinterest|reddit|youtube|"
    r"vk|viber|e-?mail|rss|threads|tiktok|bluesky|mastodon|flipboard)\b\W*)+$",
    re.IGNORECASE,
)
_PLUGIN = re.compile(r"\bpowered by\W*$|^wp\d?\w* .*publish\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of all languages; `starts` and its kin are tuples for `str.startswith`."""

    whole: frozenset[str]
    neighbours: frozenset[str]
    starts: tuple[str, ...]
    byline: tuple[str, ...]
    credit: tuple[str, ...]
    source: tuple[str, ...]
    caption: tuple[str, ...]


@cache
def phrases() -> Phrases:
    """Read the phrases once; languages are merged, since pages mix them."""
    folder = resources.files("digest.text") / "phrases"
    tables = [tomllib.loads(f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith("l")]

    def merged(key: str) -> list[str]:
        return sorted({phrase for table in tables for phrase in table[key]})

    starts = {
        key: tuple(merged(key)) for key in ("starts", "byline", "credit", "source", "caption")
    }
    return Phrases(frozenset(merged("whole")), frozenset(merged("neighbours")), **starts)


def reasons(lines: Sequence[str], repeated: Collection[str] = ()) -> list[str]:
    """Return for each line why it is furniture, or "" where no rule knows it."""
    found: list[str] = []
    for line in lines:
        teaser = bool(found) and found[-1] == "neighbour" and len(line) < _LONGEST_START
        found.append("teaser" if teaser else "repeated" if line in repeated else reason(line))
    return found


def reason(line: str) -> str:
    """Return why a line is furniture wherever it stands, or ""."""
    if len(line) > _LONGEST_START:
        return ""
    known, folded = phrases(), line.casefold()
    bare = folded.strip(_OUTER)
    if not bare:
        return "ornament"
    if bare in known.neighbours:
        return "neighbour"
    if bare in known.whole or folded.startswith(known.starts):
        return "phrase"
    return _shape(line)


def role(line: str) -> str:
    """Return "byline", "credit" or "source" where a line says no more than that."""
    if len(line) > _LONGEST_BYLINE or line[-1] in ".!?:":
        return ""
    known, folded = phrases(), line.casefold()
    for name in ("credit", "source", "byline"):
        for start in getattr(known, name):
            if folded.startswith(start) and line[len(start) : len(start) + 1].isupper():
                return name
    return ""


def is_caption(line: str) -> bool:
    """Say whether a line is a photo's caption or credit by its first words."""
    return len(line) <= _LONGEST_START and line.casefold().startswith(phrases().caption)


def remainder(line: str, name: str) -> str:
    """Return what a byline, credit or source line says after its fixed words."""
    start = next(s for s in getattr(phrases(), name) if line.casefold().startswith(s))
    return line[len(start) :].strip()


def _shape(line: str) -> str:
    if _NETWORK.match(line):
        return "share bar"
    if _COPYRIGHT.search(line):
        return "copyright"
    return "plug-in" if _PLUGIN.search(line) else ""
