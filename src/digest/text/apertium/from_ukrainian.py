"""Turns of Ukrainian that Russian has otherwise: має зробити, створено комісію, цього року.

Before the generator the stream is `^lemma<tags>$` a word; after the bilingual dictionary, where
`meant` looks, it is `^source/target$`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.text.apertium.lexemes import done, participial
from digest.text.apertium.prepositions_uk import BESIDE, WORD, WORDS, nouns, put_right, replaced
from digest.text.apertium.stream import BETWEEN, preposition, put
from digest.text.belarusian.words import cased

if TYPE_CHECKING:
    from digest.text.apertium.prepositions_uk import Turns

_SHORT = {  # adjectives that are short after a verb, with their masculine
    "нужный": "нужен",
    "известный": "известен",
    "похожий": "похож",
    "важный": "важен",
    "необходимый": "необходим",
    "согласный": "согласен",
    "доступный": "доступен",
    "виновный": "виновен",
    "уверенный": "уверен",
    "обязательный": "обязателен",
    "готовый": "готов",
    "способный": "способен",
    "возможный": "возможен",
}


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


_OWES = re.compile(
    rf"(?P<before>(?:(?!<sent>)[^\[])*?)~?\^(?P<have>[иИ])меть<vblex>(?P<tags>[^$]*)\$"
    rf"(?P<between>(?: {WORD}<(?:part|adv)>\$)?) (?=~?\^[^<^$]+<vb\w+>[^$]*<inf>)"
)
_NOMINATIVE = re.compile(r"<(?:n|np|prn)>[^$]*?<(m|f|nt|mfn)>[^$]*<(sg|pl)><nom>\$")
_OWE = {"m": "должен", "f": "должна", "nt": "должно", "pl": "должны"}
_WAS = {"m": " был", "f": " была", "nt": " было", "pl": " были"}
# яким інструментом: no relative, where the noun that follows is in its case.
# що розташована: no more than which
_WHICH_IS = re.compile(
    r"(?P<noun><n><(?P<its>m|f|nt)>[^$]*<sg><\w+>\$)?(?P<comma>\^,<cm>\$ )~?\^что<cnjsub>[^$]*\$ "
    rf"(?P<said>(?:{WORD}<adv>\$ )?{WORD}<vblex>(?:<\w+>)+<pp><pasv>)"
    r"<(?P<gender>m|f|nt|mfn)><\w+><(?P<number>sg|pl)><nom>"
)
_WHAT = re.compile(
    rf"\^([кК])оторый<det><itg>(?=<\w+><\w+><(?P<number>\w+)><(?P<case>\w+)>\$ {BESIDE}"
    rf"{WORD}<n>[^$]*<(?P=number)><(?P=case)>\$)"
)
# By the one as whom the others are, before it or after: засновниками фірми є Ольга та Іван.
_BEING = r"(?:~?\^(?![^$]*<(?:vb\w+|cm|sent)>)[^$]*\$ ?)"
_ROW = re.compile(rf" (?:{WORD}<adj>[^$]*\$ )?~?\^(?:ряд|большинство|часть)<n>")
_IS = re.compile(
    rf"(?P<whom><n>[^$]*<(?P<before>sg|pl)><ins>\$ {_BEING}{{0,8}})?"
    r"~?\^(?P<like>[яЯ])вляться<vblex><impf><iv><pres><p3><(?P<said>sg|pl)>\$"
    rf"(?P<after>(?: {WORD}<(?:adj|adv|det|num)>[^$]*\$)*"
    rf" {WORD}<n>[^$]*<(?P<many>sg|pl)><ins>\$)?"
)
_WHO = re.compile(
    rf"(\^кто<[^$]*<nom>\$ {WORD}<vblex>(?:<\w+>)+<pp><pasv>)<m><\w+><sg><nom>", re.IGNORECASE
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
_NEEDED = re.compile(
    r"(<pp><pasv>)<(m|f|nt|mfn)><\w+><(sg|pl)><nom>(?=\$ ~?\^быть<vbser>)", re.IGNORECASE
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
_OBJECT = rf"{BESIDE}{WORD}<n>[^$]*"
_DONE = re.compile(rf"~?\^(?P<done>\w+[нт]о)<adv>\$ (?P<what>{_OBJECT}<acc>\$)", re.IGNORECASE)
_DONE_AFTER = re.compile(
    rf"(?P<before>^|<sent>\$ |,<cm>\$ )(?P<what>{_OBJECT}<acc>\$) ~?\^(?P<done>\w+[нт]о)<adv>\$",
    re.IGNORECASE,
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


def _owes(found: re.Match[str]) -> str:
    """Return what somebody has to do, in the gender of the verb or of the subject before it."""
    tags, subjects = found["tags"], _NOMINATIVE.findall(found["before"])
    if "<inf>" in tags:
        return found[0]
    if "<pl>" in tags:
        gender = "pl"
    elif past := re.search("<past><(m|f|nt)>", tags):
        gender = past[1]
    else:
        gender = next((g for g, n in reversed(subjects) if n == "sg" and g in _OWE), "m")
    said = cased(found["have"], _OWE[gender] + (_WAS[gender] if "<past>" in tags else ""))
    return f"{found['before']}[{said}]{found['between']} "


def _is(found: re.Match[str]) -> str:
    """Return what є is of those as whom somebody is; the generator has есть elsewhere."""
    number = found["before"] or found["many"]
    if number is None:
        return found[0]
    many = "pl" in (number, found["said"]) and not _ROW.match(found.string, found.end())
    said = "являются" if many else "является"
    return f"{found['whom'] or ''}[{cased(found['like'], said)}]{found['after'] or ''}"


def _which_is(found: re.Match[str]) -> str:
    """Return що розташована as which, in the gender of the noun before it."""
    number = found["number"]
    gender = found["its"] if found["its"] and number == "sg" else found["gender"]
    which = f"^который<prn><rel><{gender}><an><{number}><nom>$"
    said = f"{found['said']}<short><{gender}><{number}>"
    return f"{found['noun'] or ''}{found['comma']}{which} {said}"


def _short(found: re.Match[str]) -> str:
    """Return an adjective in its short form: були потрібні."""
    lemma, plural = found["lemma"], found["number"] == "pl"
    ending = "ы" if plural else {"f": "а", "nt": "о"}.get(found["gender"], "")
    form = lemma[:-2] + ending if ending else _SHORT[lemma]
    return f"{found[1]}[{re.sub('(?<=ж)ы$', 'и', form)}]"


def _west(found: re.Match[str]) -> str:
    return f"{found['before']}^{cased(found['like'], 'запад')}<n><m>"


def _done(found: re.Match[str]) -> str:
    """Return what was done as said of what it was done to: створено комісію."""
    tags = re.findall(r"<n><(\w+)><\w+><(\w+)>", found["what"])
    gender = "pl" if not tags or tags[-1][1] == "pl" else tags[-1][0]
    short = done(found["done"].lower()).get(gender)
    if short is None:
        return found[0]
    short = f"[{cased(found['done'], short)}]"
    what = put(found["what"], "nom")
    after = "before" in found.re.groupindex
    return f"{found['before']}{what} {short}" if after else f"{short} {what}"


def _that(found: re.Match[str]) -> str:
    """Return який that is said as що: культура, що була."""
    before = found.string[max(0, found.start() - 400) : found.start()].rpartition("<sent>")[2]
    noun = found["noun"]
    if re.match(nouns("facts"), noun) or ("<nom>" in noun and _SAY.search(before + noun)):
        return found[0]
    number, gender = found["number"], found["gender"]
    told = f"<{gender if number == 'sg' else 'mfn'}><an><{number}><nom>"
    return f"{noun}{found['comma']}^который<prn><rel>{told}$"


# A participle after what it is said of, and no more beside a noun: фірма «Рось» зареєстрована.
_SAID_OF = re.compile(
    rf"(?P<before>(?:{WORD}<(?:n|np|prn><pers)>[^$]*|\^\*[^$]*|<rquot>)\$ (?:{WORD}<adv>\$ )?)"
    rf"(?P<said>{WORD}<vblex>(?:<\w+>)+<pp><pasv>)<(?P<gender>m|f|nt|mfn)><\w+><(?P<number>sg|pl)><nom>"
    rf"(?=\$(?! (?:{WORD}<(?:adj|det|num)>[^$]*\$ )*(?:{WORD}<(?:n|np|prn)>[^$]*<nom>|\^\*)))"
)


_ADJECTIVE = re.compile(
    rf"(\^быть<vbser>[^$]*\$ (?:{WORD}<adv>\$ )?)"
    rf"~?\^(?P<lemma>{'|'.join(_SHORT)})<adj>(?:<sint>)?<(?P<gender>\w+)><\w+><(?P<number>\w+)><nom>\$",
    re.IGNORECASE,
)


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
    (_NEEDED, r"\1<short><\2><\3>"),
    (_PEOPLE, r"\1[человек]"),
    (_INVESTIGATOR, r"^следователь<n><m><aa><\1><\2>$"),
    (_IS, _is),
    (_WHO, r"\1<short><m><sg>"),
    (_OTHER, lambda m: f"^{cased(m[1], 'другой')}"),
    (_FOR, lambda m: "[Ведь]" if m[1] == "И" else "[потому что]"),
    (_ONLY, r"\1[только]"),
    (_EVENT, r"\1случай"),
    (_HUSBAND, r"\1муж"),
    (_ADJECTIVE, _short),
    (_SOMEBODY, r"\1[человека]"),
    (_CONSISTS, "^состоять"),
    (_SAID_OF, r"\g<before>\g<said><short><\g<gender>><\g<number>>"),
    (_DONE_AFTER, _done),
    (_DONE, _done),
    (_OWES, _owes),
)


def turned(stream: str) -> str:
    """Return the stream with these turns as Russian has them, before its cases are mended."""
    return replaced(put_right(replaced(stream, _CLAUSES)), _TURNS)
