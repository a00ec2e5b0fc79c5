"""Faults to plant in a human translation: each returns a source and a faulty translation of it.

A digit changed, added or dropped in a number; another day or year in a date; a proper name (a word
that all of the corpus only writes with a capital, and that sounds like one of the same sentence in
another language) in the place of another from another document, chosen by a hash; one sentence of
three missing, where what an engine is asked stands alone, and where three are judged as one text;
the second half of a sentence missing, and the same with a full stop again; the next sentence in its
place; one sentence of three in the source language, or in Russian for Belarusian and the other way
round; the last words again and again, or a sentence twice; a "not" added or taken away, and a word
in the place of its opposite, which the gate only flags.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.quality.negations import flipped
from bench.quality.reversals import reversals
from digest.text.names import WORD, capitalised
from digest.text.numbers.numerals import month, numerals
from digest.text.sentences import parted, split

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from bench.quality.corpus import Corpus, Row

    Planted = tuple[str, str] | None
    Plant = Callable[["Pair", random.Random], Planted]

_ENDED = re.compile(r"[.!?…:;]['\"»”“’)]*$")


@dataclass(frozen=True)
class Pair:
    """One row as a translation: three sentences from here on, and the names to plant."""

    row: Row
    source: str
    target: str
    corpus: Corpus

    @property
    def text(self) -> str:
        return self.row[self.target]

    def following(self, language: str) -> list[str]:
        """Return three sentences of the document, or what is left of it."""
        document = self.corpus.documents[self.row["group"]]
        at = document.index(self.row)
        return [row[language] for row in document[at : at + 3]]

    def document(self, language: str) -> str:
        return "\n".join(row[language] for row in self.corpus.documents[self.row["group"]])


def _number(pair: Pair, chance: random.Random) -> Planted:
    found = list(re.finditer(r"\d+", pair.text))
    if not found:
        return None
    match = chance.choice(found)
    digits = match[0]
    decimal = pair.text[: match.start()].endswith((".", ","))
    options = [str(int(digits) + chance.choice((1, 2, 7))), chance.choice("123456789") + digits]
    if not decimal:  # 7,5 and 7,50 are the same
        options.append(digits + "0")
    return pair.row[pair.source], replaced(pair.text, match.span(), chance.choice(options))


def _date(pair: Pair, chance: random.Random) -> Planted:
    """Change the day before a month's name, the year after it, or the month."""
    for match in WORD.finditer(pair.text):
        if month(match[0], pair.target) is None:
            continue
        beside = re.search(r"(\d{1,2})\W{1,2}$", pair.text[: match.start()])
        if beside and chance.random() < 0.5:
            day = str(int(beside[1]) % 28 + 1)
            return pair.row[pair.source], replaced(pair.text, beside.span(1), day)
        year = re.match(r"\W{1,3}((?:19|20)\d\d)\b", pair.text[match.end() :])
        if year:
            at = match.end() + year.start(1)
            return pair.row[pair.source], replaced(pair.text, (at, at + 4), str(int(year[1]) + 1))
        others = [m for m in numerals(pair.target).months if len(m) > 3]
        if beside and len(others) > 1:
            wrong = [m for m in others if month(m, pair.target) != month(match[0], pair.target)]
            return pair.row[pair.source], replaced(pair.text, match.span(), chance.choice(wrong))
    return None


def _name(pair: Pair, chance: random.Random) -> Planted:
    here, others = pair.corpus.named(pair.target, pair.row["group"])
    found = [n for n in capitalised(pair.text) if not n.initial and n.word in here]
    if not found:
        return None
    old = chance.choice(found)
    strange = [name for name in others if name[:3] != old.word[:3]]
    new = min(strange, key=lambda name: hashlib.sha1(f"{pair.text}{name}".encode()).digest())
    span = (old.start, old.start + len(old.word))
    return pair.row[pair.source], replaced(pair.text, span, new)


