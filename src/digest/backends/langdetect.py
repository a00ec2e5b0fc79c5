"""Language detection over langdetect's n-gram profiles and a few of our own; deterministic.

The profiles lie packed beside this module, one table a script, made by `tools/profiles.py`. A table
maps an n-gram to one integer that holds, in a field of `FIELD` bytes a language, the cost of the
n-gram in that language: so one sum of integers scores all the languages at once.
"""

from __future__ import annotations

import math
import re
import struct
import unicodedata
import zlib
from functools import cache
from operator import add
from pathlib import Path
from typing import NamedTuple

from digest.records import UNDETERMINED, Detection
from digest.text.orthography import belarusian, fold

FOLDER = Path(__file__).with_name("profiles")
STEP = 0.06  # nats in one unit of cost
FIELD = 2  # bytes a language: a window has at most 2 * WINDOW n-grams of at most MOST
MOST = 160  # the greatest cost, some 10 nats
WINDOW = 168  # characters; more make no document clearer, and cost time
FEWEST = 8  # letters; fewer are a name or a code
KNOWN = 0.25  # least share of n-grams that a table must hold, or the language is not among them
FAR = 400  # a cost above the best by so many steps adds nothing
TEMPERATURE = 4.0  # n-grams overlap, so their costs overstate the evidence; tuned for calibration

TAGS = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "no": "nb", "tl": "fil"}
OWN = {"ko": "가", "ja": "あア"}  # Hangul and kana, in the classes of langdetect
SCRIPTS = {"cyrillic": "Cyrl", "latin": "Latn", "other": "Zyyy"}

_NOISY = re.compile(r"[@/{}<>=`]|www|\);")  # only where one of these is can there be noise
_NOISE = re.compile(
    r"```.*?```|https?:\S+|www\.\S+|[^\s@]+@\S+|<[^<>]{1,200}>"
    r"|^[ -~\t]*(?:[{}]|->|==|[+-]=|\);[ \t]*$)[ -~\t]*$",  # the last: a line of code
    re.DOTALL | re.MULTILINE,
)
_GAPS = re.compile(r"[\W\d_]+")


class Table(NamedTuple):
    """The packed costs of one script: `costs` of an n-gram, in the order of `tags`."""

    tags: tuple[str, ...]
    costs: dict[str, int]


@cache
def table(script: str) -> Table:
    """Read one table; the files are ours, so that a damaged one is a bug."""
    data = zlib.decompress((FOLDER / f"{script}.z").read_bytes())
    first, second, rows = data.split(b"\n", 2)
    names, every = first.decode().split("\t"), second.decode().split("\t")
    wide = bytearray(FIELD * len(rows))
    wide[::FIELD] = rows
    size = FIELD * len(names)
    packed = [int.from_bytes(wide[at : at + size], "little") for at in range(0, len(wide), size)]
    tags = tuple(TAGS.get(name, name) for name in names)
    return Table(tags, dict(zip(every, packed, strict=True)))


def grams(text: str) -> list[str]:
    """Return the n-grams of 2 and 3 characters; single letters only blur near languages."""
    pairs = list(map(add, text, text[1:]))
    return [*pairs, *map(add, pairs, text[2:])]


def spaced(text: str) -> str:
    """Return the words of a text in lower case, each between single spaces."""
    return f" {_GAPS.sub(' ', text).lower().strip()} "


def middle(text: str, size: int) -> str:
    """Return the middle of a text, where a page is least likely to hold furniture."""
    start = max(0, (len(text) - size) // 2)
    return text[start : start + size]


def window(text: str) -> str:
    """Return what is scored of a text: words of its middle, without what is no prose."""
    part = unicodedata.normalize("NFC", middle(text, 3 * WINDOW // 2)).replace("\u00ad", "")
    if _NOISY.search(part):
        part = _NOISE.sub(" ", part)
    return middle(spaced(fold(part)), WINDOW)


def script_of(letters: str) -> str:
    """Return the table of the median letter: where there is a majority, it is of its script."""
    sample = sorted(letters[::2])
    median = sample[len(sample) // 2]
    if median < "\u0250" or "\u1e00" <= median < "\u1f00":
        return "latin"
    return "cyrillic" if "\u0400" <= median < "\u0530" else "other"


def costs(words: str, script: str) -> tuple[dict[str, int], float]:
    """Return the cost of each language, and the share of n-grams that the table knows."""
    tags, each = table(script)
    every = grams(words) if script != "other" else [*words, *grams(words)]
    found = [*filter(None, map(each.get, every))]
    packed = sum(found).to_bytes(FIELD * len(tags), "little")
    fields = struct.unpack(f"<{len(tags)}H", packed)
    return dict(zip(tags, fields, strict=True)), len(found) / len(every)


def unwritten(words: str) -> list[str]:
    """Return the languages whose own letters are missing: they also have Chinese characters."""
    return [tag for tag, own in OWN.items() if not any(letter in words for letter in own)]


def confidence(each: dict[str, int]) -> float:
    """Return the probability of the cheapest: a softmax over the costs, made less sure."""
    best = min(each.values())
    near = [cost - best for cost in each.values() if cost - best < FAR]
    return 1 / sum(math.exp(-cost * STEP / TEMPERATURE) for cost in near)


def language_of(words: str, script: str) -> tuple[str, float]:
    """Return the likeliest language and its probability; `und` where no profile fits."""
    if script == "other":
        words = classes(words)
    each, known = costs(words, script)
    if script == "other":
        for tag in unwritten(words):
            del each[tag]
    if known < KNOWN:
        return UNDETERMINED, 0.0
    return min(each, key=each.__getitem__), confidence(each)


def classes(words: str) -> str:
    """Return CJK characters by langdetect's classes, as its profiles count them."""
    from langdetect.utils.ngram import NGram  # slow, and rarely needed

    return "".join(map(NGram.normalize, words))


class Profiles:
    """The built-in detector; a language with several orthographies is told apart by its letters."""

    def detect(self, text: str) -> Detection:
        """Return the language of most of a text, `und` where there is no prose to judge."""
        words = window(text)
        letters = words.replace(" ", "")
        if len(letters) < FEWEST:
            return Detection(UNDETERMINED, 0.0, "Zyyy")
        script = script_of(letters)
        language, sure = language_of(words, script)
        if language == "be":
            language = belarusian(text)
        return Detection(language, sure, SCRIPTS[script])
