"""What only Belarusian asks of a Russian sentence, before the generator.

Belarusian has no short participles (Сугака асуджаная: осуждена), says у of places and people, and
пра where Russian has о with a case of its own. The stream is `^lemma<tags>$` a word.
"""

from __future__ import annotations

import re

from digest.text.apertium.stream import preposition
from digest.text.lexicon import SHORT
from digest.text.towns import origins, towns

_WORD = r"~?\^[^<^$]+"
_DONE = rf"{_WORD}<vblex>(?:<\w+>)+<pp><pasv>"
_LONG = r"<(?P<gender>\w+)><\w+><(?P<number>sg|pl)><nom>"
_DONE_STRANGELY = (
    r"~?\^\*[а-яёіў’']{2,}(?:[вдж]ан|[чшлнзс]ан|[длнзсцжр]ен|[ыяіу]т)(?:ы|ыя|ая|ае|а)(?=\$)"
)
_WAS = re.compile(
    rf"(?:\^[Бб]ыть<vbser>|(?P<noun>{_WORD}<n>))(?P<told>[^$]*)\$"
    rf" (?:\^не<adv>\$ )?(?:{_WORD}<adv>\$ )?{_DONE_STRANGELY}"
)
_WHO = rf"(?:{_WORD}<(?:np|prn><pers>)[^$]*<nom>|\^\*[А-ЯЁІЎ][\w-]+)\$ (?:{_WORD}<adv>\$ )?"
_NOUN = rf"\$ (?:{_WORD}<adj>[^$]*\$ )*{_WORD}<n>[^$]*<nom>"
_IS = re.compile(rf"({_WHO}{_DONE}){_LONG}(?!{_NOUN})")
_TO_DO = re.compile(rf"({_DONE}){_LONG}(?=\$ ~?\^[^<^$]+<vb\w+>[^$]*<inf>)")
_PREDICATE = re.compile(rf"({_DONE}){_LONG}|{_DONE_STRANGELY}")
_CLAUSE = re.compile(r"(?<=<cm>\$ )(?:\^[^<^$]+<pr>\$ )?\^который<(?:(?!<cm>|<sent>).)+", re.DOTALL)
_SEVERAL = re.compile(  # пашкоджаны дахі: the plural looks like the masculine
    rf"({_DONE})<m><\w+><sg><nom>(?=\$ (?:{_WORD}<adj>[^$]*\$ )*{_WORD}<n>[^$]*<pl><nom>)"
)
_BY_WHOM = re.compile(r"\^([пП])о²<pr>\$")
_HERSELF = re.compile(
    rf"\^([вВ])<pr>\$ ((?:{_WORD}<(?:adj|det)>[^$]*\$ )*{_WORD}"
    rf"(?:<n><f><aa>|<np><ant><f>(?:<\w+>)*)<sg>)<(?:acc|gen|prp)>"
)
_WHO_HAS = re.compile(
    r"(<aa>[^$]*\$\^,<cm>\$ )\^в<pr>\$ (\^который<prn><rel>[^$]*)<(?:prp|acc|gen)>"
)
_NEEDED = re.compile(rf"\^\*патрэбны\$(?= (?:{_WORD}<adj>[^$]*\$ )*{_WORD}<n>[^$]*<pl><nom>)")
# Unknown adjectives that say what somebody is, after a verb in the plural.
_MANY_ARE = re.compile(
    r"(<(?:vbser|vbmod)>[^$]*<pl>\$ (?:~?\^не<adv>\$ )?(?:~?\^быть<vbser><inf>\$ )?|"
    r"~?\^(?:мы|вы|они)<prn>[^$]*<nom>\$ (?:~?\^не<adv>\$ )?)"
    r"~?\^\*(здольны|згодны|патрэбны|гатовы)\$",
    re.IGNORECASE,
)
_ARE = {"здольны": "способны", "згодны": "согласны", "патрэбны": "нужны", "гатовы": "готовы"}
_BEFORE_NOUN = re.compile(_NOUN)
_SENTENCE = re.compile(r"(?:(?!<sent>).)+", re.DOTALL)
_ACTS = re.compile(
    r"<(?:past|pres|fut|imp|vbser|vbmod|pred)>|\^(?:нет|есть)<"
    r"|\^\*[а-яёіў’']+(?:ць|цца|[аіыеяоу]ў|ўся|л[аі]|лася|ліся|[аеуіы]е)\W"
)
_SUBJECT = re.compile(r"<(?:n|np|prn)>[^$]*<nom>|\^\*[А-ЯЁІЎ]")
_AFTER_COMMA = re.compile(r"[^,]*\^,<cm>\$ ")  # the first: a clause of its noun begins
_PEOPLE = re.compile(
    rf"\^([вВ])<pr>\$ ({_WORD}<num>[^$]*)<prp>"
    rf"((?:\$ {_WORD}<adj>[^$]*)*\$ {_WORD}<n>[^$]*<aa><pl>)<(?:acc|gen)>"
)
_ABOUT = re.compile(  # пра распаўсюд, пра лекары; аб распаўсюдзе
    r"\^([оО])<pr>\$(?= ~?\^\*\w+(?:[^аеёіоуыэюях]|[цн]н?[ея]|[тр]ы|[кгсз]і)\$)"
)
_IN_TOWN = re.compile(r"(\^[вВоОнН](?:а|б)?<pr>\$ ~?\^\*)([А-ЯЁІЎ]\w+[гкх])у\$")
_FROM_TOWN = re.compile(r"\^([сС])<pr>\$(?= ~?\^\*([А-ЯЁІЎ][\w'’-]+)\$)")
_TOWARDS = re.compile(
    rf"(\^[кК]<pr>\$ (?:{_WORD}<(?:adj|prn|det)>[^$]*<dat>\$ )+{_WORD}<n>[^$]*)<gen>"
)


