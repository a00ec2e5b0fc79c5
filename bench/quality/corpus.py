"""Human translations in two halves, and what is planted in them.

Documents of NTREX and FLORES-200 are parted in two halves by a hash of their name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bench.quality.reversals import forms_of
from digest.text.names import WORD, adjectival, capitalised
from digest.text.numbers.numerals import month
from digest.text.senses import institutional
from digest.text.sounds import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bench.quality.reversals import Forms

    Row = dict[str, str]

LANGUAGES = ("en", "ru", "be")
NAMED = frozenset((*LANGUAGES, "de"))  # in which names are planted
HALVES = ("tuning", "held out")
FILES = ("translation_ntrex/ntrex", "translation_flores200/flores200_devtest")


@dataclass(frozen=True, eq=False)
class Corpus:
    """The rows of one half, their documents, and of each language the names and the opposites."""

    rows: list[Row]
    documents: dict[str, list[Row]]
    names: dict[str, list[tuple[str, str]]]  # (name, document)
    opposites: dict[str, Forms]

    @cache  # noqa: B019 - there are two
    def named(self, language: str, document: str) -> tuple[set[str], list[str]]:
        """Return the names of a document, and those of all others that it has not."""
        here = {name for name, group in self.names[language] if group == document}
        return here, [name for name, _ in self.names[language] if name not in here]


def half(row: Row) -> str:
    return HALVES[int(hashlib.sha1(row["group"].encode()).hexdigest(), 16) % 2]


def rows(data: Path) -> Iterator[Row]:
    for name in FILES:
        for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)


def corpora(data: Path) -> Iterator[tuple[str, Corpus]]:
    """Yield the corpus of each half, after its name."""
    every = list(rows(data))
    known = lower(every)
    for name in HALVES:
        yield name, _corpus([row for row in every if half(row) == name], known)


def lower(every: Iterable[Row]) -> dict[str, set[str]]:
    """Return the words that the corpus writes without a capital: no proper names."""
    found: dict[str, set[str]] = {language: set() for language in NAMED}
    for row in every:
        for language in row.keys() & NAMED:
            small = (word for word in WORD.findall(row[language]) if word[0].islower())
            found[language].update(small)
    return found


def _corpus(every: list[Row], known: dict[str, set[str]]) -> Corpus:
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in every:
        documents[row["group"]].append(row)
    names = {language: list(named(every, language, known[language])) for language in LANGUAGES}
    forms = {
        language: forms_of([row[language] for row in every], language) for language in LANGUAGES
    }
    return Corpus(every, documents, names, forms)


def named(every: list[Row], language: str, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of the rows, each with its document: what another language names alike."""
    other = "ru" if language == "en" else "en"
    for row in every:
        theirs = [name.word for name in capitalised(row[other]) if not name.initial]
        for name in capitalised(row[language]):
            proper = not name.initial and _proper(name.word, language, known)
            if proper and any(alike(name.word, word) for word in theirs):
                yield name.word, row["group"]


def _proper(word: str, language: str, known: set[str]) -> bool:
    """Tell whether a word is a name that has to be a name in any other language, too."""
    bare = re.sub("['’]s$", "", word)
    plain = bare.lower()
    return not (
        len(word) < 4
        or bare.isupper()
        or plain in known
        or (language in {"be", "ru"} and word.isascii())
        or institutional(word, language)
        or adjectival(word, language)
        or plain.endswith("day")
        or month(bare, language) is not None
    )
