"""What Apertium's morphological analysis says of a text, mended before it is translated.

Its stream is `^surface/reading/reading$` a word, each reading a lemma with tags. Readings that
would be translated wrong are left out; a word without any counts as unknown, and an unknown word is
never lost. A short participle is read as a long one, whose Belarusian form `shortened` cuts again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.text.apertium.concord import concordant
from digest.text.apertium.government import (
    FIRST,
    WHOM,
    asked_next,
    governed,
    is_ruled,
    is_unknown,
    joining,
)
from digest.text.apertium.lexemes import analysed
from digest.text.apertium.readings import READINGS, Readings
from digest.text.apertium.stream import MARK
from digest.text.apertium.surfaces import reread
from digest.text.apertium.surfaces_uk import related
from digest.text.lexicon import FINITE

if TYPE_CHECKING:
    from digest.text.apertium.government import Cases

Doer = frozenset[str] | None  # the genders that the subject of a clause may have

_UNIT = re.compile(r"\^((?:[^\\^/$]|\\.)+)/((?:[^\\^$]|\\.)*)\$")
_READING = re.compile(r"(?<!\\)/")
_SHORT = re.compile(r"(<pp><pasv>)<short>(<\w+>)(<\w+>)|(<adj>(?:<sint>)?)<short>(<nt>)(<sg>)")
_LONG = r"\1\4\2\5<an>\3\6<nom>"
_CERTAIN = re.compile("<short>|<cmp>")  # негативно: short, whatever else it compares
_OPENS = re.compile("<sent>|<lquot>")
_ACTS = re.compile("<vb(?:lex|mod|ser)>(?!.*<pp)|<pred>")
_CLAUSE = re.compile("<(?:cm|sent|guio|cnjsub|rel|lquot)>")
_TO_DO = re.compile(
    r"<vbmod>|<vbhaver>|<pred>|<vblex>|<vbser>|^(?:павінен|гатовы|здольны|вымушаны|каб)<"
    r"|^(?:магчымасць|права|рашэнне|план|спосаб|спроба|жаданне|намер|неабходнасць|абавязак|гатоўнасць|мэта|прапанова|заклік|загад|дазвол)<n>"
)
_BETWEEN = re.compile("<adv>|<prn>[^/]*<(?:dat|ins)>|<(?:n|np|adj|det)>[^/]*<dat>")
_WILL = re.compile("<perf><fut><p3><pl>")  # or an infinitive that Apertium does not know: вызначаць
_MARKED = re.compile(rf"(?:(?<=[аы])я|(?<=а)е)?{MARK}")  # закрытая, закрытае, закрытыя
_NEUTER = re.compile(f"(?<=[бвгджзклмнпрстфхцчшщ])е{MARK}")  # відоме, of Ukrainian
_TWICE = re.compile(r"(?<![\w-])(\w{2,}) \1(?![\w-])", re.IGNORECASE)
_GAP = re.compile(r" {2}| (?=[.,;:!?)»]|\[\n|$)")
_INFINITIVE = re.compile("(?<!ва)(?<!е)(?:ць|цца)$")  # and the third person of many verbs
_PERSON = re.compile("(?:ць|цца|ўся|л[аі]|лася|ліся|[аеуіыя]е|[аеуіыя]ецца)\ue002?$")
_DOER = re.compile("<(?:n|np|prn)>.*?<(m|f|nt|mfn)>.*<nom>")
_DOES = re.compile("<vblex>(?!.*<(?:iv|inf|pp|pprs)>)")
_PAST = re.compile("<past><(m|f|nt|mfn)>")
_WANTS = re.compile("(?:по)?(?:треб|дости|кас|косн|жд|ожид|избе|лиш|хват)")  # the genitive
_DID = re.compile("^[а-яё]{2,}(?:л([аои]?)|[аеиуюя]т)$")
_LIKE_VERB = re.compile("(?:[аеэуюяшыі]|ў(?<!цаў)|ць|[иі]й)$")  # or a participle; Нацбанк is none


def mended(analysis: str, source: str, target: str) -> str:
    """Return an analysis without the readings that this direction of Apertium spoils."""
    if (source, target) not in READINGS:
        return analysis
    known = READINGS[source, target]
    asked: Cases = FIRST  # what a preposition asks for
    to_do = surely = False  # whether an infinitive may follow, and whether no other verb does
    acted = False  # whether the clause has its verb: what follows in it is no second one
    listed = False  # whether the last verb was an infinitive, which another may join
    doer: Doer = None  # who does what the clause says
    last: Cases = None  # the case of the noun before, in which another may join it

    def unit(found: re.Match[str]) -> str:
        nonlocal asked, to_do, surely, acted, listed, doer, last
        surface, readings = found[1], _kept(found[1], _READING.split(found[2]), known)
        to_do = to_do or acted
        if is_unknown(readings) and not to_do and _INFINITIVE.search(surface):
            surface, readings = surface + FINITE, []
        readings = _finite(governed(readings, asked, known), to_do)
        if surely and surface.endswith(("ць", "цца")) and all(map(_WILL.search, readings)):
            readings = []
        asked = asked_next(surface.lower(), readings, asked, known)
        to_do = _followed(surface.rstrip(FINITE), readings, to_do)
        surely = to_do and _asks_to_do(surface, readings, surely)
        if target == "be":
            doer, asked = _whom(surface, readings, doer, asked)
        if source == "uk":
            asked, last = joining(readings, asked, last)
        if source == "be":  # other infinitives look like nothing else
            acted, listed = _clause(surface, readings, acted=acted, listed=listed)
        if any(_OPENS.search(reading) for reading in readings) and not is_ruled(asked):
            asked = FIRST
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


def _finite(readings: list[str], to_do: bool) -> list[str]:
    """Return the infinitives or the other readings of ўбачыць, which is увидеть and увидит."""
    infinitives = [reading for reading in readings if "<inf>" in reading]
    others = [reading for reading in readings if "<inf>" not in reading]
    return infinitives if infinitives and (to_do or not others) else others


def _followed(surface: str, readings: list[str], to_do: bool) -> bool:
    """Tell whether an infinitive may follow: after a verb, which an unknown word often is."""
    if any(_TO_DO.search(reading) for reading in readings):
        return True
    return (is_unknown(readings) and bool(_LIKE_VERB.search(surface))) or (
        to_do and all(_BETWEEN.search(reading) for reading in readings)
    )


def _asks_to_do(surface: str, readings: list[str], surely: bool) -> bool:
    if any(_TO_DO.search(reading) for reading in readings):
        return True
    if is_unknown(readings):
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
    if not is_unknown(readings):
        return acted, listed
    infinitive = acted and surface.endswith(("ць", "цца"))
    return acted or _PERSON.search(surface) is not None, infinitive or listed


def _whom(surface: str, readings: list[str], doer: Doer, asked: Cases) -> tuple[Doer, Cases]:
    """Return who acts in a Russian clause, and what its verb asks for: Мать любит дочь."""
    if any(_CLAUSE.search(reading) for reading in readings):
        return None, asked
    if doer is None:
        told = [found for reading in readings if (found := _DOER.search(reading))]
        return (frozenset(each[1] for each in told) if told else None), asked
    if readings and all(map(_DOES.search, readings)):
        done = {gender for reading in readings for gender in _PAST.findall(reading)}
    elif is_unknown(readings) and (past := _DID.search(surface)) and not _WANTS.match(surface):
        ending = {"": "m", "а": "f", "о": "nt", "и": "mfn"}
        done = set() if past[1] is None else {ending[past[1]]}
    else:
        return doer, asked
    if done and not done & doer:
        return doer, asked
    return doer, WHOM


def _written(surface: str, readings: list[str]) -> str:
    participles = [reading for reading in readings if _SHORT.search(reading)]
    if participles:
        long = "/".join(_SHORT.sub(_LONG, reading) for reading in participles)
        only = all(_CERTAIN.search(reading) for reading in readings)
        return f"^{surface}/{long}$" + (f"[{MARK}]" if only else "")
    return f"^{surface}/{'/'.join(readings) or '*' + surface}$"
