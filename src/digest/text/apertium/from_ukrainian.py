"""Turns of Ukrainian that Russian has otherwise: робитиме, культура, що була, цього року.

Before the generator the stream is `^lemma<tags>$` a word; after the bilingual dictionary, where
`meant` looks, it is `^source/target$`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.text.apertium.lexemes import participial
from digest.text.apertium.predicates_uk import predicated
from digest.text.apertium.prepositions_uk import BESIDE, WORD, WORDS, nouns, put_right, replaced
from digest.text.apertium.stream import BETWEEN, preposition
from digest.text.belarusian.words import cased

if TYPE_CHECKING:
    from digest.text.apertium.prepositions_uk import Turns


_FUTURE = re.compile(
    r"\^(?P<lemma>[^/<^$]+)<vblex><impf>(?P<kind>(?:<[ti]v>)?)<fut>(?P<who><p\d><\w+>)"
    r"/(?P<other>[^<^$]+)<vblex>(?:<\w+>)*\$"
)


# A pronoun that is none of the noun after it would become one: при цьому розробники.
_LONE = re.compile(
    r"(\^[^/<^$]+<det>[^/$]*<(\w+)>/[^$]*\$) (?=\^[^/<^$]+<(?:n|np|adj)>[^/$]*<(?!\2>)\w+>/)"
)


def meant(stream: str) -> str:
    """Return the stream with the synthetic future in two words: робитиме is будет делать."""
    return _LONE.sub(rf"\1 {BETWEEN} ", _FUTURE.sub(_future, stream))


def _future(found: re.Match[str]) -> str:
    will, be = (cased(found["lemma"][0], word) for word in ("бути", "быть"))
    tags = f"<vblex><impf>{found['kind']}<inf>"
    lemma, other = found["lemma"].lower(), found["other"].lower()
    who = f"<vbser><fut>{found['who']}"
    return f"^{will}{who}/{be}{who}$ ^{lemma}{tags}/{other}{tags}$"


# що розташована: no more than which
_WHICH_IS = re.compile(
    r"(?P<noun><n><(?P<its>m|f|nt)>[^$]*<sg><\w+>\$)?(?P<comma>\^,<cm>\$ )~?\^что<cnjsub>[^$]*\$ "
    rf"(?P<said>(?:{WORD}<adv>\$ )?{WORD}<vblex>(?:<\w+>)+<pp><pasv>)"
    r"<(?P<gender>m|f|nt|mfn)><\w+><(?P<number>sg|pl)><nom>"
)
# яким інструментом: no relative, where the noun that follows is in its case.
_WHAT = re.compile(
    rf"\^([кК])оторый<det><itg>(?=<\w+><\w+><(?P<number>\w+)><(?P<case>\w+)>\$ {BESIDE}"
    rf"{WORD}<n>[^$]*<(?P=number)><(?P=case)>\$)"
)
_DOING = re.compile(r"(?<=\^)([^<^$]+)(<vblex>(?:<\w+>)*?)<pprs>(?=<pasv>)")
_MORE = re.compile(r"\^\*([пП])онад\$(?= ~?\^(?:[^<^$]*<num>|\d))")
_WEST = re.compile(
    r"(?P<before>\^[нН]а<pr>\$ |~?\^(?:северный|южный)<adj>[^$]*\$ |\$ (?=~?\^М))"
    r"~?\^(?P<like>[мМ])ероприятие<n><nt>(?=<nn><sg>)"
)
_FIRST = re.compile(rf"предыдущий(?=<adj>[^$]*\$ {nouns('first')})")
_THIS = "[сС]вой|[эЭ]тот|[тТ]от|[пП]рошлый|[сС]ледующий|[пП]оследующий|[пП]редыдущий|[мМ]инувший"
_DAY = "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
_WHEN = re.compile(
    r"(?P<before>^|<sent>\$ |<(?:cm|cnjcoo|cnjsub|rel)>[^$]*\$ |<(?:vb\w+|adv)>[^$]*\$ )"
    rf"~?\^(?P<which>(?:{_THIS})<[^$]*)<gen>\$ ~?\^(?P<what>"
    rf"(?P<time>год|месяц|неделя|раз|день|вечер|лето|зима|осень|весна|сезон|время|{_DAY})[¹²³]?<n>[^$]*<sg>)<gen>\$"
)
_PEOPLE = re.compile(r"(<num>[^$]*\$ )~?\^лицо<n><nt><\w+><pl><gen>\$")
_WHAT_OF = re.compile(r"(\^[оО]<pr>\$ )~?\^что<[^$]*\$")
_INVESTIGATOR = re.compile(
    r"\^следственный<adj>(?:<\w+>)*<(sg|pl)><(\w+)>\$(?! ~?\^[^<^$]+<(?:n|adj)>)"
)
_OTHER = re.compile(r"\^([иИ])ной(?=<)")
_ONLY = re.compile(r"(\^[нН]е<adv>\$ )~?\^лишь<cnjsub>\$")
_FOR = re.compile(r"~?\^([иИ])бо<cnjsub>\$")
_EVENT = re.compile(rf"(\^[вВ]<pr>\$ {BESIDE}~?\^)раз[¹²³]?(?=<n><m><nn><sg><prp>)")
_HUSBAND = re.compile(
    r"((?:<prn><pers><p3>(?:<\w+>)*<gen>|(?:мой|свой|твой|наш|ваш)<det>[^$]*)\$ ~?\^)"
    r"мужчина(?=<n>)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"(<num>[^$]*\$ )~?\^лицо<n><nt><\w+><sg><gen>\$")
_CONSISTS = re.compile(
    r"\^складываться(?=<[^$]*\$ (?:~?\^[^<^$]+<adv>\$ )?~?\^из<pr>)", re.IGNORECASE
)
_SAY = re.compile(rf"\^(?:{WORDS['saying']})\w*<vb", re.IGNORECASE)
_THAT = re.compile(
    rf"(?P<noun>{WORD}<n><(?P<gender>m|f|nt|mfn)>[^$]*<(?P<number>sg|pl)><\w+>\$)"
    rf"(?P<comma>\^,<cm>\$ )~?\^что<cnjsub>[^$]*\$"
    rf"(?= (?:\^не<adv>\$ )?(?:{WORD}<adv>\$ )?~?\^[^<^$]+<vb\w+>[^$]*"
    r"(?:<p3><(?P=number)>|<past><(?:(?P=gender)|mfn)><(?P=number)>)\$)"
)


_TIMES = {
    "год": ("в", "prp"),
    "месяц": ("в", "prp"),
    "сезон": ("в", "prp"),
    "неделя": ("на", "prp"),
}


def _when(found: re.Match[str]) -> str:
    """Return when something was, without a preposition in Ukrainian: цього року."""
    word, case = _TIMES.get(found["time"], ("в", "acc"))
    which = found["which"]
    said = preposition(word, which[0])
    which = which[0].lower() + which[1:]
    return f"{found['before']}{said} ^{which}<{case}>$ ^{found['what']}<{case}>$"


def _which_is(found: re.Match[str]) -> str:
    """Return що розташована as which, in the gender of the noun before it."""
    number = found["number"]
    gender = found["its"] if found["its"] and number == "sg" else found["gender"]
    which = f"^который<prn><rel><{gender}><an><{number}><nom>$"
    said = f"{found['said']}<short><{gender}><{number}>"
    return f"{found['noun'] or ''}{found['comma']}{which} {said}"


def _west(found: re.Match[str]) -> str:
    return f"{found['before']}^{cased(found['like'], 'запад')}<n><m>"


def _that(found: re.Match[str]) -> str:
    """Return який that is said as що: культура, що була."""
    before = found.string[max(0, found.start() - 400) : found.start()].rpartition("<sent>")[2]
    noun = found["noun"]
    if re.match(nouns("facts"), noun) or ("<nom>" in noun and _SAY.search(before + noun)):
        return found[0]
    number, gender = found["number"], found["gender"]
    told = f"<{gender if number == 'sg' else 'mfn'}><an><{number}><nom>"
    return f"{noun}{found['comma']}^который<prn><rel>{told}$"


_MEN = re.compile(r"(<num>[^$]*\$ )~?\^мужчина<n><m><aa>[^$]*\$")  # 38 чоловік
_CLAUSES: Turns = (  # in this order, before the prepositions
    (_DOING, lambda m: f"{m[1]}{m[2]}<pp>" if participial(m[1]) else m[0]),
    (_THAT, _that),
    (_WHICH_IS, _which_is),
    (_WHAT, r"^\1акой<prn><itg>"),
)
_TURNS: Turns = (  # in this order, after them
    (_MORE, lambda m: f"^{cased(m[1], 'более')}<adv>$ ^за<pr>$"),
    (_FIRST, "предварительный"),
    (_WEST, _west),
    (_WHEN, _when),
    (_WHAT_OF, r"\1[чём]"),
    (_PEOPLE, r"\1[человек]"),
    (_MEN, r"\1[человек]"),
    (_INVESTIGATOR, r"^следователь<n><m><aa><\1><\2>$"),
    (_OTHER, lambda m: f"^{cased(m[1], 'другой')}"),
    (_FOR, lambda m: "[Ведь]" if m[1] == "И" else "[потому что]"),
    (_ONLY, r"\1[только]"),
    (_EVENT, r"\1случай"),
    (_HUSBAND, r"\1муж"),
    (_SOMEBODY, r"\1[человека]"),
    (_CONSISTS, "^состоять"),
)


def turned(stream: str) -> str:
    """Return the stream with these turns as Russian has them, before its cases are mended."""
    return predicated(replaced(put_right(replaced(stream, _CLAUSES)), _TURNS))
