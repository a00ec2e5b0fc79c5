"""Numbers: none lost, none added, none changed, and each of the same things."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.records import caveat
from digest.text.numbers import read
from digest.text.numbers.units import unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.records import Caveat
    from digest.text.numbers import Number

# What one of the first is in the second: translators convert what their readers do not use.
_CONVERTED = {
    ("mile", "kilometre"): 1.609,
    ("foot", "metre"): 0.3048,
    ("foot", "centimetre"): 30.48,
    ("inch", "centimetre"): 2.54,
    ("inch", "millimetre"): 25.4,
    ("acre", "hectare"): 0.4047,
    ("pound", "kilogram"): 0.4536,
    ("tonne", "kilogram"): 1000.0,
    ("metre", "kilometre"): 0.001,
    ("metre", "centimetre"): 100.0,
}
_BETWEEN = re.compile(r"[\s-]?[^\W\d]+[\s,-]+")  # between feet and inches
_ROUNDED = 0.06  # share by which a converted number may be off
_TOLD = 2  # from here on a numeral counts; "one" is often no number


def numbers_changed(
    source_text: str, translated: str, source: str, target: str
) -> Iterator[Caveat]:
    """Yield a fault for each number of one text that the other does not have as often.

    A figure may stand for a word and the other way round. A numeral without a counterpart is
    a fault only where the other text has one too: one of them may be a figure of speech.
    """
    here, there = _measured(source_text, source), _measured(translated, target)
    pairs, lost, added = matched(here, there)
    lost, added = _unconverted(lost, added, source_text, translated)
    if not added:  # else it may stand for what is lost
        lost = _once(lost, [number for number, _ in pairs], source_text)
    for number in lost:
        if not number.spelled:
            yield caveat("number_lost", number=_written(number, source_text))
    for number in added:
        if not number.spelled:
            yield caveat("number_added", number=_written(number, translated))
    for alike in (_numeral, _month):
        words = [[n for n in side if alike(n)] for side in (lost, added)]
        if all(words):
            before, after = _written(words[0][0], source_text), _written(words[1][0], translated)
            yield caveat("number_changed", before=before, after=after)
    yield from _units(pairs, source_text, translated)


def numbers_invented(
    text: str, known: Sequence[Number], article: str, language: str
) -> Iterator[Caveat]:
    """Yield a fault for each number of a text that its article, with the numbers `known`, lacks."""
    values = {value for number in known for value in number.values}
    for number in read(text, language):
        if values.isdisjoint(number.values) and (not number.spelled or _numeral(number)):
            yield caveat("number_added", number=_written(number, text))
        elif (kind := unit(number, text)) and not number.spelled:
            units = {unit(other, article) for other in known if number.same(other)}
            if "" not in units and kind not in units and values.intersection(number.values):
                yield caveat("unit_changed", number=_written(number, text), unit=kind)


def matched(
    here: Sequence[Number], there: Sequence[Number]
) -> tuple[list[tuple[Number, Number]], list[Number], list[Number]]:
    """Return the pairs of numbers that are the same, and what is left over on both sides.

    Figures are matched with figures first; each number is matched once.
    """
    left = sorted(there, key=lambda number: number.spelled)
    pairs, lost = [], []
    for number in sorted(here, key=lambda number: number.spelled):
        match = next((other for other in left if number.same(other)), None)
        if match is None:
            lost.append(number)
        else:
            left.remove(match)
            pairs.append((number, match))
    return pairs, lost, left


def _units(pairs: Sequence[tuple[Number, Number]], here: str, there: str) -> Iterator[Caveat]:
    kinds = [(number, unit(number, here), unit(other, there)) for number, other in pairs]
    before, after = [sorted(side) for side in ([k[1] for k in kinds], [k[2] for k in kinds])]
    if before == after:  # the same number of two things, matched crosswise
        return
    for number, ours, theirs in kinds:
        if ours and theirs and ours != theirs:
            yield caveat("unit_changed", number=_written(number, here), before=ours, after=theirs)


def _unconverted(
    lost: Sequence[Number], added: Sequence[Number], here: str, there: str
) -> tuple[list[Number], list[Number]]:
    """Return what is left without the numbers that are the same in other units."""
    gone: list[Number] = []
    left = list(added)
    for number in lost:
        match = next(
            (o for o in left if _equal(number, unit(number, here), o, unit(o, there))), None
        )
        if match:
            left.remove(match)
        else:
            gone.append(number)
    return gone, left


def _once(lost: Sequence[Number], kept: Sequence[Number], text: str) -> list[Number]:
    """Return what is lost without what is kept in another unit: of 300 km (180 miles)."""
    stay = [(number, unit(number, text)) for number in kept]
    return [n for n in lost if not any(_equal(n, unit(n, text), o, kind) for o, kind in stay)]


def _equal(one: Number, its: str, other: Number, theirs: str) -> bool:
    """Tell whether one number is the other in another unit: 50 miles are 80 kilometres."""
    a, b = float(one.values[0]), float(other.values[0])
    if its == theirs == "degree":
        return abs((a - 32) / 1.8 - b) < 1 or abs((b - 32) / 1.8 - a) < 1
    if factor := _CONVERTED.get((its, theirs)):
        return abs(a * factor - b) <= _ROUNDED * b
    factor = _CONVERTED.get((theirs, its))
    return factor is not None and abs(b * factor - a) <= _ROUNDED * a


def _measured(text: str, language: str) -> list[Number]:
    """Return the numbers of a text, feet and inches as one: a 6-foot-6 forward has 6.5 feet."""
    found: list[Number] = []
    for number in read(text, language):
        if found and _inches(found[-1], number, text):
            feet, inches = found.pop(), number.values[0]
            found.append(replace(feet, values=(feet.values[0] + inches / 12,)))
        else:
            found.append(number)
    return found


def _inches(feet: Number, number: Number, text: str) -> bool:
    beside = unit(feet, text) == "foot" and _BETWEEN.fullmatch(text, feet.end, number.start)
    return bool(beside) and (unit(number, text) == "inch" or text[number.start - 1] == "-")


def _month(number: Number) -> bool:
    return number.month


def _numeral(number: Number) -> bool:
    value = number.values[0]
    round_one = set(f"{value.normalize():E}".partition("E")[0]) <= {"1"}  # "thousands" is vague
    return number.spelled and number.firm and value >= _TOLD and not round_one


def _written(number: Number, text: str) -> str:
    return text[number.start : number.end]
