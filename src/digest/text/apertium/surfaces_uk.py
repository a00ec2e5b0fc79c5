"""What the neighbours of a Ukrainian word tell of it, where its readings alone do not.

The stream is that of the analysis, `^surface/reading/reading$` a word.
"""

from __future__ import annotations

import re

from digest.text.apertium.turns import turns
from digest.text.lexicon import NAMED, OWNED

_VERB_AFTER_NOT = re.compile(r"(\^[Нн]е/[^$]*\$ \^[^/$]+)/(?=[^$]*<n>)([^$]*<vb\w+>[^$]*)(?=\$)")
_BEGINS = r"(?:\^,/,<cm>|<cnj(?:sub|adv)>[^$]*|<adv>[^$]*)\$ "
_SUBJECT = re.compile(
    rf"({_BEGINS}\^[^/$]+)/([^$]*<n>[^$]*<(?P<number>sg|pl)><nom>[^$]*)"
    r"(?=\$ (?:\^[^$]*<adv>\$ )?\^[^/$]+/[^$]*<vblex>[^/$]*"
    r"(?:<p3><(?P=number)>|<past><mfn><(?P=number)>)[^$]*\$)"
)


_GRANTING = re.compile(
    rf"(\^за/[^$]*\$ (?:\^[^/$]+/[^$]*<adj>[^$]*\$ )?\^(?:{turns('analysed')['granted']}))"
    r"/[^$]*?([^/$]+<gen>)[^$]*",
    re.IGNORECASE,
)


_FEW = re.compile(r"(\^[Мм]ало)/([^$]*)(?=\$(?! \^[^$]*<inf>|\^(?:б|би|не|бути)/))")


# A surname after a first name is no shoemaker's son: Петро Шевченко.
_SURNAME = re.compile(
    r"((?:<np><(?:ant|pat)>|\^\w+(?:[йо]?ович|евич|[їі]вн)(?:а|у|ем|еві|і|и|ою)?/)[^$]*\$ )"
    r"\^([А-ЯІЇЄҐ][а-яіїєґ'’-]+)/(?![^$]*<np>|\*)[^$]*\$"
)
# A masculine noun in -у is a genitive there, though the dictionary have another: тендера.
_GENITIVE = (
    r"((?:<n>(?![^$]*<vb)[^$]*|\^даними/[^$]*"
    r"|\^(?:до|від|без|для|після|біля|проти|щодо|крім|серед|навколо|замість)/[^$]*)\$ "
    r"(?:\^[^$]*<adj>[^$]*<gen>[^$]*\$ )?\^)"
)
_OF_WHAT = re.compile(rf"{_GENITIVE}(\w+[бвгґджзйклмнпрстфхцчш]у)/\*\2\$")
_OF_KNOWN = re.compile(rf"{_GENITIVE}(\w+у/(?![^$]*<(?:gen|aa)>)[^$]*<n><m><nn><sg>)<dat>")
_MANY = re.compile(  # обговорювалися питання
    r"(<(?:past><mfn|p3)><pl>[^$]*\$ \^\w+(?:ння|ття))/([^$]*)(?=\$)"
)
_WHOLE = re.compile(  # обласне управління, known or not
    r"(\^\w+(?:ьк|[нвлрт])е/[^$]*\$ \^\w+(?:ння|ття))/([^$]*)(?=\$)"
)
_PRESS = re.compile(r"\^([Пп]рес)/[^$]*\$(?=\^-/)")  # прес-служба is no press
_DOES = re.compile(  # вести after a verb is done, no news: планує вести
    r"(\^[^/$]+/[^$<]*<vb(?:lex|mod|haver)>[^$]*\$ (?:\^[^$]*<adv>\$ )?\^[^/$]+)"
    r"/(?=[^$]*<n>)([^$]*<inf>[^$]*)(?=\$)"
)
_IGOR = re.compile(r"\^Ігор/[^$]*\$(?= \^[А-ЯІЇЄҐ])")  # no games
_OF_STRANGER = re.compile(  # після Анатолія Близнюка, where the first name is unknown
    r"(\^(?!\w*(?:[иії]й|ої|ого|ому|им|их|ими|[сц]ьк[аеі])/)[А-ЯІЇЄҐ][а-яіїєґ']+/\*[^$]*\$ )"
    r"\^((?!Рад|Суд|Мін|Ком|Банк|Сл|Фонд|Пар|Об|Держ|Упр|Уні|Центр|Рай|Нац|Укр)[А-ЯІЇЄҐ][а-яіїєґ'’-]+)"
    r"/(?![^$]*<np>|\*)[^$]*\$"
)
_PLACE = re.compile(  # у розшуку, whose locative the dictionary lacks
    r"(\^(?:[Уу]|[Вв]|[Нн]а)/[^$]*\$ (?:\^[^$]*<adj>[^$]*\$ )?"
    r"\^\w+[ую]/(?![^$]*<loc>)[^$]*<n><m><nn><sg>)<(?:gen|dat)>([^$]*\$)"
)
_ENKO = re.compile(
    r"\^((?!Петр)[А-ЯІЇЄҐ][а-яіїєґ’']+(?:енк(?:о|а|у|ом|ові|и|ів|ам|ами|ах)))/[^$]*<n>[^$]*\$"
)
_TOWNS = re.compile(r"(?<=\$ )\^(Сум(?:и|ах|ами|ам)?)/[^$]*\$")


_CENTURY = re.compile(r"(<n>[^$]*\$ \^[IVXІХ]+/[^$]*\$ \^століття)/[^$]*?([^/$]+<sg><gen>)[^$]*")


