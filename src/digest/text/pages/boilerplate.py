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
_DIGITS = "0123456789"
_COUNTED = _OUTER + _DIGITS + ","  # "12 comments", "Comments (3)"
_LONGEST_BYLINE = 80  # the longest real byline of the fundus pages (three authors) has 71 letters
_LONGEST_START = 160  # cookie and subscription lines; longer ones are paragraphs that begin alike
_MEANINGS = ("starts", "byline", "credit", "source", "caption")
_ROLES = frozenset({"byline", "credit", "source"})
_COPYRIGHT = re.compile(r"^(©|\(c\)\s|copyright\b)|^\W*https?://\S+$", re.IGNORECASE)
_ADDRESS = re.compile(r"\s+[<(\[]?https?://\S+$")
_COPYRIGHT_HEADS = frozenset({"cop", "htt"})
_MARKS = "©("
_NETWORKS = (
    "facebook|twitter|x|whatsapp|telegram|instagram|linkedin|pinterest|reddit|youtube|"
    "vk|viber|e-mail|email|rss|threads|tiktok|bluesky|mastodon|flipboard"
)
_NETWORK = re.compile(rf"^(?:\W*(?:{_NETWORKS})\b\W*)+$", re.IGNORECASE)
_NETWORK_HEADS = frozenset(name[:3] for name in _NETWORKS.split("|"))
_LONGEST_BAR = 100
_BREADCRUMB = re.compile(r"^[^.!?]+(?:\s[»›→/>]\s[^.!?»›→/>]+){2,}$")  # Home » News » Title
_PLUGIN = re.compile(r"^wp\d?\w* .*publish\b", re.IGNORECASE)

_QUOTES = "«„“\"'‘"
_PARTICLE = 3  # letters; "and", "und", "van" stand among names without a capital
_HEAD = 3  # letters; the starts are looked up by their first three, which is ten times faster
STEM = 7  # letters of a word that tell it, in languages that inflect


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of all languages: whole lines, and starts of lines with what they mean."""

    whole: dict[str, str]
    starts: dict[str, list[tuple[str, str]]]
    words: frozenset[str]
    persons: frozenset[str]

    def start_of(self, line: str) -> tuple[str, str]:
        """Return the start that a folded line has, and its meaning; two "" where it has none."""
        for pair in self.starts.get(line[:_HEAD], ()):
            if line.startswith(pair[0]):
                return pair
        return "", ""


@cache
def phrases() -> Phrases:
    """Read the phrases once; languages are merged, since pages mix them."""
    folder = resources.files(__package__) / "phrases"
    tables = [
        tomllib.loads(f.read_text("utf-8")) for f in folder.iterdir() if f.name[-5:] == ".toml"
    ]
    starts: dict[str, list[tuple[str, str]]] = {}
    pairs = {(start, meaning) for t in tables for meaning in _MEANINGS for start in t[meaning]}
    for start, meaning in sorted(pairs, key=lambda pair: (-len(pair[0]), pair)):  # longest first
        starts.setdefault(start[:_HEAD], []).append((start, meaning))
    whole = {x: "phrase" for t in tables for x in t["whole"]}
    whole |= {x: "neighbour" for t in tables for x in t["neighbours"]}
    words, persons = (
        frozenset(x[:STEM] for t in tables for x in t[k]) for k in ("words", "persons")
    )
    return Phrases(whole, starts, words, persons)


def labels(lines: Sequence[str], repeated: Collection[str] = ()) -> list[str]:
    """Return for each line why it is furniture, or its role, or "caption", or "" (unknown)."""
    found: list[str] = []
    folded = [_bare(line) for line in "\n".join(lines).casefold().split("\n")] if lines else []
    heads, above = _heads(), ""
    for line, fold in zip(lines, folded, strict=True):
        if above == "neighbour" and len(line) < _LONGEST_START:
            above = "teaser"
        elif line in repeated:
            above = "repeated"
        elif len(line) > _LONGEST_START:
            above = ""
        else:
            bare = fold.strip(_COUNTED)
            may = bare[:_HEAD] in heads or fold[:_HEAD] in heads or fold[0] in _MARKS
            above = _label(line, fold, bare) if may else _inner_shape(fold, bare)
        found.append(above)
    return found


def _bare(folded: str) -> str:
    """Return a line without the address behind its words, as mails write a link."""
    return (_ADDRESS.sub("", folded) or folded) if "://" in folded else folded


@cache
def _heads() -> frozenset[str]:
    """Return how lines begin that `_label` could know; most lines begin otherwise."""
    known = phrases()
    whole = {line[:_HEAD] for line in known.whole}
    shapes = _NETWORK_HEADS | _COPYRIGHT_HEADS | {"", *(f"wp{x}" for x in "0123456789 ")}
    return frozenset(known.starts.keys() | whole | shapes)


def reason(line: str) -> str:
    """Return why a line is furniture wherever it stands, or ""."""
    if len(line) > _LONGEST_START:
        return ""
    fold = _bare(line.casefold())
    return furniture(line, _label(line, fold, fold.strip(_COUNTED)))


def furniture(line: str, label: str) -> str:
    """Return the label of a line, or "" where it is a role, or a sentence about pictures."""
    is_told = label in _ROLES or (label == "caption" and line[-1] in ".!?…")
    return "" if is_told else label


def remainder(line: str) -> str:
    """Return what a byline, a credit or a source says after its fixed words."""
    return line[len(phrases().start_of(line.casefold())[0]) :].strip()


def _label(line: str, folded: str, bare: str) -> str:
    known = phrases()
    if not bare:
        return "" if folded.strip(_OUTER) else "ornament"
    if why := known.whole.get(bare):
        return why
    start, meaning = known.start_of(folded if folded[0] not in _DIGITS else bare)
    if meaning == "starts":
        return "phrase"
    if why := _shape(folded, bare):
        return why
    if meaning in _ROLES:
        return meaning if _is_role(line, start, meaning) else ""
    return meaning


def _is_role(line: str, start: str, meaning: str) -> bool:
    if len(line) > _LONGEST_BYLINE or line[-1] in ".!?:":
        return False
    named = line[len(start) :].lstrip(_QUOTES)[:1].isupper()
    if meaning == "byline":  # a verse may begin with "By", but its words are no names
        return named and all(w[0].isupper() for w in line.split() if len(w) > _PARTICLE)
    return named


def _shape(folded: str, bare: str) -> str:
    """Return the shape of a line, by cheap signs first: most lines have none of them."""
    head = bare[:_HEAD]
    if head in _NETWORK_HEADS and len(folded) < _LONGEST_BAR and _NETWORK.match(folded):
        return "share bar"
    if (head in _COPYRIGHT_HEADS or folded[0] in _MARKS) and _COPYRIGHT.search(folded):
        return "copyright"
    if head[:2] == "wp" and _PLUGIN.search(folded):
        return "plug-in"
    return _inner_shape(folded, bare)


def _inner_shape(folded: str, bare: str) -> str:
    """Return the shape that the first letters of a line do not tell."""
    if bare[-10:] == "powered by":
        return "plug-in"
    crumbs = " » " in folded or " › " in folded or " → " in folded or " / " in folded
    found = (crumbs or " > " in folded) and _BREADCRUMB.match(folded)
    return "breadcrumb" if found else ""
