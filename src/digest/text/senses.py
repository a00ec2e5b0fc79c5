"""Words of names that are translated, not transliterated: what Germany and Нямеччына share.

The names of states, languages, days and months are CLDR's (through Babel); demonyms and the words
that institutions are named with lie in `senses/`, one meaning a line, one language a column.
Each entry is the beginning of a word; a whole word where it ends in a full stop or is that short.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from babel import Locale

from digest.text.names import spoken
from digest.text.numbers.numerals import fold
from digest.text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = ("places", "institutions", "given")
LANGUAGES = ("en", "ru", "be", "uk", "pl", "de")
_WHOLE = 2  # letters: an entry as short as this is a whole word
_STEM = 5  # letters of a name of CLDR that its forms and adjectives share
_SHORT = 3  # letters of an entry that other words begin with, too: after it stands an ending
_SOFTENED = {"к": "ц", "г": "з", "х": "с", "g": "dz", "k": "c"}
_SIDE = re.compile(  # северокорейский is of Korea
    "^(?:северно?|южно|восточно|западно|центрально|пауночна|пауднева|усходне|заходне|цэнтральна"
    "|північно|південно|східно|західно|północno|południowo|nord|süd)(?=\\w{4})"
)
_ENDING = re.compile(
    r"(?:[іиы]?й?[сц]ь?к|[нцк]|[аоеэё][вўу]ь?с?к?|[іиы]нь?с?к?)?[аеёиоуыэюяіїйєьмхг]{0,4}$|[a-zßąęółśćńż]*$"
)


@lru_cache(maxsize=1 << 15)
def senses(word: str, language: str) -> frozenset[str]:
    """Return the meanings of a word in names: `places:us`, `institutions:court`, `cldr:DE`."""
    return frozenset(_lengths(word, language))


def same_sense(word: str, other_word: str, language: str, other: str) -> bool:
    """Tell whether two words of two languages have a meaning in common."""
    return not senses(word, language).isdisjoint(senses(other_word, other))


def institutional(word: str, language: str) -> bool:
    """Tell whether a word is one that offices and works are named with, as Supreme or Council.

    The longest entry says it: «Вялікабрытанія» is a state, though it begins as «вялікі».
    """
    lengths = _lengths(word, language)
    offices = [size for sense, size in lengths.items() if sense.startswith("institutions:")]
    return bool(offices) and max(offices) == max(lengths.values())


def geographical(word: str, language: str) -> bool:
    """Tell whether a word names a state, its people, its language or a month."""
    placed = any(sense.startswith(("places:", "cldr:")) for sense in senses(word, language))
    return placed and not institutional(word, language)


def calendrical(word: str, language: str) -> bool:
    """Tell whether a word names a day of the week or a month."""
    return any(sense.startswith(("cldr:day-", "cldr:month-")) for sense in senses(word, language))


@lru_cache(maxsize=1 << 15)
def _lengths(word: str, language: str) -> dict[str, int]:
    """Return the meanings of a word, each with the letters of the entry that says so."""
    language = spoken(word, language)
    plain = fold(word, language).replace("ў", "у").removesuffix("'s").removesuffix("'")
    plain = _SIDE.sub("", plain)
    begun, whole = _index(language)
    found = dict.fromkeys(whole.get(plain, ()), len(plain))
    for length in range(1, len(plain) + 1):
        if length > _SHORT or _ENDING.match(plain, length):
            found |= dict.fromkeys(begun.get(plain[:length], ()), length)
    return found


@cache
def _index(language: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the beginnings of words and the whole words of a language, with their meanings."""
    begun: dict[str, set[str]] = defaultdict(set)
    whole: dict[str, set[str]] = defaultdict(set)
    for entry, sense in _entries(language):
        plain = fold(entry, language).replace("ў", "у")
        index = whole if plain.endswith(".") or len(plain) <= _WHOLE else begun
        index[plain.removesuffix(".")].add(sense)
    return begun, whole


def _entries(language: str) -> Iterator[tuple[str, str]]:
    if language not in LANGUAGES:
        return
    column = LANGUAGES.index(language)
    for table in TABLES:
        lines = (files("digest.text") / "senses" / f"{table}.tsv").read_text("utf-8").splitlines()
        for line in lines[1:]:
            sense = f"{table}:{line.split()[0]}"
            yield from ((entry, sense) for entry in line.split("\t")[column].split())
    yield from _cldr(language)


def _cldr(language: str) -> Iterator[tuple[str, str]]:
    locale = Locale.parse(language)
    named = [(f"cldr:{tag}", name) for tag, name in locale.territories.items() if len(tag) == 2]
    spoken = [
        (t, _SIDE.sub("", name.lower().replace("ў", "у"))) for t, name in locale.languages.items()
    ]
    named += [(f"cldr:lang-{t}", name) for t, name in spoken if len(t) <= 3]
    for kind, calendar in (("day", locale.days), ("month", locale.months)):
        for context in ("format", "stand-alone"):
            wide = calendar[context]["wide"].items()
            named += [(f"cldr:{kind}-{n}", name.removesuffix("ek")) for n, name in wide]  # piątkowy
    for sense, name in (*named, *_cities(locale)):
        words = tokens(name)
        if len(words) == 1 and len(name) > 3:  # Korea is not the meaning of North
            stem = name[:_STEM] if len(name) > _STEM else name[:4]
            yield stem, sense
            if stem[-1] in _SOFTENED:  # Ирак, но в Іраці
                yield stem[:-1] + _SOFTENED[stem[-1]], sense


def _cities(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the cities that time zones are named after; without a name, that of the zone stands."""
    for zone in Locale.parse("ru").time_zones:
        city = locale.time_zones.get(zone, {}).get("city")
        yield f"city:{zone}", city or str(zone).rpartition("/")[2].replace("_", " ")
