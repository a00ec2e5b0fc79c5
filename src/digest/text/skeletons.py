"""A word as what survives a change of alphabet, spelling and case ending: its consonants.

Łukašenka, Лукашэнка, Лукашенко and Lukaschenko all are `lksn`. The folding follows no single
romanisation: it maps to one letter what the national ones write differently, and drops vowels,
which they disagree on most.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LENGTH = 4  # consonants kept: enough for a root, too few for a case ending

_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгґдеёєжзийіїклмнопрстуўфхцчшщыэюя",
            "abvggdeoezziiiiklmnoprstuufgccssieua",
            strict=True,
        )
    )
    | {"ь": "", "ъ": "", "’": "", "'": "", "ʼ": ""}
)
_LATIN = str.maketrans({"ł": "l", "ß": "s", "ø": "o", "đ": "d", "æ": "e", "ı": "i"})
# The longest first: Polish szcz, German tsch, English shch and sh, and what h only decorates.
_DIGRAPHS = {
    "szcz": "s", "shch": "s", "tsch": "c", "sch": "s", "sh": "s", "sz": "s", "ch": "c", "cz": "c",
    "tz": "c", "ts": "c", "dz": "d", "zh": "z", "rz": "z", "kh": "g", "ph": "f", "th": "t",
    "ck": "k", "qu": "kv", "x": "ks", "w": "v", "q": "k", "h": "g", "j": "i", "y": "i",
}  # fmt: skip
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_VOWEL = re.compile("[aeiou]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def skeleton(word: str, length: int = LENGTH) -> str:
    """Return the first consonants of a word; a vowel that it begins with counts as one, `a`."""
    letters = _folded(word)
    consonants = _DOUBLED.sub(r"\1", _VOWEL.sub("", letters))
    return ("a" * bool(_VOWEL.match(letters)) + consonants)[:length]


def _folded(word: str) -> str:
    letters = word.lower().translate(_CYRILLIC).translate(_LATIN)
    decomposed = unicodedata.normalize("NFKD", letters)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], plain)
