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
_LONGEST_ENDING = 4  # letters that a month's name takes on in another case
_SHORTEST_REST = 3  # letters that follow a number in a compound: двух|летний
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "ё": "е", "\u0301": ""})


@dataclass(frozen=True, slots=True, eq=False)
class Numerals:
    """The words of one language: whole words, first parts of words, beginnings of months."""

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
    """Return the number that a longer word begins with: 2 of "двухлетний", 500000 of "полмиллиона".

    It may be chance: "столица" begins with 100.
    """
    known, plain = numerals(primary(language)), fold(word, language)
    for prefix, value in known.prefixes:
        if plain.startswith(prefix) and len(plain) - len(prefix) >= _SHORTEST_REST:
            return value * known.words.get(plain.removeprefix(prefix), Decimal(1))
    return None


@lru_cache(maxsize=1 << 15)
def month(word: str, language: str) -> Decimal | None:
    """Return 1 to 12 for the name of a month, in any case; `may` is none in English, May is."""
    if primary(language) in {"en", "de"} and not word[0].isupper():
        return None
    plain = fold(word, language)
    for stem, number in numerals(primary(language)).months.items():
        if plain.startswith(stem) and len(plain) - len(stem) <= _LONGEST_ENDING:
            return number if primary(language) != "en" or plain == stem else None
    return None


@lru_cache(maxsize=1 << 16)
def says_number(word: str, language: str) -> bool:
    """Tell whether a word is a numeral, begins with one, or names a month."""
    if numeral(word, language) or month(word, language) is not None:
        return True
    return compound(word, language) is not None


@cache
def numerals(language: str) -> Numerals:
    """Return the words of a language; none where we have no table."""
    path = files("digest.text") / "numeral_forms" / f"{language}.toml"
    table = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    endings = {
        name: ends.replace("-", "").split(" ") for name, ends in table.get("endings", {}).items()
    }
    words = {
        fold(form, language): Decimal(number)
        for number, forms in table.get("forms", {}).items()
        for entry in forms.split()
        for form in _forms(entry, endings)
    }
    prefixes = _listed(table.get("prefixes", {}), language)
    ordered = tuple((stem, prefixes[stem]) for stem in _longest_first(prefixes))
    months = _listed(table.get("months", {}), language)
    joined = tuple(_longest_first([*words, "und"])) if language == "de" else ()
    return Numerals(words, ordered, {stem: months[stem] for stem in _longest_first(months)}, joined)


def _forms(entry: str, endings: dict[str, list[str]]) -> list[str]:
    stem, _, kind = entry.partition(":")
    return [stem + ending for ending in endings[kind]] if kind else [stem]


def _listed(table: dict[str, str], language: str) -> dict[str, Decimal]:
    return {
        fold(stem, language): Decimal(number)
        for number, stems in table.items()
        for stem in stems.split()
    }


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
