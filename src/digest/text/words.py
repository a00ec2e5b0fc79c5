"""Words for comparing sentences: lower-cased tokens, stems and stop words, in any language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from math import ceil
from typing import TYPE_CHECKING

import snowballstemmer

from digest.records import primary

if TYPE_CHECKING:
    from collections.abc import Callable

# Combining marks belong to words (stress marks, Indic vowel signs), but `\w` leaves them out.
# They all stand below U+1D00, bar a few historic scripts; looking further costs start-up time.
_MARKS = "".join(c for c in map(chr, range(0x300, 0x1D00)) if unicodedata.category(c)[0] == "M")
_TOKEN = re.compile(rf"[\w{_MARKS}]+(?:['’ʼ][\w{_MARKS}]+)*")
# Scripts without spaces between words: pairs of letters stand in for words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
WORDS_A_MINUTE = 180  # slower than English prose is read (238; Brysbaert, 2019): news is dense
# Where there is no stemmer a word is its first letters: crude, but its forms meet. Not tuned.
PREFIX = 6
_ROOT = 4  # letters that a word keeps without its ending


def reading_minutes(words: int) -> int:
    """Return how long it takes to read so many words, in minutes, rounded up."""
    return ceil(words / WORDS_A_MINUTE)


def tokens(text: str) -> list[str]:
    """Return the words of `text` in lower case; letter pairs where words are not spaced."""
    found = _TOKEN.findall(text.lower())
    if not _UNSPACED.search(text):
        return found
    return [part for token in found for part in _parts(token)]


def _parts(token: str) -> list[str]:
    if not _UNSPACED.search(token):
        return [token]
    return [token[at : at + 2] for at in range(len(token) - 1)]


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Return the function that stems words of a language; every distinct word is stemmed once."""
    name = _SNOWBALL.get(primary(language))
    known = name in snowballstemmer.algorithms()  # Czech, Persian and Polish came with 3.1
    stem = snowballstemmer.stemmer(name).stemWord if known else _prefix
    return lru_cache(maxsize=1 << 16)(stem)


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the words of `text` that are not stop words."""
    stem, stop = stemmer(language), stopwords(language)
    return [stem(word) for word in tokens(text) if word not in stop]


def roots(text: str, language: str) -> frozenset[str]:
    """Return what the forms of each word have in common, roughly: their stems without an ending."""
    return frozenset(stem[: max(_ROOT, len(stem) - 2)] for stem in stems(text, language))


@cache
def stopwords(language: str) -> frozenset[str]:
    """Return the stop words of a language; none where we hold no list."""
    name = primary(language).replace("no", "nb")  # Norwegian news is in Bokmål
    path = files("digest.text") / "stopwords" / f"{name}.txt"
    return frozenset(path.read_text("utf-8").split()) if path.is_file() else frozenset()


def _prefix(word: str) -> str:
    return word[:PREFIX]
