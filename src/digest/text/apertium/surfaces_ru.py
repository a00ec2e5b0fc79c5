"""What the letters of a Russian word and its neighbours tell that its readings alone do not.

The stream is that of the analysis, `^surface/reading/reading$` a word.
"""

from __future__ import annotations

import re

# все before a plural is not всё that lacks its dots: все купленные альбомы.
_ALL = re.compile(r"(\^[Вв]се)/[^$]*(\$ \^(?:\d+|[\w-]+(?:[ыи]е|[ыи]|[ыи]еся))/)")
_ALL_OF = r"\1/весь<prn><def><mfn><an><pl><nom>/весь<prn><def><mfn><nn><pl><acc>\2"
# это is гэтае beside a neuter noun only, and there no more after a dash: спирт – это вещество.
_NEUTER = r"(?:\*|[^$]*<(?:adj|n|num|pp|pprs)>[^$]*<nt><(?:an|nn|aa)>)"
_THIS = re.compile(
    rf"(?:(?<=[–—-] )\^(?P<told>[Ээ]то)/[^$]*\$)|\^(?P<this>[Ээ]то)/[^$]*\$(?! \^{_NEUTER})"
)
_CAME = re.compile(
    r"(\^[Пп]рибыли)/[^$]*?(/[^/$]*<past>[^/$]*)[^$]*(?=\$ \^(?:[^$]*<num>|[^/$]*/[^/$]*<pr>))"
)
# A feminine noun in -у is no dative: атаку.
_TO_HER = re.compile(r"(\^\w+[ую])/[^/$]*<f><nn><sg><dat>(?=/)")
# The president himself is сам, the very beginning самое.
_HIMSELF = re.compile(
    r"(\^[Сс]амо(?:го|му|м|й)|\^[Сс]амим)(?=/)[^$]*?(/сам<det>[^$]*)"
    r"(?=\$ \^(?:[А-ЯЁ]|[^$]*<n><\w+><aa>))"
)
# Лев Толстой: neither is an adjective, left or thick.
_LEV = re.compile(r"\^([А-ЯЁ][а-яё]+)/[^$/]*<adj>(?:<sint>)?<short>[^$/]*\$(?= \^[А-ЯЁ][а-яё])")
_BEARER = re.compile(
    r"(/\*[А-ЯЁ][\w-]+\$ )\^([А-ЯЁ][а-яё]+(?:ой|[иы]й))/[^$/]*<adj>[^$]*\$(?! \^[^/$]+/[^$]*<n>)"
)
_BEGAN = re.compile(  # начало происходить
    r"\^([Нн]ачало)/[^$]*\$(?= (?:\^[^/$]+/[^$]*<adv>[^$]*\$ )?"
    r"\^(?:[^/$]+/[^$]*<inf>|\w+(?:ть|ти|ться|тись)/\*))"
)
_MAN = re.compile(r"(?:^|\$ ?)(?P<man>\^[Чч]еловек)(?=/)[^$]*?(?P<one>/[^/$]*<sg><nom>)[^$]*")
_MANY_MEN = re.compile(
    r"<num>[^$]*$|/(?:сколько|несколько|столько|много|мало|немало|немного|более|больше|меньше|менее"
    r"|около|свыше|до|порядка|большой|тысяча|миллион|миллиард|сотня|десяток|тыс\.|млн)<[^$]*$"
    r"|\^(?:тыс|млн)\b[^$]*$"
)
_ROLE = re.compile(r"(\^роль)/[^$]*", re.IGNORECASE)
_ROLES = r"\1/роля<n><f><nn><sg><nom>/роля<n><f><nn><sg><acc>"
_AT_HOME = re.compile(
    r"(\^(?:наход|оста|сид|был|быть|буд|жив|работ|леч|ноч)\w*/[^$]*\$ \^дома)/[^$]*"
    r"(?=\$(?! \^[^$]*<gen>))"
)
_HEADS = re.compile(r"(,<cm>\$ \^главы)(?=/)[^$]*?(/глава<n>[^/$]*<sg><gen>)[^$]*")
_BOUNDARY = re.compile("<sent>|<cm>|<cnj")
_GOVERNED = re.compile(r"<pr>\$ (?:\^[^$]*<adj>[^$]*\$ )*\^[^$]*\$")
_AFTER_PREPOSITION = re.compile(r"<pr>\$ (?:\^[^$]*<adj>[^$]*\$ )*$")
# стороны могут: not of the side, where nobody else in the clause can do it
_THEY = re.compile(
    r"(\^[^/$]+)(?=/[^$]*<sg><gen>)[^$]*?(/[^/$]*<n>[^/$]*<pl><nom>)[^$]*"
    r"(?=\$ (?:\^не/[^$]*\$ )?\^[^/$]+/[^$/]*<vb\w+>[^$/]*(?:<past><mfn><pl>|<p3><pl>))"
)


def reread(analysis: str) -> str:
    """Return a Russian analysis without the readings that a look at the words rules out."""
    analysis = _BEARER.sub(r"\1^\2/*\2$", _LEV.sub(r"^\1/*\1$", analysis))
    analysis = _BEGAN.sub(r"^\1/*\1$", analysis)
    for pattern in (_CAME, _HIMSELF, _HEADS):
        analysis = pattern.sub(r"\1\2", analysis)
    analysis = _ROLE.sub(_ROLES, _MAN.sub(_man, analysis))
    analysis = _ALL.sub(_ALL_OF, _TO_HER.sub(r"\1", _THEY.sub(_they, analysis)))
    return _THIS.sub(_unread, _AT_HOME.sub(r"\1/*дома", analysis))


def _man(found: re.Match[str]) -> str:
    """Return человек as one, unless a number of them is told."""
    before = found.string[max(0, found.start() - 300) : found.start("man")]
    if _MANY_MEN.search(before.rstrip("$ ")):
        return found[0]
    return found[0][: found.start("man") - found.start()] + found["man"] + found["one"]


def _they(found: re.Match[str]) -> str:
    """Return the noun before a verb as its subject, unless something before may be that."""
    clause = _BOUNDARY.split(found.string[: found.start()])[-1]
    if _AFTER_PREPOSITION.search(clause) or "<pl><nom>" in _GOVERNED.sub("", clause):
        return found[0]
    return found[1] + found[2]


def _unread(found: re.Match[str]) -> str:
    word = found["told"] or found["this"]
    return f"^{word}/*{word}$"
