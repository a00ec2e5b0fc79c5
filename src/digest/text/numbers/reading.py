"""The numbers of a text as values, so that two texts, in any two languages, can be compared.

1 200 = 1,200 = 1.2 thousand = 1,2 тыс. = тысяча двести; 3:30 p.m. = 15.30; 1990s = 90-е. Where a
writing can be read in two ways, both readings are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.text.numbers.figures import (
    FIGURES,
    SPACES,
    Values,
    clock,
    dated,
    figures,
    half_days,
    roman,
)
from digest.text.numbers.numerals import compound, month, numeral, says_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(FIGURES + r"|(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)")
_WRITTEN = re.compile(r"\d")  # looked for first: reading a text is slow
_JOINT = re.compile(rf"[{SPACES}-]*(?:(?:and|und|a) )?")  # what may stand within one number
_GLUED = {"k": 3, "m": 6, "b": 9, "K": 3, "M": 6, "B": 9}  # at the digits: £3m
_NOON = re.compile(  # 1 p.m., 1 гадзіне дня, 8 вечера
    r"\s?[ap]\.?\s?m\b|\s(?:гадзін|час|годин)\w*\s(?:дня|ноч[иыі])"
    r"|\s(?:(?:гадзін|час|годин)\w*\s)?(?:веч[аео]ра|раніцы|утра|ранку)\b",
    re.IGNORECASE,
)
_DECADE = re.compile(r"['’]?s\b|-?(?:er|х|ых|е|ые|я|ыя|і|ті|их|ми|мі|м)\b")
_DECADES = re.compile(r"\blat(?:a|ach|ami)?\s(?:\d0\.\s(?:i|oraz)\s)?$")  # pl: w latach 70. i 80.
_RANGE = re.compile(r"\s?[-–—/]\s?")
_DIGITS = range(1, 10)
_HUGE = Decimal(10) ** 27  # a remainder of more digits than a Decimal keeps is an error
_SCALE = Decimal(1000)  # from here on a word multiplies what stands before it


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text writes it: what it may mean, the likeliest first, and where it stands.

    `spelled` is one in words or Roman figures; `firm` one that is surely meant as a number. The
    name of a `month` is its number, too.
    """

    values: Values
    start: int
    end: int
    spelled: bool = False
    firm: bool = True
    month: bool = False

    def same(self, other: Number) -> bool:
        """Tell whether both can mean the same."""
        return not set(self.values).isdisjoint(other.values)


def numbers(text: str) -> Counter[Decimal]:
    """Return how often each number that is written in figures stands in the text.

    Signs are read as in English, so that a figure is one number in whatever language it stands.
    """
    if not _WRITTEN.search(text):
        return Counter()
    return Counter(number.values[0] for number in read(text, "en") if not number.spelled)


@lru_cache(maxsize=64)
def read(text: str, language: str) -> tuple[Number, ...]:
    """Return the numbers of a text in order, those in words and the names of months too."""
    found: list[Number] = []
    run: list[Number] = []
    for number in _parts(text, language):
        if run and not _JOINT.fullmatch(text, run[-1].end, number.start):
            found += _sums(run)
            run = []
        run.append(number)
    found += _sums(run)
    return tuple(
        _widened(number, found[at - 1] if at else None, text) for at, number in enumerate(found)
    )


def _parts(text: str, language: str) -> Iterator[Number]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            word, start = match[0], match.start()
            if text[start - 1 : start].isdigit() and word in _GLUED:
                scale = Decimal(10) ** _GLUED[word]
                yield Number((scale,), start, match.end(), spelled=True)
            elif says_number(word, language):  # few words do
                yield from _worded(word, start, match.end(), language)
            continue
        written, (start, end) = match[0], match.span()
        if kind == "date":
            for left, right in dated(written):
                yield Number((Decimal(written[left:right]),), start + left, start + right)
        elif kind == "time":
            yield Number(clock(written), start, end)
        elif kind == "digits":
            yield Number(figures(written, language), start, end)
        elif kind == "roman" and (values := roman(written)):
            yield Number(values, start, end, spelled=True, firm=False)
        elif kind == "fraction":
            yield Number((Decimal(str(unicodedata.numeric(written))),), start, end, spelled=True)


def _worded(word: str, start: int, end: int, language: str) -> Iterator[Number]:
    values = numeral(word, language)
    for at, value in enumerate(values):
        yield Number((value,), end if at else start, end, spelled=True)
    if not values:
        named = month(word, language)
        hidden = named or compound(word, language)
        if hidden is not None:
            yield Number((hidden,), start, end, spelled=True, firm=False, month=bool(named))


def _sums(run: list[Number]) -> list[Number]:
    """Add up what stands together: 20 and 5 are 25, 2 and 1000 are 2000."""
    found: list[Number] = []
    for part in run:
        joined = _joined(found[-1], part) if found else None
        if joined:
            found[-1] = Number(
                joined, found[-1].start, part.end, found[-1].spelled and part.spelled
            )
        else:
            found.append(part)
    return found


def _joined(before: Number, part: Number) -> Values | None:
    """Return the values of two neighbours as one number, or nothing where they are two."""
    if not part.spelled or not part.firm or not before.firm:
        return None
    value, first = part.values[0], before.values[0]
    if first >= _HUGE:
        return None
    if value >= _SCALE:
        below = first % value  # the thousands of "a million two hundred thousand"
        if first and below == first:
            return tuple(v * value for v in before.values)
        return (first - below + below * value,) if below and first > value else None
    if not before.spelled:
        return None
    tail = first % _SCALE
    if value == 100 and 0 < tail < 100:
        return (first - tail + tail * value,)
    if _fits(tail if tail or first < _SCALE else _SCALE, value):
        return (first + value,)
    if 10 <= first < 100 and 10 <= value < 100:  # nineteen ninety-nine
        return (first * 100 + value,)
    return None


def _fits(tail: Decimal, value: Decimal) -> bool:
    """Tell whether `value` fills the zeros of `tail`: 5 those of 20, and not those of 15."""
    if tail % 100 == 0:
        return 0 < value < _SCALE and value < tail
    return tail % 10 == 0 and tail % 100 >= 20 and value in _DIGITS


def _widened(number: Number, before: Number | None, text: str) -> Number:
    """Add the readings that depend on what stands beside the number."""
    value = number.values[0]
    more: list[Decimal] = []
    if value < 13 and _NOON.match(text, number.end):
        more += half_days(value)
    if (
        (10 <= value < 100 or 1900 <= value < 2100)
        and value % 10 == 0  # which fails for a number of over 28 digits
        and (_DECADE.match(text, number.end) or _DECADES.search(text[: number.start]))
    ):
        more.append(value % 100 if value >= 1900 else value + 1900)
    if before and value < 100 and _RANGE.fullmatch(text, before.end, number.start):
        begun = before.values[0]
        if 1000 <= begun < 2200:
            more.append(begun // 100 * 100 + value)
    return replace(number, values=(*number.values, *more)) if more else number