def reread_ukrainian(analysis: str) -> str:
    """Return the analysis with verbs after не, subjects before their verbs, and names as such."""
    analysis = _DOES.sub(lambda m: f"{m[1]}/{_only(m[2], '<inf>')}", analysis)
    analysis = _IGOR.sub(r"^Ігор/*Ігор$", _PRESS.sub(r"^\1/*\1$", analysis))
    analysis = _SURNAME.sub(r"\1^\2/*\2$", _OF_STRANGER.sub(r"\1^\2/*\2$", analysis))
    analysis = _PLACE.sub(r"\1<loc>\2", analysis)
    analysis = _OF_KNOWN.sub(r"\1\2<gen>", analysis)
    analysis = _OF_WHAT.sub(rf"\1\2{OWNED}/*\2{OWNED}$", analysis)
    analysis = _MANY.sub(lambda m: f"{m[1]}/{_only(m[2], '<pl><nom>') or m[2]}", analysis)
    analysis = _WHOLE.sub(lambda m: f"{m[1]}/{_only(m[2], '<sg><nom>') or m[2]}", analysis)
    analysis = _TOWNS.sub(r"^\1/*\1$", _ENKO.sub(r"^\1/*\1$", analysis))
    analysis = _CENTURY.sub(r"\1/\2", analysis)
    analysis = _GRANTING.sub(r"\1/\2", analysis)
    analysis = _FEW.sub(lambda m: f"{m[1]}/{_only(m[2], '<adv>') or m[2]}", analysis)
    analysis = _VERB_AFTER_NOT.sub(lambda m: f"{m[1]}/{_only(m[2], '<vb')}", analysis)
    return _SUBJECT.sub(lambda m: f"{m[1]}/{_only(m[2], f'<{m[3]}><nom>')}", analysis)


# Ukrainian has no active participles: люди, живущие там, are люди, які живуть там.
_DOING = re.compile(
    r"(\^,/,<cm>\$ (?:\^не/[^$]*\$ )?)\^([^/$]+)/([^/<$]+<vblex>(?:<\w+>)*?)<(pprs|pp)><actv>"
    r"<(m|f|nt|mfn)><\w+><(sg|pl)><\w+>[^$]*\$"
)


_DONE = re.compile(_DOING.pattern.replace("(pprs|pp)><actv>", "(pprs)><pasv>"))  # применяемые
_SOURCE = re.compile(  # рассказал источник: nobody told it
    r"(<past><m><sg>[^$]*\$ (?:\^[^/$]+/[^$]*<adj>[^$]*\$ )?\^источник)"
    r"/(источник<n><m><nn><sg><nom>)[^$]*"
)
_THEM = re.compile(  # лечили их и
    r"(<vblex>[^$]*\$ )\^([Ии]х)/[^$]*\$(?= ?\^[^/$]+/[^$/*]*<(?:cnj\w+|cm|sent|pr|adv|vb\w+)>)"
)
_HER = re.compile(
    r"(\^\w+[ое]й/\*[^$]*\$ \^[^/$]+)/([^$]*<f><nn><sg>[^$]*)(?=\$)"
)  # Тульской области
_BECAME = re.compile(r"(?<!<pr>\$ )(\^[Сс]тали)/[^$]*?(стать<[^/$]*<past>[^/$]*)[^$]*(?=\$)")
_RIVER = re.compile(  # река Мойка
    r"(\^(?:рек(?:[аиуе]|ой)|сел[оае]|деревн[яиюе]|пос[её]л(?:к[аеу]|ок)|озер[аое]|улиц[аыеу])/"
    r"[^$]*\$ )"
    r"\^([А-ЯЁ][а-яё-]+)/(?!\*)[^$]*\$"
)
_INITIALED = re.compile(r"(\^[А-ЯЁ]\./\*[А-ЯЁ]\.\$ ?)\^([А-ЯЁ][а-яё-]+)/[^$]*\$")  # А. Б. Иванов
_TO_DO = re.compile(
    r"(\^[^/$]+)/(?=[^$]*<n>)([^$]*<vblex>[^$]*)(?=\$ (?:\^[^$]*<adv>\$ )?\^[^/$]+/[^$]*<inf>)"
)


def related(analysis: str) -> str:
    """Return a Russian analysis in which a participle after a comma is a clause with который.

    A noun that may be a verb is one before an infinitive: Конгресс начал обсуждать.
    """
    analysis = _RIVER.sub(r"\1^\2/*\2$", _SOURCE.sub(r"\1/\2", analysis))
    analysis = _INITIALED.sub(rf"\1^\2{NAMED}/*\2{NAMED}$", analysis)
    analysis = _THEM.sub(r"\1^\2/они<prn><pers><p3><mfn><pl><acc>$", analysis)
    analysis = _HER.sub(lambda m: f"{m[1]}/{_only(m[2], '<f><nn><sg>')}", analysis)
    analysis = _BECAME.sub(r"\1/\2", analysis)
    analysis = _DOES.sub(lambda m: f"{m[1]}/{_only(m[2], '<inf>')}", analysis)
    analysis = _TO_DO.sub(lambda m: f"{m[1]}/{_only(m[2], '<vblex>')}", analysis)
    return _DONE.sub(_related, _DOING.sub(_related, analysis))


def _related(found: re.Match[str]) -> str:
    comma, surface, verb, time, gender, number = found.groups()
    told = f"<{'mfn' if number == 'pl' else gender}><{number}>"
    when = f"<past>{told}" if time == "pp" else f"<pres><p3><{number}>"
    when += "<pass>" if found.re is _DONE else ""
    which = f"который<det><itg>{told.replace('><', '><an><')}<nom>"
    no = "^не/не<adv>$ " if "^не/" in comma else ""
    return f"^,/,<cm>$ ^которые/{which}$ {no}^{surface}/{verb}{when}$"


def _only(readings: str, sign: str) -> str:
    return "/".join(reading for reading in readings.split("/") if sign in reading)
