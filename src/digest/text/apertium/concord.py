"""An adjective and its noun, in the cases, numbers and genders that both can have.

The stream is that of the analysis, `^surface/reading/reading$` a word: in у выходныя дні the noun
is no locative, since the adjective is none; nor is it in два месяцы.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_CASED = r"<(m|f|nt|mf|mfn)>(?:<(an|nn|aa)>)?<(sg|pl)><(nom|gen|dat|acc|ins|loc|prp)>"
_ATTRIBUTE = re.compile(rf"<(?:adj|det|prn|pp)>(?:<(?!pers|p[123])\w+>)*?{_CASED}")
_NOUN = re.compile(rf"<n>{_CASED}")
_UNIT = r"\^[^/$^]+/[^$^]*\$"
_ROW = re.compile(rf"{_UNIT}(?: {_UNIT})+")
_NEVER = re.compile("(?!)")
_FEW = re.compile(r"\^(?:\d{0,2}(?<!1)[234]|[Дд]ва|[Дд]зве|[Тт]ры|[Чч]атыры)/[^$]*<num>")
_SEVERAL = re.compile("<pl><(?:nom|acc)>")


class Form(NamedTuple):
    """What an adjective and its noun have in common."""

    gender: str
    animacy: str
    number: str
    case: str


def concordant(analysis: str, source: str) -> str:
    """Return the analysis without the readings in which an adjective and its noun disagree."""
    few = _FEW if source == "be" else _NEVER
    return _ROW.sub(lambda found: " ".join(_agreed(found[0].split("$ "), few)), analysis)


def _agreed(units: list[str], few: re.Pattern[str]) -> list[str]:
    units = [unit.removesuffix("$") + "$" for unit in units]
    begin = 0
    for at, unit in enumerate(units):
        if _NOUN.search(unit):
            units[begin : at + 1] = _matched(units[begin:at], unit)
            if begin and few.match(units[begin - 1]):
                units[at] = _only(units[at], _SEVERAL.search)
        if not _is_attribute(unit):
            begin = at + 1
    return units


def _is_attribute(unit: str) -> bool:
    return all(map(_ATTRIBUTE.search, _readings(unit)))


def _readings(unit: str) -> list[str]:
    return unit[:-1].split("/")[1:]


def _form(reading: str, pattern: re.Pattern[str]) -> Form | None:
    found = pattern.search(reading)
    return Form(*(group or "" for group in found.groups())) if found else None


def _forms(unit: str, pattern: re.Pattern[str]) -> list[Form]:
    return [form for reading in _readings(unit) if (form := _form(reading, pattern))]


def _matched(attributes: list[str], noun: str) -> list[str]:
    """Return adjectives and their noun in the forms that all have; as they are without any."""
    others = [_forms(unit, _ATTRIBUTE) for unit in attributes]
    kept = [
        form
        for form in _forms(noun, _NOUN)
        if all(any(_fits(other, form) for other in each) for each in others)
    ]
    if not attributes or not kept:
        return [*attributes, noun]

    def fits(reading: str) -> bool:
        other = _form(reading, _ATTRIBUTE)
        return other is not None and any(_fits(other, form) for form in kept)

    def stays(reading: str) -> bool:
        return _form(reading, _NOUN) in (None, *kept)

    return [*(_only(unit, fits) for unit in attributes), _only(noun, stays)]


def _fits(attribute: Form, noun: Form) -> bool:
    """Tell whether an adjective can stand beside a noun."""
    genders = attribute.gender == noun.gender or "mfn" in (attribute.gender, noun.gender)
    animacies = "an" in (attribute.animacy, noun.animacy) or attribute.animacy == noun.animacy
    return genders and (animacies or noun.case != "acc") and attribute[2:] == noun[2:]


def _only(unit: str, wanted: Callable[[str], object]) -> str:
    """Return a unit with the readings that are wanted; with all of them where none is."""
    surface, *readings = unit[:-1].split("/")
    return "/".join([surface, *(list(filter(wanted, readings)) or readings)]) + "$"
