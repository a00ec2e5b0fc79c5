"""Light stemming: a word without its inflectional ending, so that «мосце» meets «мост».

Only endings of inflection are cut, from tables (Savoy 2006, "Light stemming approaches"); the
browser reads the same tables in the archive, so that a page finds what the ledger finds. This is
for finding; what compares sentences is stemmed in `words`. Of the pairs of forms of one word in
NTREX-128 (lemmas by Apertium) 81 % meet in Belarusian and Russian, 73 % in Ukrainian; of the
pairs that meet 91, 94 and 89 % are forms of one word. Written and tuned on FLORES-200.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.belarusian.lacinka import to_cyrillic
from digest.text.words import tokens
from digest.text.writing.orthography import written

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST = 3  # letters that a stem keeps
LONG = 5  # letters of a stem that may lose a fleeting vowel
LATIN = "be-Latn"
PREFIX = 6  # letters that stand for a word of a language without a table
_MARKS = re.compile("[\u0301\u0300'’ʼ]")  # stress marks and apostrophes, which writers leave out


@dataclass(frozen=True, slots=True)
class Table:
    """How words of a language are stemmed; `ends` are consonants that an ending has changed.

    A long stem that ends in one of `fleeting`, a vowel and a consonant, loses the vowel; a stem of
    `irregular`, which may be shorter than any other, becomes that of the word's other forms.
    """

    endings: tuple[str, ...]
    reflexive: tuple[str, ...]
    folds: dict[str, str]
    ends: dict[str, str]
    fleeting: tuple[str, ...] = ()
    irregular: dict[str, str] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """Return the stem of a word in lower case."""
        bare = self._cut(self._cut(normal(word), self.reflexive), self.endings)
        bare = self.irregular.get(bare, bare)
        if bare.endswith(self.fleeting) and len(bare) >= LONG:
            bare = bare[:-2] + bare[-1]
        for end, plain in self.ends.items():
            if bare.endswith(end):
                bare = bare.removesuffix(end) + plain
                break
        return self.folded(bare)

    def folded(self, text: str) -> str:
        """Return a part of a stem with one letter for all that stand for each other."""
        return "".join(self.folds.get(letter, letter) for letter in text)

    def _cut(self, word: str, endings: tuple[str, ...]) -> str:
        for ending in endings:
            left = word.removesuffix(ending)
            if left != word and (len(left) >= SHORTEST or left in self.irregular):
                return left
        return word


def normal(word: str) -> str:
    """Return a word in composed lower case, without stress marks and apostrophes."""
    return _MARKS.sub("", unicodedata.normalize("NFC", word.lower()))


def light_stems(text: str, language: str) -> list[str]:
    """Return the light stem of each word of a text; Łacinka meets Cyrillic there."""
    stem = light_stemmer(language)
    return [made for word in tokens(text) if (made := stem(word))]


def light_prefix(text: str, language: str) -> list[str]:
    """Return the words of a text as stems that begin with them begin."""
    table = tables().get(primary(language))
    read = _reader(language)
    made = [normal(read(word)) for word in tokens(text)]
    return [table.folded(word) if table else word[:PREFIX] for word in made]


@cache
def light_stemmer(language: str) -> Callable[[str], str]:
    """Return what stems a word of a language; without a table it is the word's first letters."""
    table = tables().get(primary(language))
    read = _reader(language)

    def stem(word: str) -> str:
        return table.stem(read(word)) if table else normal(word)[:PREFIX]

    return lru_cache(maxsize=1 << 16)(stem)


def _reader(language: str) -> Callable[[str], str]:
    """Return what puts a word into the letters of the tables."""
    return to_cyrillic if written(language) == LATIN else str


@cache
def tables() -> dict[str, Table]:
    """Return the tables by language, read once."""
    raw = tomllib.loads((files("digest.text") / "light_stems.toml").read_text("utf-8"))
    folds = raw.pop("folds")
    return {language: _table(raw[language], folds.get(language, {})) for language in raw}


def _table(said: dict[str, str], fold: dict[str, str]) -> Table:
    return Table(
        _longest_first(said["endings"]),
        _longest_first(said.get("reflexive", "")),
        dict(zip(fold.get("from", ""), fold.get("to", ""), strict=True))
        | dict.fromkeys(fold.get("drop", ""), ""),
        _pairs(fold.get("end", "")),
        tuple(fold.get("fleeting", "").split()),
        _pairs(said.get("irregular", "")),
    )


def _pairs(said: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in said.split())


def _longest_first(endings: str) -> tuple[str, ...]:
    return tuple(sorted(set(endings.split()), key=lambda ending: (-len(ending), ending)))
