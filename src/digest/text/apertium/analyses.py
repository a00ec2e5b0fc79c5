"""What Apertium's morphological analysis says of a text, mended before it is translated.

Its stream is `^surface/reading/reading$` a word, each reading a lemma with tags. Readings that
would be translated wrong are left out; a word without any counts as unknown, and an unknown word is
never lost. A short participle is read as a long one, whose Belarusian form `shortened` cuts again.
"""

from __future__ import annotations

import re

from digest.text.apertium.concord import concordant
from digest.text.apertium.lexemes import analysed
from digest.text.apertium.readings import READINGS, Readings
from digest.text.apertium.stream import MARK
from digest.text.apertium.surfaces import reread
from digest.text.apertium.surfaces_uk import related
from digest.text.lexicon import FINITE

_UNIT = re.compile(r"\^((?:[^\\^/$]|\\.)+)/((?:[^\\^$]|\\.)*)\$")
_READING = re.compile(r"(?<!\\)/")
_SHORT = re.compile(r"(<pp><pasv>)<short>(<\w+>)(<\w+>)|(<adj>(?:<sint>)?)<short>(<nt>)(<sg>)")
_LONG = r"\1\4\2\5<an>\3\6<nom>"
_CERTAIN = re.compile("<short>|<cmp>")  # негативно: short, whatever else it compares
_FIRST = re.compile("<nom>")  # a sentence begins with its subject rather than with an object
_OPENS = re.compile("<sent>|<lquot>")
_QUOTE = re.compile("<[lr]quot>")
_OF = re.compile("<gen>")  # what stands beside a noun is mostly whose it is
_ACTS = re.compile("<vb(?:lex|mod|ser)>(?!.*<pp)|<pred>")
_CLAUSE = re.compile("<(?:cm|sent|guio|cnjsub|rel|lquot)>")
_TO_DO = re.compile(
    r"<vbmod>|<vbhaver>|<pred>|<vblex>|<vbser>|^(?:павінен|гатовы|здольны|вымушаны|каб)<"
    r"|^(?:магчымасць|права|рашэнне|план|спосаб|спроба|жаданне|намер|неабходнасць|абавязак|гатоўнасць|мэта|прапанова|заклік|загад|дазвол)<n>"
)
_BETWEEN = re.compile("<adv>|<prn>[^/]*<(?:dat|ins)>|<(?:n|np|adj|det)>[^/]*<dat>")
_WILL = re.compile("<perf><fut><p3><pl>")  # or an infinitive that Apertium does not know: вызначаць
_PERIOD = re.compile("^(?:год|месяц|тыдзень|неделя|панядзелак|аўторак|серада|чацвер|субота)<n>")
_HEAD = re.compile(r"<(?:n|np|prn)>")
_COUNTS = re.compile("<(?:num|pp|pprs)>")  # these may stand before their subject
_BESIDE = re.compile(r"<(?:adj|det|num|pp|pprs)>")
_ATTRIBUTE = re.compile(  # endings of adjectives
    "[^аеёєиіїоуыэюя](?:[иыі]й|ы|[іи]|ая|[оае]е|ую|юю|[оа]й|ої|ою|[оаея](?:го|га|му)|[иыі](?:х|мі?|ми))$"
)
_MARKED = re.compile(rf"(?:(?<=[аы])я|(?<=а)е)?{MARK}")  # закрытая, закрытае, закрытыя
_NEUTER = re.compile(f"(?<=[бвгджзклмнпрстфхцчшщ])е{MARK}")  # відоме, of Ukrainian
_TWICE = re.compile(r"(?<![\w-])(\w{2,}) \1(?![\w-])", re.IGNORECASE)
_GAP = re.compile(r" {2}| (?=[.,;:!?)»]|\[\n|$)")
_INFINITIVE = re.compile("(?<!ва)(?<!е)(?:ць|цца)$")  # and the third person of many verbs
_PERSON = re.compile("(?:ць|цца|ўся|л[аі]|лася|ліся|[аеуіыя]е|[аеуіыя]ецца)\ue002?$")
_LIKE_VERB = re.compile("(?:[аеэуюяшыі]|ў(?<!цаў)|ць|[иі]й)$")  # or a participle; Нацбанк is none
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
_DOES = re.compile("<vblex>.*<tv>.*<(?:inf|past|pres|fut)>")
_CASE = re.compile("<(?:nom|gen|dat|acc|ins|loc)>")
_ENDS = re.compile("<(?:cm|sent|vb[a-z]+)>")

