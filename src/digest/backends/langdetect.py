"""Language detection over langdetect's n-gram profiles and a few of our own; deterministic.

The profiles lie packed beside this module, one table a script, made by `tools/profiles.py`. A table
maps an n-gram to one integer that holds, in a field of `FIELD` bytes a language, the cost of the
n-gram in that language: so one sum of integers scores all the languages at once. In alphabets the
integer of three letters has that of the first two added, which halves the sum.
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
from digest.text.writing.orthography import ALPHABETS, belarusian, fold
from digest.text.writing.translit import transliterated

FOLDER = Path(__file__).with_name("profiles")
STEP = 0.06  # nats in one unit of cost
FIELD = 2  # bytes a language: a window has at most 3 * WINDOW n-grams of at most MOST
MOST = 160  # the greatest cost, some 10 nats
WINDOW = 168  # characters; more make no document clearer, and cost time
ROOM = 252  # characters in which a window of words is looked for
SAMPLE = 40  # letters that tell the script
FEWEST = 8  # letters; fewer are a name or a code
KNOWN = 0.25  # least share of n-grams that a table must hold, or the language is not among them
FAR = 400  # a cost above the best by so many steps adds nothing
TEMPERATURE = 4.0  # n-grams overlap, so their costs overstate the evidence; tuned for calibration
# What is read here is eight times as likely in a language that readers have as in any other: log 8,
# in steps. It decides about headlines: of Russian ones of three words .93 are told right, for .90.
READ = frozenset(("be", "de", "en", "pl", "ru", "uk"))
RARE = round(math.log(8) * TEMPERATURE / STEP)
CYRILLIC = frozenset(map(chr, range(0x400, 0x530)))
FOREIGN = 160  # the cost of a letter that a Cyrillic alphabet lacks; a name in a text may have some

TAGS = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "no": "nb", "tl": "fil"}
OWN = {"ko": "가", "ja": "あア"}  # Hangul and kana, in the classes of langdetect
# What is written in ASCII alone for pages on end; other languages in it may be transliterated.
COMMON = frozenset(("da", "de", "en", "es", "fr", "it", "nb", "nl", "pt", "so", "sv"))
SCRIPTS = {"cyrillic": "Cyrl", "latin": "Latn", "cjk": "Zyyy", "other": "Zyyy"}
SINGLE = frozenset(("cjk", "other"))  # tables where one character tells something, too

_NOISY = re.compile(r"[@/{}<>=`]|www|\);")  # only where one of these is can there be noise
_NOISE = re.compile(
    r"```.*?```|https?:\S+|www\.\S+|[^\s@]+@\S+|<[^<>]{1,200}>"
    r"|^[ -~\t]*(?:[{}]|->|==|[+-]=|\);[ \t]*$)[ -~\t]*$",  # the last: a line of code
    re.DOTALL | re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]+")


class Table(NamedTuple):
    """The packed costs of one script: `rows` of an n-gram, fields in the order of `tags`."""

    tags: tuple[str, ...]
    places: dict[str, int]  # n-gram -> where its row begins
    rows: bytes

    def packed(self, place: int) -> int:
        return int.from_bytes(self.rows[place : place + FIELD * len(self.tags)], "little")


@cache
def table(script: str) -> Table:
    """Read one table; the files are ours, so that a damaged one is a bug."""
    data = zlib.decompress((FOLDER / f"{script}.z").read_bytes())
    first, second, rows = data.split(b"\n", 2)
    names, every = first.decode().split("\t"), second.decode().split("\t")
    wide = bytearray(FIELD * len(rows))
    wide[::FIELD] = rows
    places = dict(zip(every, range(0, len(wide), FIELD * len(names)), strict=True))
    return Table(tuple(TAGS.get(name, name) for name in names), places, bytes(wide))


@cache
def alphabetic(script: str) -> dict[str, int]:
    """Return the packed costs of a table's pairs, and of its threes with their first pair's."""
    every = table(script)
    costs = dict(zip(every.places, map(every.packed, every.places.values()), strict=True))
    pairs = costs.copy()
    for gram in every.places:
        if len(gram) == 3:
            costs[gram] += pairs.get(gram[:2], 0)
    return costs


def grams(text: str) -> list[str]:
    """Return the n-grams of 2 and 3 characters; single letters only blur near languages."""
    pairs = list(map(add, text, text[1:]))
    return [*pairs, *map(add, pairs, text[2:])]


def spaced(text: str) -> str:
    """Return the words of a text in lower case, each between single spaces."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def middle(text: str, size: int) -> str:
    """Return the middle of a text, where a page is least likely to hold furniture."""
    start = max(0, (len(text) - size) // 2)
    return text[start : start + size]


def window(text: str) -> str:
    """Return what is scored of a text: words of its middle, without what is no prose."""
    part = unicodedata.normalize("NFC", middle(text, ROOM)).replace("\u00ad", "")
    if _NOISY.search(part):
        part = _NOISE.sub(" ", part)
    return middle(spaced(fold(part)), WINDOW)


def script_of(letters: str) -> str:
    """Return the table of the median letter: where there is a majority, it is of its script."""
    sample = sorted(letters[:: 1 + len(letters) // SAMPLE])
    median = sample[len(sample) // 2]
    if median < "\u0250" or "\u1e00" <= median < "\u1f00":
        return "latin"
    if "\u0400" <= median < "\u0530":
        return "cyrillic"
    return "cjk" if median >= "\u2e80" else "other"


def found(words: str, script: str) -> tuple[list[int], int]:
    """Return the packed costs of the n-grams that a table knows, and how many were looked up."""
    if script in SINGLE:
        every = table(script)
        looked = [*words, *grams(words)]
        places = map(every.places.get, looked)
        return [every.packed(place) for place in places if place is not None], len(looked)
    get = alphabetic(script).get
    threes = [words[at : at + 3] for at in range(len(words) - 2)]
    whole = list(map(get, threes))
    rest = [get(three[:2]) for three, cost in zip(threes, whole, strict=True) if cost is None]
    rest.append(get(words[-2:]))  # no three begins with the last pair
    return [*filter(None, whole), *filter(None, rest)], len(threes)


@cache
def rarity(script: str) -> int:
    """Return the packed costs that the languages of a table have before anything is read."""
    prior = (0 if tag in READ else RARE for tag in table(script).tags)
    return int.from_bytes(b"".join(cost.to_bytes(FIELD, "little") for cost in prior), "little")


def costs(words: str, script: str) -> tuple[dict[str, int], float]:
    """Return the cost of each language, and the share of n-grams that the table knows."""
    each, looked = found(words, script)
    tags = table(script).tags
    whole = sum(each, rarity(script))
    fields = struct.unpack(f"<{len(tags)}H", whole.to_bytes(FIELD * len(tags), "little"))
    return dict(zip(tags, fields, strict=True)), len(each) / looked


def unwritten(words: str) -> list[str]:
    """Return the languages whose own letters are missing: they also have Chinese characters."""
    return [tag for tag, own in OWN.items() if not any(letter in words for letter in own)]


def against(words: str) -> dict[str, int]:
    """Return what the Cyrillic letters of a text cost the languages whose alphabets lack them."""
    letters = CYRILLIC.intersection(words)
    return {
        tag: FOREIGN * sum(map(words.count, letters.difference(alphabet)))
        for tag, alphabet in ALPHABETS.items()
    }


def confidence(each: dict[str, int]) -> float:
    """Return the probability of the cheapest: a softmax over the costs, made less sure."""
    best = min(each.values())
    near = [cost - best for cost in each.values() if cost - best < FAR]
    return 1 / sum(math.exp(-cost * STEP / TEMPERATURE) for cost in near)


def language_of(words: str, script: str) -> tuple[str, float]:
    """Return the likeliest language and its probability; `und` where no profile fits."""
    if script in SINGLE:
        words = classes(words)
    each, known = costs(words, script)
    if script == "cyrillic":
        letters = against(words)
        each = {tag: cost + letters[tag] for tag, cost in each.items()}
    if script == "cjk":
        for tag in unwritten(words):
            del each[tag]
    if known < KNOWN:
        return UNDETERMINED, 0.0
    return min(each, key=each.__getitem__), confidence(each)


def classes(words: str) -> str:
    """Return characters by langdetect's classes, as its profiles count them."""
    if max(words) < "\u2e80":
        return words.replace("\u06cc", "\u064a")  # Farsi yeh: the one class without CJK
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
        if script == "latin" and language not in COMMON and words.isascii():
            language = transliterated(text) or language
        return Detection(language, sure, SCRIPTS[script])
