"""Numbers: none lost, none added, none changed, and each of the same things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.records import caveat
from digest.text.numbers import read
from digest.text.units import unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.records import Caveat
    from digest.text.numbers import Number

_TOLD = 2  # from here on a numeral counts; "one" is often no number


def numbers_changed(
    source_text: str, translated: str, source: str, target: str
) -> Iterator[Caveat]:
    """Yield a fault for each number of one text that the other does not have as often.

    A figure may stand for a word and the other way round. A numeral without a counterpart is
    a fault only where the other text has one too: one of them may be a figure of speech.
    """
    here, there = read(source_text, source), read(translated, target)
    pairs, lost, added = matched(here, there)
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


def _month(number: Number) -> bool:
    return number.month


def _numeral(number: Number) -> bool:
    value = number.values[0]
    round_one = set(f"{value.normalize():E}".partition("E")[0]) <= {"1"}  # "thousands" is vague
    return number.spelled and number.firm and value >= _TOLD and not round_one


def _written(number: Number, text: str) -> str:
    return text[number.start : number.end]
