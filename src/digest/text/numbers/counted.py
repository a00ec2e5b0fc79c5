"""The numbers of a sentence with what they count, where that can be told with some certainty.

Dates, years, times, ages, durations, ranges, ordinals and numbers of houses or routes are left
out. The words are those of `counted.toml` and the units of `units`; other nouns are compared
by their skeletons, so that a Russian report can be held against a Belarusian one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.belarusian import to_official
from digest.text.names import adjectival
from digest.text.numbers import read
from digest.text.numbers.numerals import numeral
from digest.text.numbers.units import DURATIONS, unit
from digest.text.skeletons import skeleton
from digest.text.words import stopwords

if TYPE_CHECKING:
    from decimal import Decimal

    from digest.text.numbers import Number

NOUNS_LIKE_NAMES = frozenset({"de", "lb"})  # languages that capitalise every noun
FATE, THING, UNIT, NOUN = "fate", "thing", "unit", "noun"
_NEAR = 5  # words on each side that tell what is meant
_SHORTEST = 3  # consonants; shorter skeletons are alike by chance
_LARGE = 1000  # numerals from here on are hardly ordinals

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_EDGE = re.compile(r"[;:()«»„“”\"!?…]|(?<!\d),|,(?!\d)|\s[–—-]\s")
_NUMBERED = re.compile(r"(?:№|#|\b(?:no|nr|num|д|дом|дому|вул|ул)\.?|[^\W\d_]-)\s*$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:-[^\W\d_]{1,3}|th|st|nd|rd)\b|[:.]\d")
_AGED = re.compile(r"-[^\W\d_]")  # the 62-year-old
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_RANGE = re.compile(
    r"\s*(?:[-–—]|\b(?:and|to|до|да|do|bis|und|і|й|и|або|или)\b|\s)*\s*", re.IGNORECASE
)
_DATED = re.compile(r"(?:of|de|st|nd|rd|th|[\s.,-])*")
_AND = re.compile(r"\s(?:and|und|oraz|i|и|і|й|та)\s")
_JOINING = re.compile(
    r"(?:and|but|while|und|aber|oraz|ale|zaś|и|а|но|или|і|й|ды|та|але|або|i|a)\s+", re.IGNORECASE
)
_FOLLOWING = re.compile(r"[\s-]+((?:[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\s*){1,3})")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and what it counts: a fate of people, a thing, a unit or another noun.

    `phrase` is the clause, as written; `near` are the skeletons of the words around the number;
    `own` is that of what is counted as written, `complement` that of the word after a unit: metres
    of what.
    """

    value: Decimal
    kind: str
    what: str
    hedge: str
    phrase: str
    near: frozenset[str]
    own: str
    complement: str


def counted(sentence: str, language: str) -> list[Counted]:
    """Return what the numbers of a sentence count, in order."""
    text = to_official(sentence, frozenset()) if language == "be-tarask" else sentence
    found = read(text, language)
    skipped: set[Number] = set()
    for one, other in pairwise(found):
        between = text[one.end : other.start]
        if ((one.month or other.month) and _DATED.fullmatch(between)) or _RANGE.fullmatch(between):
            skipped |= {one, other}
    plain = (one for one in found if one.firm and not one.month and one not in skipped)
    return [made for one in plain if (made := _counted(one, text, primary(language)))]


def fates(text: str) -> set[str]:
    """Return what the words of a text say that happened to people."""
    return {fate for word in _WORD.findall(text) if (fate := _known("fates", word))}


def content(text: str, language: str) -> frozenset[str]:
    """Return the skeletons of the words of a text that say something."""
    return frozenset(map(skeleton, _words(text, language)))


def _counted(number: Number, text: str, language: str) -> Counted | None:
    before, after = _clause(text, number)
    measured = unit(number, text)
    if number.values[0] < 2 or not _is_quantity(number, text, before, measured, language):
        return None
    kind, what = (UNIT, measured) if measured else _what(before, after, language)
    if kind == NOUN and _YEAR.fullmatch(text, number.start, number.end):
        return None
    left, right = text[: number.start], text[number.end :]
    around = (*_words(left, language)[-_NEAR:], *_words(right, language)[:_NEAR])
    if not kind:
        return None
    return Counted(
        value=number.values[0],
        kind=kind,
        what=what,
        hedge=_hedge(before),
        phrase=_phrase(before + text[number.start : number.end] + after),
        near=frozenset(map(skeleton, around)),
        own="".join(map(skeleton, _words(after, language)[:1])),
        complement=_complement(after, language) if measured else "",
    )