Cases = re.Pattern[str] | None


def mended(analysis: str, source: str, target: str) -> str:
    """Return an analysis without the readings that this direction of Apertium spoils."""
    if (source, target) not in READINGS:
        return analysis
    known = READINGS[source, target]
    asked: Cases = _FIRST  # what a preposition asks for
    to_do = surely = False  # whether an infinitive may follow, and whether no other verb does
    acted = False  # whether the clause has its verb: what follows in it is no second one
    listed = False  # whether the last verb was an infinitive, which another may join
    last: Cases = None  # the case of the noun before, in which another may join it

    def unit(found: re.Match[str]) -> str:
        nonlocal asked, to_do, surely, acted, listed, last
        surface, readings = found[1], _kept(found[1], _READING.split(found[2]), known)
        to_do = to_do or acted
        if _is_unknown(readings) and not to_do and _INFINITIVE.search(surface):
            surface, readings = surface + FINITE, []
        readings = _finite(_governed(readings, asked, known), to_do)
        if surely and surface.endswith(("ць", "цца")) and all(map(_WILL.search, readings)):
            readings = []
        asked = _asked(surface.lower(), readings, asked, known)
        to_do = _followed(surface.rstrip(FINITE), readings, to_do)
        surely = to_do and _asks_to_do(surface, readings, surely)
        if source == "uk":
            asked, last = _joining(readings, asked, last)
        if source == "be":  # other infinitives look like nothing else
            acted, listed = _clause(surface, readings, acted=acted, listed=listed)
        if any(_OPENS.search(reading) for reading in readings) and not _is_ruled(asked):
            asked = _FIRST
        return _written(surface, readings)

    read = analysed(reread(analysis, source), source, target, known.spoiled)
    read = related(read) if target == "uk" else read
    return _UNIT.sub(unit, concordant(read, source))


def shortened(text: str) -> str:
    """Return a translation with the participles short that were so: дарога закрыта, відомо."""
    return _MARKED.sub("", _NEUTER.sub("о", text))


def lost(sent: str, came: str) -> bool:
    """Tell whether a word was lost on the way.

    The blanks around it then stand together, or the word before it stands twice.
    """
    gaps = len(_GAP.findall(came)) > len(_GAP.findall(sent))
    return gaps or len(_TWICE.findall(came)) > len(_TWICE.findall(sent))


def _kept(surface: str, readings: list[str], known: Readings) -> list[str]:
    """Return the readings that may be translated; раньше is an adverb, before it is ранний."""
    if surface.lower() in known.unknown:
        return []
    good = [reading for reading in readings if not known.spoiled.search(reading)]
    return [reading for reading in good if not known.seldom.search(reading)] or good


def _governed(readings: list[str], asked: Cases, known: Readings) -> list[str]:
    """Return the readings in a case that the preposition before asks for, or that needs none."""
    if any("<pr><" in reading for reading in readings):  # a Ukrainian one names its case
        return _placed(readings, known)
    if asked is _FIRST and any("<adv>" in reading for reading in readings):
        asked = None
    if asked is _SAID:
        said = [reading for reading in readings if _SAID.search(reading)]
        return said or _governed(readings, _OF, known)
    if asked and (right := [reading for reading in readings if asked.search(reading)]):
        return _placed(right, known)
    return [reading for reading in readings if not known.oblique.search(reading)] or readings


def _placed(readings: list[str], known: Readings) -> list[str]:
    """Return readings with places first, where these are likelier than where to: у столиці."""
    if not known.places:
        return readings
    return sorted(readings, key=lambda reading: not known.oblique.search(reading))


