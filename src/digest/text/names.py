"""Proper names in running text: words with a capital letter that no sentence begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.records import primary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_OPENED = " \u00a0\t\n«»„“”\"'‘’([—–-•*"
CYRILLIC = frozenset({"be", "ru", "uk"})
_MARKS = frozenset("«»„“”\"'‘’()")
_BEFORE = 9  # signs before a word that say whether a sentence begins with it
_ENDS = ".!?:;…"
_TITLE = re.compile(  # a full stop that ends no sentence
    r"\b(?:Mrs?|Ms|Dr|St|Prof|Gen|Lt|Col|Sgt|Capt|Sen|Rep|Gov|Rev|[гГ]н?|гг|им|ім|ім|ул|вул|св|сп"
    r"|[А-ЯЁІЎA-Z]|проф|праф|ген|акад|хв|сэн|bp|ks|dr|gen|płk|prof|św|Hr)\.$"
)
# Endings that adjectives of be, ru and uk have and names seldom do, bar the surnames in -ski.
_ADJECTIVE = re.compile(
    r"(?:(?:[нлвтчшщм]|[иыі]ческ)(?:им|ая|ае|ое|ага|ого|аму|ому|ую|ыя|ые|ых|ымі|ыми|ый)|[лнрсткчж]н(?:ы|ий|а|е)|"
    r"[щшчн](?:ий|ая|ее|яя|яе|его|ему|яга|яму|юю|ие|их|іх|ім|им))$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A word with a capital letter; `initial` where a sentence or a quotation begins with it."""

    word: str
    start: int
    initial: bool
    quoted: bool


@lru_cache(maxsize=64)
def capitalised(text: str) -> tuple[Name, ...]:
    """Return all words with a capital letter, in order."""
    found = []
    for match in WORD.finditer(text):
        if match[0][0].isupper():
            near = text[max(0, match.start() - _BEFORE) : match.start()]
            before = near.rstrip(_OPENED)
            ended = not before or "\n" in near[len(before) :]
            initial = ended or (before[-1] in _ENDS and not _TITLE.search(before))
            alone = text[match.end() : match.end() + 1] in set('»”“"’)')
            quoted = not alone and text[match.start() - 1 : match.start()] in set("«„“\"'(")
            found.append(Name(match[0], match.start(), initial, quoted))
    return tuple(found)


def quoted_alone(names: Sequence[Name], text: str) -> bool:
    """Tell whether each of these words of a text stands alone in quotation marks."""
    return all(
        text[name.start - 1 : name.start] in _MARKS
        and text[name.start + len(name.word) :].lstrip(",.")[:1] in _MARKS
        for name in names
    )


def adjoin(one: Name, other: Name) -> bool:
    """Tell whether the second name follows the first with one sign between."""
    return other.start == one.start + len(one.word) + 1


def joined(names: Sequence[Name]) -> Iterator[str]:
    """Yield neighbours written as one word: Hong Kong is Гонконг."""
    for one, other in pairwise(names):
        if adjoin(one, other):
            yield one.word + other.word.lower()


def spoken(word: str, language: str) -> str:
    """Return the primary tag of a word's own language: English amid Cyrillic letters."""
    foreign = word.isascii() and language in CYRILLIC
    return "en" if foreign else primary(language)


def adjectival(word: str, language: str) -> bool:
    """Tell whether a Cyrillic word looks like a common adjective, as «Часовы» or «Млечнага»."""
    cyrillic = primary(language) in CYRILLIC
    return cyrillic and len(word) > 5 and bool(_ADJECTIVE.search(word.lower()))
