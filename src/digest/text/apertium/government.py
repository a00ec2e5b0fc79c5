"""In which case a word of the analysis is asked for: by a preposition, a verb, a noun before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.text.apertium.readings import Readings

FIRST = re.compile("<nom>")  # a sentence begins with its subject rather than with an object
_OF = re.compile("<gen>")  # what stands beside a noun is mostly whose it is
_SAID = re.compile("<vblex>[^/]*<(?:past|pres|fut)>")  # полиция начала, which is no начало
_TIME = re.compile("^(?:дата|день|время|срок|момент|год|месяц|час)<")  # дата начала
_NOT_OF = re.compile(r"^(?!.*<gen>)")  # приняли правила: them, not of them
_ACTIVE = re.compile("(?:[уюая]щ|вш)(?:ий|ая|ее|ие|его|ему|им|ем|ей|ую|их|ими)$")
_TAKES_OF = re.compile(  # требует решения
    r"^(?:по)?(?:требовать|достичь|достигать|касаться|ждать|ожидать|избежать|избегать|лишить"
    r"|хватать|хватить|не|потребувати|вимагати|досягти|дотримуватися|уникати|уникнути|зазнати|зазнавати"
    r"|завдати|завдавати|набути|бракувати|вистачати|стосуватися|позбавити|запобігти)<|ся<|ться<"
)
_HIS = frozenset(("його", "її", "їх", "яго", "яе", "іх"))
_OBJECT = re.compile("<acc>")  # after a Ukrainian verb that has one
# After a Russian verb whose subject came before it.
WHOM = re.compile("<acc>|<aa>.*<gen>|<(?:adj|det|prn)>(?!.*<nom>)")
_DOES = re.compile("<vblex>.*<tv>.*<(?:inf|past|pres|fut)>")
_CASE = re.compile("<(?:nom|gen|dat|acc|ins|loc)>")
_ENDS = re.compile("<(?:cm|sent|vb[a-z]+)>")
_HEAD = re.compile(r"<(?:n|np|prn)>")
_COUNTS = re.compile("<(?:num|pp|pprs)>")  # these may stand before their subject
_BESIDE = re.compile(r"<(?:adj|det|num|pp|pprs)>")
_ATTRIBUTE = re.compile(  # endings of adjectives
    "[^аеёєиіїоуыэюя](?:[иыі]й|ы|[іи]|ая|[оае]е|ую|юю|[оа]й|ої|ою|[оаея](?:го|га|му)|[иыі](?:х|мі?|ми))$"
)
_QUOTE = re.compile("<[lr]quot>")
_PERIOD = re.compile("^(?:год|месяц|тыдзень|неделя|панядзелак|аўторак|серада|чацвер|субота)<n>")

Cases = re.Pattern[str] | None


def governed(readings: list[str], asked: Cases, known: Readings) -> list[str]:
    """Return the readings in a case that the preposition before asks for, or that needs none."""
    if any("<pr><" in reading for reading in readings):  # a Ukrainian one names its case
        return _placed(readings, known)
    if asked is FIRST and any("<adv>" in reading for reading in readings):
        asked = None
    if asked is _SAID:
        said = [reading for reading in readings if _SAID.search(reading)]
        return said or governed(readings, _OF, known)
    if asked and (right := [reading for reading in readings if asked.search(reading)]):
        return _placed(right, known)
    return [reading for reading in readings if not known.oblique.search(reading)] or readings


def _placed(readings: list[str], known: Readings) -> list[str]:
    """Return readings with places first, where these are likelier than where to: у столиці."""
    if not known.places:
        return readings
    return sorted(readings, key=lambda reading: not known.oblique.search(reading))


def asked_next(surface: str, readings: list[str], asked: Cases, known: Readings) -> Cases:
    """Return what the next word is asked for: a preposition rules until its noun."""
    ruled = is_ruled(asked)
    if any("<pr>" in reading for reading in readings) or (
        known.objects and is_unknown(readings) and surface in known.governed
    ):
        return known.governed.get(surface)
    quoted = ruled and any(map(_QUOTE.search, readings))  # у «стабільным» стане
    if quoted or any("<guio>" in reading for reading in readings):
        return asked
    if ruled and any(map(_PERIOD.search, readings)):
        return None  # у гэтым годзе міністэрства стварыла
    if any("<n>" in reading for reading in readings):
        begins = known.acts and asked is FIRST and not _TIME.search(readings[0])
        return _SAID if begins else _OF
    if surface in _HIS and (known.places or (is_ruled(asked) and asked is not known.governed["у"])):
        return asked
    if known.objects and readings and all(map(_DOES.search, readings)):
        return None if any(_TAKES_OF.search(reading) for reading in readings) else _OBJECT
    if known.acts and readings and all(_SAID.search(reading) for reading in readings):
        return None if any(_TAKES_OF.search(reading) for reading in readings) else _NOT_OF
    if any("<pasv><short>" in reading for reading in readings):
        return FIRST  # построены дома: its subject follows
    if known.acts and asked is None and _is_active(surface, readings):
        return _NOT_OF
    if asked in (FIRST, _NOT_OF) and any(_COUNTS.search(reading) for reading in readings):
        return None
    head = any(_HEAD.search(reading) for reading in readings)
    beside = any(_BESIDE.search(reading) for reading in readings)
    strange = ruled and is_unknown(readings) and _ATTRIBUTE.search(surface)
    return asked if strange or (beside and not head) else None


def is_ruled(asked: Cases) -> bool:
    """Tell whether a preposition asks, whose noun is still to come."""
    return asked not in (None, FIRST, _OF, _SAID, _NOT_OF, _OBJECT, WHOM)


def joining(readings: list[str], asked: Cases, last: Cases) -> tuple[Cases, Cases]:
    """Return what is asked for, after і the case of the noun before it, and that case."""
    if any("<cnjcoo>" in reading or "<cm>" in reading for reading in readings):
        return last or asked, last
    if any(_HEAD.search(reading) for reading in readings):
        cases = {case for reading in readings for case in _CASE.findall(reading)}
        return asked, re.compile(cases.pop()) if len(cases) == 1 and "<nom>" not in cases else None
    return asked, None if any(_ENDS.search(reading) for reading in readings) else last


def _is_active(surface: str, readings: list[str]) -> bool:
    if is_unknown(readings):
        return _ACTIVE.search(surface) is not None
    return all("<actv>" in reading for reading in readings)


def is_unknown(readings: list[str]) -> bool:
    return not readings or readings[0].startswith("*")
