"""What the letters of a word and its neighbours tell that the readings of it alone do not.

The stream is that of the analysis, `^surface/reading/reading$` a word.
"""

from __future__ import annotations

import re

from digest.text.apertium.recipients import to_whom
from digest.text.apertium.surfaces_uk import reread_ukrainian
from digest.text.lexicon import NEUTER

_WORD = r"\^[^/$]+"
_TORN = re.compile(r"\^(\w+)/[^$]*\$'\^(\w+)/[^$]*\$")
_INITIAL = re.compile(  # В. Жидкин is no century, and С. no preposition
    r"\^([А-ЯЁІЎЇЄҐ])(?:\./[^$]*\$|/[^$]*\$\^\./\.<sent>\$)(?= ?\^[А-ЯЁІЎЇЄҐ])"
)
# все before a plural is not всё that lacks its dots: все купленные альбомы.
_ALL = re.compile(r"(\^[Вв]се)/[^$]*(\$ \^[\w-]+(?:[ыи]е|[ыи]|[ыи]еся)/)")
_ALL_OF = r"\1/весь<prn><def><mfn><an><pl><nom>/весь<prn><def><mfn><nn><pl><acc>\2"
# это is гэтае beside a neuter noun only, and there no more after a dash: спирт – это вещество.
_NEUTER = r"(?:\*|[^$]*<(?:adj|n|num|pp|pprs)>[^$]*<nt><(?:an|nn|aa)>)"
_THIS = re.compile(
    rf"(?:(?<=[–—-] )\^(?P<told>[Ээ]то)/[^$]*\$)|\^(?P<this>[Ээ]то)/[^$]*\$(?! \^{_NEUTER})"
)
# ВАЗ is no vase, where not all is in capitals.
_ABBREVIATION = re.compile(r"\^([А-ЯЁІЎЇЄҐ]{2,4}[а-я]?)/[а-яёіўїєґ][^$]*\$")
_SHOUTED = re.compile(r"\^[А-ЯЁІЎЇЄҐ]{2,}/[^$]*\$ \^[А-ЯЁІЎЇЄҐ]+/")
_CAME = re.compile(
    r"(\^[Пп]рибыли)/[^$]*?(/[^/$]*<past>[^/$]*)[^$]*(?=\$ \^(?:[^$]*<num>|[^/$]*/[^/$]*<pr>))"
)
_IT = re.compile(r"(\^[Гг]эта)/[^/$]*<f><an><sg><nom>(?=/)")  # a feminine noun has гэтая
# A feminine noun in -у is no dative: атаку.
_TO_HER = re.compile(r"(\^\w+[ую])/[^/$]*<f><nn><sg><dat>(?=/)")
# A verb in -ла is neuter where no one did it: загінула 12 чалавек, стала вядома, што здарылася.
_DID = r"/[^$]*?(/[^/$]+<past><nt><sg>)[^$]*"
_COUNTED = r"[^$]*<num>|(?:вядома|некалькі|каля|больш|шмат|двое|трое|няшмат|амаль)/"
_NOBODY = re.compile(
    rf"(?<!<cnjcoo>\$ )(?<!<f><an><sg><nom>\$ )({_WORD}){_DID}(?=\$ \^(?:{_COUNTED}))"
)
_WHAT = "[Шш]то|[Гг]эта|[Нн]ешта|[Нн]ічога|[Уу]сё|[Тт]ое"
_HAPPENED = re.compile(rf"(\^(?:{_WHAT})/[^$]*\$ {_WORD}){_DID}(?=\$)")
_TURNED_OUT = "[Аа]казалася|[Вв]ысветлілася|[Зз]давалася|[Зз]далося|[Вв]ыявілася|[Сс]падабалася"
_THAT = re.compile(rf"(\^(?:{_TURNED_OUT})){_DID}(?=\$)")
_STRANGE = (
    r"(?:^|(?<=<sent>\$ )|(?<=<adv>\$ )|(?<=<nt><sg>\$ ))"
    rf"\^(\w+(?:ла|лася|[нт]а))/\*\1\$(?= \^(?:{_COUNTED}))"
    rf"|\^({_TURNED_OUT})/\*\2\$"
)
_STRANGELY = re.compile(_STRANGE)
_AND = re.compile(r"(\^[Тт]а/та<cnjcoo>)[^$]*(?=\$ )")  # та is that only before a comma
# Ukrainian тому begins a clause as therefore, and follows a time as ago.
_THEREFORE = re.compile(r"((?:^|<sent>\$ |\^,/,<cm>\$ )\^)([Тт]ому)/[^$]*(?=\$(?! \^що/))")
# A noun in -у has its genitive in it as well, which the dictionary often lacks: стану, камітэту.
_OF = re.compile(
    r"((?:<n>[^$]*|\^(?:да|ад|для|без|каля|пасля|супраць)/[^$]*)\$ "
    r"(?:\^[^$]*<adj>[^$]*<gen>[^$]*\$ )?"
    r"\^\w+[ую]/(?![^$]*<sg><gen>)[^$]*?)([^/$]+<n><m><nn><sg>)<(?:dat|loc)>([^$]*)\$"
)
_WILL_BE = re.compile(  # складзе 5 градусаў
    r"\^([Сс]кладзе)/[^$]*\$(?= \^(?:[^$]*<num>|(?:каля|больш|менш|прыкладна|амаль)/))"
)
_OLD = re.compile(r"(\^\w+[аяо]е)/[^/$]*<f><an><sg><gen>(?=/)")  # новае is no more a genitive

# After a number дамоў are houses, and nobody goes home: няма 3 дамоў, 5 новых дамоў.
_HOME = re.compile(r"((?:<num>[^$^]*|<adj>[^$^]*<pl><gen>[^$]*)\$ \^дамоў)/[^/$]+<adv>(?=/)")


def reread(analysis: str, source: str) -> str:
    """Return an analysis without the readings that a look at the words rules out."""
    analysis = _INITIAL.sub(r"^\1./*\1.$", _TORN.sub(r"^\1'\2/*\1'\2$", analysis))
    if not _SHOUTED.search(analysis):
        analysis = _ABBREVIATION.sub(r"^\1/*\1$", analysis)
    if source == "ru":
        analysis = _CAME.sub(r"\1\2", analysis)
        return _THIS.sub(_unread, _ALL.sub(_ALL_OF, _TO_HER.sub(r"\1", analysis)))
    if source == "be":
        analysis = _OLD.sub(r"\1", _HOME.sub(r"\1", to_whom(analysis)))
        analysis = _WILL_BE.sub(r"^\1/*\1$", _IT.sub(r"\1", analysis))
        analysis = _OF.sub(r"\1\2<dat>\3/\2<gen>$", analysis)
        analysis = _STRANGELY.sub(_neuter, analysis)
        for neuter in (_NOBODY, _HAPPENED, _THAT):
            analysis = neuter.sub(r"\1\2", analysis)
        return analysis
    return reread_ukrainian(_THEREFORE.sub(r"\1\2/*\2", _AND.sub(r"\1", analysis)))


def _neuter(found: re.Match[str]) -> str:
    word = (found[1] or found[2]) + NEUTER
    return f"^{word}/*{word}$"


def _unread(found: re.Match[str]) -> str:
    word = found["told"] or found["this"]
    return f"^{word}/*{word}$"
