"""How alike two spellings of a name sound: Cromwell and Кромвелем, Xi Jinping and Сі Цзіньпін.

Both are written in one phonetic alphabet, and compared by an edit distance (Levenshtein, 1966)
whose costs are what languages disagree on: vowels and case endings cost little, consonants that
one letter stands for in two languages somewhat more, other consonants all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations

ALIKE = 0.27  # chosen on half of the evaluation data
NEARLY = 0.35  # at which a name is as likely another spelling as another name; on that half
SURELY = 0.12  # for a choice among all the names of a document, where chance has many tries

# ž, š, č are the sounds of Czech; c is ц, θ th, x any of х, Polish ch and German ch; j and χ are
# the letters j and x (to begin a word), which every language reads in its own way.
_CYRILLIC = dict(
    zip("абвгґдеёєжзийіїклмнопрстуўфхцчшщыэюя", "abvggdeoežziiiiklmnoprstuwfxcčššieua", strict=True)
) | dict.fromkeys("ьъ'’ʼ", "")
_LATIN = {
    "cester": "ster", "ough": "o", "eau": "o", "tth": "θ", "igh": "ai",
    "szcz": "š", "shch": "š", "tsch": "č", "sch": "š", "tch": "č", "sh": "š", "sz": "š", "ch": "č",
    "cz": "č", "tz": "c", "ts": "c", "zh": "ž", "rz": "ž", "kh": "x", "ph": "f", "th": "θ",
    "ck": "k", "qu": "kv", "gh": "g", "dž": "ž", "dj": "j", "dz": "z", "x": "ks", "y": "i",
    "q": "k", "ł": "l", "ß": "s", "ø": "o", "đ": "d", "ð": "d", "þ": "θ", "æ": "e", "ə": "e",
    "ı": "i", "ż": "ž", "ź": "z", "ś": "s", "ć": "č", "ń": "n", "š": "š", "č": "č", "ž": "ž",
    "ŭ": "w", "'": "", "’": "",
}  # fmt: skip
_LATINS = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_AFFRICATES = (
    (re.compile("дз(?=[еёіяюь])"), "д"),  # be: Дзітэр, Пуцін
    (re.compile("ц(?=[еёіяюь])"), "т"),
    (re.compile("дз|цз"), "з"),
    (re.compile("дж|чж"), "ж"),
    (re.compile("тч"), "ч"),
    (re.compile("тц"), "ц"),
)
_IOTATED = re.compile("(?:^|(?<=[аеёєиіїоуыэюя]))[яюєё]")  # Ява, Раян
_PLAIN = {"я": "а", "ю": "у", "є": "е", "ё": "о"}
_RELATIONAL = re.compile("(?:[оеёаі][вў]|[іи]н)?[сц]ь?к\\w{1,3}$")  # Нобелеўскага is of Nobel
_DOUBLED = re.compile(r"(.)\1+")
_DIPHTHONG = re.compile("(?<=[aeo])i(?=[^aeiou])")  # Chase is Чейз
_SILENT_START = re.compile("^(?:k(?=n)|w(?=r))")  # Knight, Wright
_POSSESSIVE = re.compile("['’]s?$")
_NEAR = {
    0.1: "wv wu ck θt xg xh hg jž",
    0.2: "ži žg cs sz čx čk cč θs θf vf vu žx xk žz ji jx jg jz χs χš χx χz χk",
    0.35: "šs šč zc td vb žd žš kg čc kč gk žč bp gz xs tc fp jd",
}
_COSTS = {
    pair: cost for cost, pairs in _NEAR.items() for p in pairs.split() for pair in (p, p[::-1])
}
_COSTS |= {a + b: 0.25 for pair in combinations("aeiou", 2) for a, b in (pair, pair[::-1])}
_SILENT = dict.fromkeys("aeiou", 0.35) | {"h": 0.35, "x": 0.7, "w": 0.35, "j": 0.35, "g": 0.7}
_TAIL, _TAILED = 0.15, 3  # the cost of a letter of a case ending, and how many it may have
_TAILS = frozenset("aeioumvwxgsnt")  # what case endings are made of


@lru_cache(maxsize=1 << 17)
def alike(one: str, other: str, within: float = ALIKE) -> bool:
    """Tell whether two words, in any of our alphabets, may be forms of one name.

    `within` is the distance allowed, as a share of the letters of the shorter word.
    """
    return any(
        _close(sounds(a), sounds(b), within)
        for a in {one, _RELATIONAL.sub("", one)}
        for b in {other, _RELATIONAL.sub("", other)}
        if a and b
    )


def _close(a: str, b: str, within: float) -> bool:
    if a == b:
        return True
    if not a or not b or not _begin_alike(a[0], b[0]):
        return False
    return distance(a, b) <= within * min(len(a), len(b))


@lru_cache(maxsize=1 << 15)
def sounds(word: str) -> str:
    """Return a word in the phonetic alphabet, doubled letters once."""
    low = _POSSESSIVE.sub("", word.lower())
    if re.search("[Ѐ-ӿ]", low):
        low = _IOTATED.sub(lambda found: "й" + _PLAIN[found[0]], low)
        for written, sound in _AFFRICATES:
            low = written.sub(sound, low)
        spoken = "".join(_CYRILLIC.get(letter, letter) for letter in low)
    else:
        spoken = _LATINS.sub(lambda found: _LATIN[found[0]], _SILENT_START.sub("", low))
        spoken = "χ" + spoken[2:] if low[0] == "x" else spoken
        spoken = "".join(c if c in "ščžθχ" else unicodedata.normalize("NFKD", c)[0] for c in spoken)
    return _DOUBLED.sub(r"\1", _DIPHTHONG.sub("", spoken))


def _begin_alike(a: str, b: str) -> bool:
    return a == b or a + b in _COSTS or (a in _SILENT and b in _SILENT) or "h" in (a, b)


@lru_cache(maxsize=1 << 15)
def distance(a: str, b: str) -> float:
    """Return the weighted edit distance of two words in the phonetic alphabet."""
    before = [0.0]
    for letter in b:
        before.append(before[-1] + _SILENT.get(letter, 1))
    for i, x in enumerate(a):
        drop_x = _TAIL if i >= len(a) - _TAILED and x in _TAILS else 2.0
        silent_x = _SILENT.get(x, 1)
        row = [before[0] + silent_x]
        for j, y in enumerate(b):
            change = before[j] + (0 if x == y else _COSTS.get(x + y, 1))
            without_x = before[j + 1] + min(silent_x, drop_x if j == len(b) - 1 else 2)
            ends = i == len(a) - 1 and j >= len(b) - _TAILED
            tail_y = _TAIL if ends and y in _TAILS else 2
            row.append(min(change, without_x, row[j] + min(_SILENT.get(y, 1), tail_y)))
        before = row
    return before[-1]