def _asked(surface: str, readings: list[str], asked: Cases, known: Readings) -> Cases:
    """Return what the next word is asked for: a preposition rules until its noun."""
    if any("<pr>" in reading for reading in readings) or (
        known.objects and _is_unknown(readings) and surface in known.governed
    ):
        return known.governed.get(surface)
    quoted = _is_ruled(asked) and any(map(_QUOTE.search, readings))  # у «стабільным» стане
    if quoted or any("<guio>" in reading for reading in readings):
        return asked
    if _is_ruled(asked) and any(map(_PERIOD.search, readings)):
        return None  # у гэтым годзе міністэрства стварыла
    if any("<n>" in reading for reading in readings):
        begins = known.acts and asked is _FIRST and not _TIME.search(readings[0])
        return _SAID if begins else _OF
    if surface in _HIS and (
        known.places or (_is_ruled(asked) and asked is not known.governed["у"])
    ):
        return asked
    if known.objects and readings and all(map(_DOES.search, readings)):
        return None if any(_TAKES_OF.search(reading) for reading in readings) else _OBJECT
    if known.acts and readings and all(_SAID.search(reading) for reading in readings):
        return None if any(_TAKES_OF.search(reading) for reading in readings) else _NOT_OF
    if any("<pasv><short>" in reading for reading in readings):
        return _FIRST  # построены дома: its subject follows
    if known.acts and asked is None and _is_active(surface, readings):
        return _NOT_OF
    if asked in (_FIRST, _NOT_OF) and any(_COUNTS.search(reading) for reading in readings):
        return None
    head = any(_HEAD.search(reading) for reading in readings)
    beside = any(_BESIDE.search(reading) for reading in readings)
    strange = _is_ruled(asked) and _is_unknown(readings) and _ATTRIBUTE.search(surface)
    return asked if strange or (beside and not head) else None


def _is_ruled(asked: Cases) -> bool:
    """Tell whether a preposition asks, whose noun is still to come."""
    return asked not in (None, _FIRST, _OF, _SAID, _NOT_OF, _OBJECT)


def _joining(readings: list[str], asked: Cases, last: Cases) -> tuple[Cases, Cases]:
    """Return what is asked for, after і the case of the noun before it, and that case."""
    if any("<cnjcoo>" in reading or "<cm>" in reading for reading in readings):
        return last or asked, last
    if any(_HEAD.search(reading) for reading in readings):
        cases = {case for reading in readings for case in _CASE.findall(reading)}
        return asked, re.compile(cases.pop()) if len(cases) == 1 and "<nom>" not in cases else None
    return asked, None if any(_ENDS.search(reading) for reading in readings) else last


def _is_active(surface: str, readings: list[str]) -> bool:
    if _is_unknown(readings):
        return _ACTIVE.search(surface) is not None
    return all("<actv>" in reading for reading in readings)


def _finite(readings: list[str], to_do: bool) -> list[str]:
    """Return the infinitives or the other readings of ўбачыць, which is увидеть and увидит."""
    infinitives = [reading for reading in readings if "<inf>" in reading]
    others = [reading for reading in readings if "<inf>" not in reading]
    return infinitives if infinitives and (to_do or not others) else others


def _is_unknown(readings: list[str]) -> bool:
    return not readings or readings[0].startswith("*")


def _followed(surface: str, readings: list[str], to_do: bool) -> bool:
    """Tell whether an infinitive may follow: after a verb, which an unknown word often is."""
    if any(_TO_DO.search(reading) for reading in readings):
        return True
    return (_is_unknown(readings) and bool(_LIKE_VERB.search(surface))) or (
        to_do and all(_BETWEEN.search(reading) for reading in readings)
    )


def _asks_to_do(surface: str, readings: list[str], surely: bool) -> bool:
    if any(_TO_DO.search(reading) for reading in readings):
        return True
    if _is_unknown(readings):
        return _PERSON.search(surface) is not None
    return surely and all(_BETWEEN.search(reading) for reading in readings)


def _clause(surface: str, readings: list[str], *, acted: bool, listed: bool) -> tuple[bool, bool]:
    """Return whether a clause has its verb by now, and whether its last one was an infinitive."""
    if any("<cnjcoo>" in reading for reading in readings):
        return acted and listed, listed
    if any(_CLAUSE.search(reading) for reading in readings):
        return False, False
    if any(_ACTS.search(reading) for reading in readings):
        return acted or "<inf>" not in readings[0], "<inf>" in readings[0]
    if not _is_unknown(readings):
        return acted, listed
    infinitive = acted and surface.endswith(("ць", "цца"))
    return acted or _PERSON.search(surface) is not None, infinitive or listed


def _written(surface: str, readings: list[str]) -> str:
    participles = [reading for reading in readings if _SHORT.search(reading)]
    if participles:
        long = "/".join(_SHORT.sub(_LONG, reading) for reading in participles)
        only = all(_CERTAIN.search(reading) for reading in readings)
        return f"^{surface}/{long}$" + (f"[{MARK}]" if only else "")
    return f"^{surface}/{'/'.join(readings) or '*' + surface}$"
