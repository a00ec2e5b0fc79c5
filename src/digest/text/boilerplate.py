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
_MEANINGS = ("starts", "byline", "credit", "source", "caption")
_COPYRIGHT = re.compile(r"^(©|\(c\)\s|copyright\b)|^\W*https?://\S+$", re.IGNORECASE)
_NETWORK = re.compile(
    r"^(?:\W*(?:facebook|twitter|x|whatsapp|telegram|instagram|linkedin|pinterest|reddit|youtube|"
    r"vk|viber|e-?mail|rss|threads|tiktok|bluesky|mastodon|flipboard)\b\W*)+$",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"^[^.!?]+(?:\s[»›→/>]\s[^.!?»›→/>]+){2,}$")  # Home » News » Title
_PLUGIN = re.compile(r"\bpowered by\W*$|^wp\d?\w* .*publish\b", re.IGNORECASE)


_QUOTES = "«„“\"'‘"
_PARTICLE = 3  # letters; "and", "und", "van" stand among names without a capital
_HEAD = 3  # letters; the starts are looked up by their first three, which is ten times faster


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of all languages: whole lines, and starts of lines with what they mean."""

    whole: frozenset[str]
    neighbours: frozenset[str]
    starts: dict[str, list[tuple[str, str]]]

    def start_of(self, line: str) -> tuple[str, str]:
        """Return the start that a folded line has, and its meaning; two "" where it has none."""
        known = self.starts.get(line[:_HEAD], ())
        return next((pair for pair in known if line.startswith(pair[0])), ("", ""))


@cache
def phrases() -> Phrases:
    """Read the phrases once; languages are merged, since pages mix them."""
    folder = resources.files("digest.text") / "phrases"
    tables = [
        tomllib.loads(f.read_text("utf-8")) for f in folder.iterdir() if f.name[-5:] == ".toml"
    ]
    starts: dict[str, list[tuple[str, str]]] = {}
    pairs = {(start, meaning) for t in tables for meaning in _MEANINGS for start in t[meaning]}
    for start, meaning in sorted(pairs, key=lambda pair: (-len(pair[0]), pair)):  # longest first
        starts.setdefault(start[:_HEAD], []).append((start, meaning))
    whole, neighbours = (
        frozenset(x for t in tables for x in t[k]) for k in ("whole", "neighbours")
    )
    return Phrases(whole, neighbours, starts)


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
    if bare in known.whole or known.start_of(folded)[1] == "starts":
        return "phrase"
    return _shape(line)


def role(line: str) -> str:
    """Return "byline", "credit" or "source" where a line says no more than that."""
    if len(line) > _LONGEST_BYLINE or line[-1] in ".!?:":
        return ""
    start, meaning = phrases().start_of(line.casefold())
    named = line[len(start) :].lstrip(_QUOTES)[:1].isupper()
    if meaning == "byline":  # a verse may begin with "By", but its words are no names
        named = named and all(w[0].isupper() for w in line.split() if len(w) > _PARTICLE)
    return meaning if named and meaning in ("byline", "credit", "source") else ""


def is_caption(line: str) -> bool:
    """Say whether a line is a photo's caption or credit by its first words."""
    return len(line) <= _LONGEST_START and phrases().start_of(line.casefold())[1] == "caption"


def remainder(line: str) -> str:
    """Return what a byline or a credit says after its fixed words."""
    return line[len(phrases().start_of(line.casefold())[0]) :].strip()


def _shape(line: str) -> str:
    if _BREADCRUMB.match(line):
        return "breadcrumb"
    if _NETWORK.match(line):
        return "share bar"
    if _COPYRIGHT.search(line):
        return "copyright"
    return "plug-in" if _PLUGIN.search(line) else ""
