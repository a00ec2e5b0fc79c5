"""The words of numbers: what "двадцати", "двухлетний" or "fünfundzwanzig" stand for.

The forms lie in `numeral_forms/<language>.toml`. num2words has the nominative of our languages,
but the cases of Russian only, and texts are full of the others; so its forms are what the tests
compare these tables with.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.records import primary

if TYPE_CHECKING:
    from collections.abc import Iterable

TEN = Decimal(10)
# Words of which a month's name is only one: "it may", "мая маці".
_HOMOGRAPHS = {"en": frozenset({"may"}), "be": frozenset({"мая", "маю"})}
_TENS, _UNITS = range(20, 100, 10), range(1, 10)
_SHORTEST_REST = 3  # letters that follow a number in a compound: двух|летний
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "ё": "е", "\u0301": ""})


@dataclass(frozen=True, slots=True, eq=False)
class Numerals:
    """The words of one language: whole words, first parts of words, months and their adjectives."""

    words: dict[str, Decimal]
    prefixes: tuple[tuple[str, Decimal], ...]  # the longest first
    months: dict[str, Decimal]
    joined: tuple[str, ...]  # what words written together are made of, in German; the longest first


def fold(word: str, language: str) -> str:
    """Return a word as the tables write it: no capitals, ё or stress; no soft signs in `be`."""
    plain = word.lower().translate(_APOSTROPHES)
    return plain.replace("ь", "") if primary(language) == "be" else plain


@lru_cache(maxsize=1 << 15)
def numeral(word: str, language: str) -> tuple[Decimal, ...]:
    """Return the numbers that a word says, in the order that they add up: 20, 5; or nothing."""
    known, plain = numerals(primary(language)), fold(word, language)
    if (value := known.words.get(plain)) is not None:
        return (value,)
    pieces = _pieces(plain, known.joined)
    for at in range(1, len(pieces) - 1):
        if pieces[at] == "und" and known.words.get(pieces[at + 1], 0) >= TEN:
            pieces[at - 1], pieces[at + 1] = pieces[at + 1], pieces[at - 1]  # fünf und zwanzig
    return tuple(known.words[piece] for piece in pieces if piece != "und")


def _pieces(word: str, known: tuple[str, ...]) -> list[str]:
    """Take a word apart into known ones; nothing where that cannot be done to its end."""
    for piece in known:
        if word == piece:
            return [piece]
        if word.startswith(piece) and (rest := _pieces(word[len(piece) :], known)):
            return [piece, *rest]
    return []


@lru_cache(maxsize=1 << 15)
def compound(word: str, language: str) -> Decimal | None:
    """Return the number that a longer word begins with: 2 of "двухлетний".

    25 of "двадцатипятилетний", 500000 of "полмиллиона". It may be chance: 100 of "столица".
    """
    known, plain = numerals(primary(language)), fold(word, language)
    for prefix, value in known.prefixes:
        rest = plain.removeprefix(prefix)
        if rest != plain and len(rest) >= _SHORTEST_REST:
            units = compound(rest, language) if value in _TENS else None
            more = units if units is not None and units in _UNITS else 0
            return value * known.words.get(rest, Decimal(1)) + more
    return None


@lru_cache(maxsize=1 << 15)
def month(word: str, language: str) -> Decimal | None:
    """Return 1 to 12 for the name of a month, in any case; `may` is none in English, May is."""
    if primary(language) in {"en", "de"} and not word[0].isupper():
        return None
    return numerals(primary(language)).months.get(fold(word, language))


def surely_month(word: str, language: str) -> Decimal | None:
    """Return 1 to 12 for a word that can be nothing but the name of a month."""
    homographs = _HOMOGRAPHS.get(primary(language), frozenset())
    return None if fold(word, language) in homographs else month(word, language)


@lru_cache(maxsize=1 << 16)
def says_number(word: str, language: str) -> bool:
    """Tell whether a word is a numeral, begins with one, or names a month."""
    if numeral(word, language) or month(word, language) is not None:
        return True
    return compound(word, language) is not None


@cache
def numerals(language: str) -> Numerals:
    """Return the words of a language; none where we have no table."""
    path = files(__package__) / "numeral_forms" / f"{language}.toml"
    table = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    endings = {
        name: ends.replace("-", "").split(" ") for name, ends in table.get("endings", {}).items()
    }
    words, months, prefixes = (
        {
            fold(form, language): Decimal(number)
            for number, forms in table.get(kind, {}).items()
            for entry in forms.split()
            for form in _forms(entry, endings)
        }
        for kind in ("forms", "months", "prefixes")
    )
    ordered = tuple((stem, prefixes[stem]) for stem in _longest_first(prefixes))
    joined = tuple(_longest_first([*words, "und"])) if language == "de" else ()
    return Numerals(words, ordered, months, joined)


def _forms(entry: str, endings: dict[str, list[str]]) -> list[str]:
    stem, _, kind = entry.partition(":")
    return [stem + ending for ending in endings[kind]] if kind else [stem]


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
