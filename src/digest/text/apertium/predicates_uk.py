"""What Ukrainian says of a subject and Russian says otherwise: має зробити, є головою, створено.

Before the generator the stream is `^lemma<tags>$` a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.text.apertium.lexemes import done
from digest.text.apertium.prepositions_uk import BESIDE, WORD, replaced
from digest.text.apertium.stream import put
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
_ADJECTIVE = re.compile(
    rf"(\^быть<vbser>[^$]*\$ (?:{WORD}<adv>\$ )?)"
    rf"~?\^(?P<lemma>{'|'.join(_SHORT)})<adj>(?:<sint>)?<(?P<gender>\w+)><\w+><(?P<number>\w+)><nom>\$",
    re.IGNORECASE,
)
_OWES = re.compile(
    rf"(?P<before>(?:(?!<sent>)[^\[])*?)~?\^(?P<have>[иИ])меть<vblex>(?P<tags>[^$]*)\$"
    rf"(?P<between>(?: {WORD}<(?:part|adv)>\$)?) (?=~?\^[^<^$]+<vb\w+>[^$]*<inf>)"
)
_NOMINATIVE = re.compile(r"<(?:n|np|prn)>[^$]*?<(m|f|nt|mfn)>[^$]*<(sg|pl)><nom>\$")
_OWE = {"m": "должен", "f": "должна", "nt": "должно", "pl": "должны"}
_WAS = {"m": " был", "f": " была", "nt": " было", "pl": " были"}
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
_NEEDED = re.compile(
    r"(<pp><pasv>)<(m|f|nt|mfn)><\w+><(sg|pl)><nom>(?=\$ ~?\^быть<vbser>)", re.IGNORECASE
)
# A participle after what it is said of, and no more beside a noun: фірма «Рось» зареєстрована.
_SAID_OF = re.compile(
    rf"(?P<before>(?:{WORD}<(?:n|np|prn><pers)>[^$]*|\^\*[^$]*|<rquot>)\$ (?:{WORD}<adv>\$ )?)"
    rf"(?P<said>{WORD}<vblex>(?:<\w+>)+<pp><pasv>)<(?P<gender>m|f|nt|mfn)><\w+><(?P<number>sg|pl)><nom>"
    rf"(?=\$(?! (?:{WORD}<(?:adj|det|num)>[^$]*\$ )*(?:{WORD}<(?:n|np|prn)>[^$]*<nom>|\^\*)))"
)
_OBJECT = rf"{BESIDE}{WORD}<n>[^$]*"
_DONE = re.compile(rf"~?\^(?P<done>\w+[нт]о)<adv>\$ (?P<what>{_OBJECT}<acc>\$)", re.IGNORECASE)
_DONE_AFTER = re.compile(
    rf"(?P<before>^|<sent>\$ |,<cm>\$ )(?P<what>{_OBJECT}<acc>\$) ~?\^(?P<done>\w+[нт]о)<adv>\$",
    re.IGNORECASE,
)


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


def _short(found: re.Match[str]) -> str:
    """Return an adjective in its short form: були потрібні."""
    lemma, plural = found["lemma"], found["number"] == "pl"
    ending = "ы" if plural else {"f": "а", "nt": "о"}.get(found["gender"], "")
    form = lemma[:-2] + ending if ending else _SHORT[lemma]
    return f"{found[1]}[{re.sub('(?<=ж)ы$', 'и', form)}]"


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


_TURNS: Turns = (  # in this order
    (_NEEDED, r"\1<short><\2><\3>"),
    (_IS, _is),
    (_WHO, r"\1<short><m><sg>"),
    (_ADJECTIVE, _short),
    (_SAID_OF, r"\g<before>\g<said><short><\g<gender>><\g<number>>"),
    (_DONE_AFTER, _done),
    (_DONE, _done),
    (_OWES, _owes),
)


def predicated(stream: str) -> str:
    """Return the stream with what is said of its subjects as Russian has it."""
    return replaced(stream, _TURNS)
