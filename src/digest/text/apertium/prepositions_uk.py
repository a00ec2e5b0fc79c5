"""Prepositions of Ukrainian that Russian has otherwise: за словами, про це, до Києва, з посади.

Before the generator the stream is `^lemma<tags>$` a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.text.apertium.stream import preposition, put
from digest.text.apertium.turns import turns
from digest.text.belarusian.words import cased

if TYPE_CHECKING:
    from collections.abc import Callable

    Replacement = str | Callable[[re.Match[str]], str]
    Turns = tuple[tuple[re.Pattern[str], Replacement], ...]

WORD = r"~?\^[^<^$]+"
_KINDS = r"prn><pers><p3>(?:<\w+>)*<gen|adj|det|vblex><\w+>(?:<\w+>)?<pp><pasv|prn><(?:def|dem|pos)"
BESIDE = rf"(?:{WORD}<(?:{_KINDS})[^$]*\$ )*"
WORDS = turns("russian")


def nouns(turn: str) -> str:
    """Return the pattern of one of the nouns of a turn, or of a noun."""
    return rf"~?\^(?i:{WORDS.get(turn, turn)})[¹²³]?<n>"


_DATA = r"~?\^дать<vblex>[^$]*<pp>[^$]*<pl>"  # за даними
_BY_DATA = re.compile(rf"\^([зЗ])а<pr>\$ {_DATA}<ins>\$")
_ACCORDING = re.compile(rf"\^([зЗ])а<pr>\$ ({BESIDE}{nouns('according')}[^$]*<ins>\$)")
_SERVING = re.compile(
    rf"({nouns('offices')}[^$]*\$ )~?\^из<pr>\$ "
    rf"({BESIDE}~?\^\w+(?:ние|ция|ство|рана)<n>[^$]*<gen>\$)"
)
_HIS_PLACE = re.compile(
    r"\^([вВуУ])<pr>\$ ~?\^(он|она|оно|они)<prn><pers><p3>[^$]*<gen>(?:<pprep>)?\$"
    r"(?= ~?\^[^<^$]+<(?:adj|n|det)>[^$]*<(?:prp|acc)>\$)"
)
_WHOSE = {"он": "его", "оно": "его", "она": "её", "они": "их"}
_UNDER = re.compile(rf"\^([зЗ])а<pr>\$ ({BESIDE}{WORD}<n>[^$]*<gen>\$)")
_WITH = re.compile(rf"\^([зЗ])а<pr>\$(?= {BESIDE}{nouns('участие')}[^$]*<ins>\$)")
# через is because of before what happens, and through before what is passed.
_BECAUSE = re.compile(
    rf"\^([чЧ])ерез<pr>\$ ({BESIDE}"
    rf"~?\^(?:{WORDS['causes']}|\w+(?:ость|ствие|[аеяи]ние|ция))<n>[^$]*<acc>\$)"
)
_BECAUSE_OF_THAT = re.compile(r"\^([чЧ])ерез<pr>\$ ~?\^(?:тот|то)<[^$]*\$(?=\^,<cm>\$ ~?\^что<)")
_ABOUT = re.compile(r"\^([пП])ро<pr>\$")
_ABOUT_HIM = re.compile(r"\^([пП])ро<pr>\$ ~?\^(он|она|оно|они)<prn><pers><p3>[^$]*<pprep>\$")
_HIM = {"он": "нём", "оно": "нём", "она": "ней", "они": "них"}
# One deals with whom the deal is, though it be a name that no case shows: угоду з ТОВ.
_DEAL = re.compile(
    rf"(\^(?:{WORDS['dealing']})(?:<n>|<adj>|<adv>|<vblex>)[^$]*\$ (?:{WORD}<adv>\$ )?)"
    r"~?\^из<pr>\$(?= ~?\^(?:\*|«))"
)
_SINCE_YEAR = re.compile(r"\^([иИ])з<pr>\$(?= ~?\^\d{4}<num>[^$]*\$ ~?\^(?:по|до|к)<pr>)")
_AT_PEOPLE = re.compile(
    rf"\^([вВ])<pr>\$(?= (?:{WORD}<(?:adj|det|num)>[^$]*<gen>\$ )*{WORD}<n><\w+><aa><\w+><gen>\$)"
)
_QUESTIONS = re.compile(rf"\^([иИ])з<pr>\$ ({nouns('вопрос')}[^$]*<pl><gen>\$)")
_INTO = re.compile(
    rf"\^([кК])<pr>\$ ({BESIDE}(?:{nouns('places')}|\^[А-Я][а-яё-]+<n>"
    rf"|{WORD}<np><top>)[^$]*<gen>\$)"
)
_UNTIL = re.compile(rf"\^([кК])<pr>\$(?= {BESIDE}{nouns('times')}[^$]*<gen>)")
_WITH_IT = re.compile(
    rf"\^([иИ])з<pr>\$(?= ?~?\^[^<^$]*<lquot>\$~?(?:{WORD}<adj>[^$]*\$ )*{WORD}[^$]*<ins>)"
)
_BY_IT = re.compile(r"\^([иИ])з<pr>\$(?= ~?\^\*\w+(?:[єї]м|[иа]ми|ями|[оеє]ю)\$)")
_IN_SPORT = re.compile(
    rf"({nouns('contests')}[^$]*\$ (?:{WORD}<(?:n|np)>[^$]*<gen>\$ )*)~?\^из<pr>\$ "
    rf"({BESIDE}{WORD}<n>[^$]*<gen>\$)"
)
_MATTERS = re.compile(rf"(<n>[^$]*\$ )~?\^из<pr>\$ ({BESIDE}{nouns('concerning')}[^$]*<gen>\$)")
_SINCE = re.compile(
    rf"\^([иИ])з<pr>\$(?= (?:{WORD}<(?:num|adj|det)>[^$]*\$ )*~?\^год[¹²³]?<n>[^$]*<gen>)"
)
_BEGUN = re.compile(rf"(\^нача\w+<vblex>[^$]*\$ (?:{WORD}<adv>\$ )?)~?\^из<pr>\$", re.IGNORECASE)
_OFF = re.compile(rf"\^([иИ])з<pr>\$(?= {BESIDE}{nouns('surfaces')}[^$]*<gen>)")
_FROM = re.compile(r"\^(?:от|из|с)<pr>\$ (?:~?\^(?![^$]*<vb)[^$]*\$ ){1,3}$", re.IGNORECASE)
_NEAR = 200  # characters of the stream


def _instead(said: str) -> Replacement:
    """Return what puts a preposition in the place of another, whose first letter is captured."""
    return lambda found: preposition(said, found[1])


def _governing(said: str, case: str) -> Replacement:
    """Return what puts another preposition, and the captured phrase in its case."""
    return lambda found: f"{preposition(said, found[1])} {put(found[2], case)}"


def _along(found: re.Match[str]) -> str:
    return f"{found[1]}^по<pr>$ {put(found[2], 'dat')}"


def _into(found: re.Match[str]) -> str:
    """Return where to; after from it is a distance: від Києва до Львова."""
    if _FROM.search(found.string, max(0, found.start() - _NEAR), found.start()):
        return f"{preposition('до', found[1])} {found[2]}"
    return f"{preposition('в', found[1])} {put(found[2], 'acc')}"


_MEANT: Turns = (  # in this order
    (_BY_DATA, lambda m: f"[{cased(m[1], 'по')} данным]"),
    (_ACCORDING, _governing("по", "dat")),
    (_HIS_PLACE, lambda m: f"{preposition('в', m[1])} [{_WHOSE[m[2].lower()]}]"),
    (_WITH, _instead("с")),
    (_UNDER, _governing("при", "prp")),
    (_QUESTIONS, _governing("по", "dat")),
    (_BECAUSE, lambda m: f"[{cased(m[1], 'из-за')}] {put(m[2], 'gen')}"),
    (_BECAUSE_OF_THAT, lambda m: f"[{cased(m[1], 'из-за')} того]"),
    (_ABOUT_HIM, lambda m: f"[{cased(m[1], 'о')} {_HIM[m[2].lower()]}]"),
    (_ABOUT, _instead("о")),
    (_DEAL, r"\1^с<pr>$"),
    (_SINCE_YEAR, _instead("с")),
    (_AT_PEOPLE, _instead("у")),
    (_WITH_IT, _instead("с")),
    (_BY_IT, _instead("с")),
    (_IN_SPORT, _along),
    (_UNTIL, _instead("до")),
    (_INTO, _into),
    (_MATTERS, _along),
    (_SERVING, _along),
)
_SETTLED: Turns = ((_SINCE, _instead("с")), (_BEGUN, r"\1^с<pr>$"), (_OFF, _instead("с")))


def put_right(stream: str) -> str:
    """Return the stream with its prepositions as Russian has them, before its cases are mended."""
    return replaced(stream, _MEANT)


def settled(stream: str) -> str:
    """Return the stream with с before what one is on, not in: з посади."""
    return replaced(stream, _SETTLED)


def replaced(stream: str, meant: Turns) -> str:
    """Return the stream with each turn said otherwise, one after the other."""
    for pattern, said in meant:
        stream = pattern.sub(said, stream)
    return stream