def _is_quantity(number: Number, text: str, before: str, measured: str, language: str) -> bool:
    """Tell whether a number says how much, and not which one or when."""
    written = text[number.start : number.end]
    if _NUMBERED.search(before) or _ORDINAL.match(text, number.end):
        return False
    if measured in DURATIONS or (not measured and _AGED.match(text, number.end)):
        return False
    return _is_cardinal(number, written, language)


def _is_cardinal(number: Number, written: str, language: str) -> bool:
    if not number.spelled or number.values[0] >= _LARGE:
        return True
    known = _table("cardinals").get(language, "").split()
    return all(word in known for word in written.lower().split())


def _clause(text: str, number: Number) -> tuple[str, str]:
    """Return what stands before and after a number in its part of the sentence."""
    edges = list(_EDGE.finditer(text))
    start = max((edge.end() for edge in edges if edge.end() <= number.start), default=0)
    end = min((edge.start() for edge in edges if edge.start() >= number.end), default=len(text))
    return text[start : number.start], text[number.end : end]


def _what(before: str, after: str, language: str) -> tuple[str, str]:
    """Return the kind and the name of what is counted by the words that follow the number."""
    noun = _noun(after, language)
    if not noun or _known("never", noun):
        return "", ""
    if fate := _known("fates", noun):
        return FATE, fate
    beside = _AND.split(before)[-1] + _AND.split(after)[0]
    if _known("persons", noun):
        shared = fates(beside)
        return (FATE, shared.pop()) if len(shared) == 1 else ("", "")
    if thing := _known("things", noun):
        return THING, thing
    bones = skeleton(noun)
    return (NOUN, bones) if len(bones) >= _SHORTEST else ("", "")


def _noun(after: str, language: str) -> str:
    """Return the first word after a number that is no adjective, where nothing parts them."""
    following = _FOLLOWING.match(after)
    for word in following[1].split() if following else ():
        is_name = word[0].isupper() and language not in NOUNS_LIKE_NAMES
        if is_name or word.lower() in stopwords(language):
            return ""
        if not adjectival(word, language) or _known("fates", word):
            return word
    return ""


def _complement(after: str, language: str) -> str:
    """Return the skeleton of the word that follows a unit at once: of glass."""
    following = _FOLLOWING.match(after)
    words = following[1].split()[1:2] if following else []
    return "".join(skeleton(word) for word in words if word.lower() not in stopwords(language))


def _words(text: str, language: str) -> list[str]:
    stop = stopwords(language)
    words = (word for word in _WORD.findall(text) if len(word) > 2 and word.lower() not in stop)
    return [word for word in words if not numeral(word, language)]


def _phrase(clause: str) -> str:
    """Return a clause as it can stand alone: without what joins it to the one before."""
    plain = clause.strip(" .,–—-")
    return plain[found.end() :] if (found := _JOINING.match(plain)) else plain


def _hedge(before: str) -> str:
    """Return the mark of the hedge that stands before a number, if any."""
    found = _hedge_pattern().search(before)
    if not found:
        return ""
    mark, said = _hedges()[found[1].lower()], _WORD.findall(before[: found.start(1)])
    return "" if said and _known("changes", said[-1]) and mark == "≤" else mark


@cache
def _hedges() -> dict[str, str]:
    table = _table("hedges").items()
    return {phrase: mark for mark, phrases in table for phrase in phrases.split("|")}


@cache
def _hedge_pattern() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, sorted(_hedges(), key=len, reverse=True)))
    return re.compile(rf"(?<!\S)({phrases})\s+(?:(?:на|в|у|ў|in|to)\s+)?[£$€]?$", re.IGNORECASE)


@cache
def _table(name: str) -> dict[str, str]:
    found = tomllib.loads((files(__package__) / "counted.toml").read_text("utf-8"))[name]
    return {str(key): str(words) for key, words in found.items()}


@lru_cache(maxsize=1 << 16)
def _known(table: str, word: str) -> str:
    """Return under which name a table has a word, or nothing."""
    plain = word.lower()
    for name, beginnings in _table(table).items():
        for begin in beginnings.split():
            if plain == begin[:-1] if begin.endswith("$") else plain.startswith(begin):
                return name
    return ""
