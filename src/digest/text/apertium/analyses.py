"""What Apertium's morphological analysis says of a text, mended before it is translated.

Its stream is `^surface/reading/reading$` a word, each reading a lemma with tags. Debian's rus-bel
(0.1.0) knows some readings that its transfer rules drop without a sign (`мост закрыт` becomes
`мост`), put into another tense (`будет` becomes `ёсць`) or take for an adjective (`на 12 больше`
becomes `на 12 больш вялікі`); and its grammar chooses among cases without a look at the
preposition. A short participle is read as a long one, whose Belarusian form `shortened` cuts again;
other readings are left out: an unknown word is never lost.
"""

from __future__ import annotations

import re

_UNIT = re.compile(r"\^((?:[^\\^/$]|\\.)+)/((?:[^\\$]|\\.)*)\$")
_READING = re.compile(r"(?<!\\)/")
_SHORT = re.compile(r"(<pp><pasv>)<short>(<\w+>)(<\w+>)")
_LONG = r"\1\2<an>\3<nom>"
# Readings that are spoiled, or that the news seldom has: марки are stamps, they are not soft.
_SPOILED = re.compile(
    r"<vbser><(?:fut|imp)>|^(?:частное<n>|маркий<adj>|люба<n>|пря<n>|тьма<n>|воз<n>|взяток<n>"
    r"|германий<n>|ком<n>|тура<n>|перед<n>|карт<n>|баз<n>|планет<n>|чалый<adj>|го<part>)"
)
_COMPARED = re.compile(r"<adj><sint>(?:<comp>|<cmp>|<short>)")
_NO_PREPOSITION = frozenset({"надо"})
_CASES = {
    "acc|prp": "в во на о об обо",
    "prp": "при",
    "gen": "из изо от ото до без безо для около после у из-за среди вокруг против кроме вместо",
    "dat": "к ко благодаря",
    "dat|prp": "по",
    "ins|gen": "с со",
    "ins": "над перед передо между",
    "ins|acc": "за под",
    "acc": "через про сквозь",
}
_GOVERNED = {
    word: re.compile(f"<(?:{cases})>") for cases, words in _CASES.items() for word in words.split()
}
_HEAD = re.compile(r"<(?:n|np|prn)>")
_BESIDE = re.compile(r"<(?:adj|det|num|pp|pprs)>")
_MARK = "\ue000"  # follows a participle that is to be short, in a superblank
_MARKED = re.compile(rf"(?:(?<=[аы])я|(?<=а)е)?{_MARK}")  # закрытая, закрытае, закрытыя
_MOVED = re.compile(r"\bчи\b", re.IGNORECASE)  # Ukrainian for "whether", which becomes a suffix
_GAP = re.compile(r" {2}| (?=[.,;:!?)»]|\[\n|$)")


def mended(analysis: str, source: str, target: str) -> str:
    """Return an analysis without the readings that this direction of Apertium spoils."""
    if (source, target) != ("ru", "be"):
        return analysis
    asked: re.Pattern[str] | None = None  # the cases that a preposition asks for

    def unit(found: re.Match[str]) -> str:
        nonlocal asked
        surface, readings = found[1], _kept(found[1], _READING.split(found[2]))
        if asked:
            readings = [reading for reading in readings if asked.search(reading)] or readings
        asked = _asked(surface.lower(), readings, asked)
        return _written(surface, readings)

    return _UNIT.sub(unit, analysis)


def shortened(text: str) -> str:
    """Return a translation with the participles short that were so: дарога закрыта."""
    return _MARKED.sub("", text)


def lost(sent: str, came: str) -> bool:
    """Tell whether a word was lost on the way: the blanks around it then stand together."""
    return len(_GAP.findall(came)) > len(_GAP.findall(sent)) + len(_MOVED.findall(sent))


def _kept(surface: str, readings: list[str]) -> list[str]:
    """Return the readings that may be translated; раньше is an adverb, before it is ранний."""
    if surface.lower() in _NO_PREPOSITION:
        return []
    good = [reading for reading in readings if not _SPOILED.search(reading)]
    return [reading for reading in good if not _COMPARED.search(reading)] or good


def _asked(
    surface: str, readings: list[str], asked: re.Pattern[str] | None
) -> re.Pattern[str] | None:
    """Return what the next word is asked for: a preposition rules until its noun."""
    if any("<pr>" in reading for reading in readings):
        return _GOVERNED.get(surface)
    head = any(_HEAD.search(reading) for reading in readings)
    beside = any(_BESIDE.search(reading) for reading in readings)
    return asked if beside and not head else None


def _written(surface: str, readings: list[str]) -> str:
    participles = [reading for reading in readings if _SHORT.search(reading)]
    if participles:
        long = "/".join(_SHORT.sub(_LONG, reading) for reading in participles)
        only = all("<short>" in reading for reading in readings)
        return f"^{surface}/{long}$" + (f"[{_MARK}]" if only else "")
    return f"^{surface}/{'/'.join(readings) or '*' + surface}$"