def from_belarusian(stream: str) -> str:
    """Return a Russian stream with what its Belarusian original left open."""
    stream = _BY_WHOM.sub(r"\1о словам", _SEVERAL.sub(r"\1<short><mfn><pl>", stream))
    stream = _NEEDED.sub("нужны", _IS.sub(_short, _TO_DO.sub(_short, stream)))
    stream = _SENTENCE.sub(_verbless, _CLAUSE.sub(_verbless, stream))
    stream = _WAS.sub(_strange, stream)
    stream = _HERSELF.sub(lambda m: f"{preposition('у', m[1])} {m[2]}<gen>", stream)
    stream = _WHO_HAS.sub(r"\1^у<pr>$ \2<gen>", stream)
    stream = _PEOPLE.sub(lambda m: f"{preposition('у', m[1])} {m[2]}<gen>{m[3]}<gen>", stream)
    stream = _ABOUT.sub(lambda m: preposition("про", m[1]), stream)
    stream = _FROM_TOWN.sub(_from_town, stream)
    stream = _MANY_ARE.sub(lambda m: m[1] + _ARE[m[2]], stream)
    return _TOWARDS.sub(r"\1<dat>", _IN_TOWN.sub(_in_town, stream))


def _from_town(found: re.Match[str]) -> str:
    is_case_of_origin = found[2].lower() in origins("be")
    return preposition("из", found[1]) if is_case_of_origin else found[0]


def _in_town(found: re.Match[str]) -> str:
    town = found[2] + "у"
    return found[0] if town.lower() in towns("be", "ru") else f"{found[1]}{found[2]}е$"


def _short(found: re.Match[str]) -> str:
    if not found["number"]:
        return found[0] + SHORT
    gender = found["gender"] if found["number"] == "sg" else "mfn"
    return f"{found[1]}<short><{gender}><{found['number']}>"


def _strange(found: re.Match[str]) -> str:
    """Return an unknown participle with the mark, where its subject or verb is before it."""
    if found["noun"] and not found["told"].endswith("<nom>"):
        return found[0]
    several = "<pl>" in found["told"] and found[0].endswith("ы")  # the masculine is no other
    return found[0] + ("я" if several else "") + SHORT


def _verbless(found: re.Match[str]) -> str:
    """Return a sentence without a verb with its last participle as what it says."""
    sentence = found[0]
    if _ACTS.search(sentence) or "<short>" in sentence or not _SUBJECT.search(sentence):
        return sentence
    for last in list(_PREDICATE.finditer(sentence))[-1:]:
        before, after = sentence[: last.start()], sentence[last.end() :]
        opens = "^" not in before and _BEFORE_NOUN.match(after)
        if not opens and not _AFTER_COMMA.fullmatch(before):
            return before + _short(last) + after
    return sentence