def _dropped(pair: Pair, chance: random.Random) -> Planted:
    """Drop one sentence from what engines are asked: all that stands in it, or with it in one."""
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    if len(targets) < 3:
        return None
    starts = _asked(sources, pair.source)
    at = chance.randrange(3)
    first = max(n for n in starts if n <= at)
    end = min((n for n in starts if n > at), default=3)
    left = [targets[n] for n in range(first, end) if n != at]
    return " ".join(sources[first:end]), " ".join(left)


def _asked(sources: list[str], language: str) -> set[int]:
    """Return which of these texts begin something that an engine is asked.

    What has no end, a title, is a paragraph of its own.
    """
    text, begins = "", {}
    for number, source in enumerate(sources):
        begins[len(text)] = number
        text += source + (" " if _ENDED.search(source) else "\n")
    asked, position = set(), 0
    for sentence in (one for line in text.splitlines() for one in split(line, language)):
        for part in parted(sentence, language):
            position = text.index(part, position)
            asked.add(begins.get(position, 0))
            position += len(part)
    return asked


def _joined(pair: Pair, chance: random.Random) -> Planted:
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    if len(targets) < 3:
        return None
    del targets[chance.randrange(3)]
    return " ".join(sources), " ".join(targets)


def _next(pair: Pair, _: random.Random) -> Planted:
    """Take the next sentence: a model that is asked for twelve at once may lose count."""
    targets = pair.following(pair.target)
    return (pair.row[pair.source], targets[1]) if len(targets) > 1 else None


def _halved(pair: Pair, chance: random.Random) -> Planted:
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    if len(targets) < 3:
        return None
    at = chance.randrange(3)
    words = targets[at].split()
    return sources[at], " ".join(words[: len(words) // 2])


def _ended(pair: Pair, chance: random.Random) -> Planted:
    """Do the same, and end what is left with the sentence's own full stop."""
    made = _halved(pair, chance)
    return made and (made[0], f"{made[1].rstrip('.,;:—–-')}.")


def _emptied(pair: Pair, _: random.Random) -> tuple[str, str]:
    """Drop the only sentence: the pipeline translates sentence by sentence."""
    return pair.row[pair.source], ""


def _foreign(pair: Pair, chance: random.Random) -> Planted:
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    if len(targets) < 3:
        return None
    at = chance.randrange(3)
    targets[at] = sources[at]
    return " ".join(sources), " ".join(targets)


def _sibling(pair: Pair, chance: random.Random) -> Planted:
    sibling = {"be": "ru", "ru": "be"}.get(pair.target)
    if sibling is None:
        return None
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    at = chance.randrange(len(targets))
    targets[at] = pair.following(sibling)[at]
    return " ".join(sources), " ".join(targets)


def _loop(pair: Pair, chance: random.Random) -> Planted:
    words = pair.text.split()
    if len(words) < 6:
        return None
    if chance.random() < 0.5:
        return pair.row[pair.source], f"{pair.text} {pair.text}"
    return pair.row[pair.source], pair.text + f" {' '.join(words[-chance.randint(1, 5) :])}" * 6


def _negation(pair: Pair, chance: random.Random) -> Planted:
    made = flipped(pair.text, pair.target, chance)
    return (pair.row[pair.source], made) if made else None


def _opposite(pair: Pair, chance: random.Random) -> Planted:
    made = list(reversals(pair.text, pair.target, pair.corpus.opposites[pair.target]))
    return (pair.row[pair.source], chance.choice(made)) if made else None


DOUBTED = frozenset(("negation", "opposite"))  # told, not refused
PLANTS: dict[str, Plant] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "dropped of three": _dropped,
    "dropped of three joined": _joined,
    "next": _next,
    "emptied": _emptied,
    "halved": _halved,
    "halved and ended": _ended,
    "foreign": _foreign,
    "sibling": _sibling,
    "loop": _loop,
    "negation": _negation,
    "opposite": _opposite,
}


def replaced(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]
