"""What the letters of a word and its neighbours tell that the readings of it alone do not.

The stream is that of the analysis, `^surface/reading/reading$` a word.
"""

from __future__ import annotations

import re

from digest.text.apertium.acting import acting
from digest.text.apertium.recipients import to_whom
from digest.text.apertium.surfaces_ru import reread as reread_in_russian
from digest.text.apertium.surfaces_uk import reread_ukrainian
from digest.text.lexicon import NAMED, NEUTER, OWNED
from digest.text.towns import ordinary, towns

_WORD = r"\^[^/$]+"
_TORN = re.compile(r"\^(\w+)/[^$]*\$'\^(\w+)/[^$]*\$")
_INITIAL = re.compile(  # В. Жидкин is no century, and С. no preposition
    r"\^([А-ЯЁІЎЇЄҐ])(?:\./[^$]*\$|/[^$]*\$\^\./\.<sent>\$)(?= ?\^[А-ЯЁІЎЇЄҐ])"
)
_LAST_INITIAL = re.compile(r"(?<=\.\$)\^([А-ЯЁІЎЇЄҐ])/[^$]*\$\^\./\.<sent>\$")  # А.Б.
# ВАЗ is no vase, where not all is in capitals.
_ABBREVIATION = re.compile(r"\^([А-ЯЁІЎЇЄҐ]{2,4}[а-я]?)/[а-яёіўїєґ][^$]*\$")
_SHOUTED = re.compile(r"\^[А-ЯЁІЎЇЄҐ]{2,}/[^$]*\$ \^[А-ЯЁІЎЇЄҐ]+/")
_IT = re.compile(r"(\^[Гг]эта)/[^/$]*<f><an><sg><nom>(?=/)")  # a feminine noun has гэтая
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
_SUPPOSED = re.compile(  # меркавалася, што
    rf"(\^(?:[Мм]ерк|[Пп]лан|[Чч]ак|[Гг]авары|[Лл]ічы|[Аа]дзнач|[Пп]аведамля)\w*лася){_DID}"
    r"(?=\$\^,/[^$]*\$ \^(?:што|каб)/)"
)
_STRANGE = (
    r"(?:^|(?<=<sent>\$ )|(?<=<adv>\$ )|(?<=<nt><sg>\$ ))"
    rf"\^(\w+(?:ла|лася|[нт]а))/\*\1\$(?= \^(?:{_COUNTED}))"
    rf"|\^({_TURNED_OUT}|\w+лася(?=[^$]*\$\^,/[^$]*\$ \^(?:што|каб)/))/\*\2\$"
)
_STRANGELY = re.compile(_STRANGE)
_AND = re.compile(r"(\^[Тт]а/та<cnjcoo>)[^$]*(?=\$ )")  # та is that only before a comma
# Ukrainian тому begins a clause as therefore, and follows a time as ago.
_THEREFORE = re.compile(r"((?:^|<sent>\$ |\^,/,<cm>\$ )\^)([Тт]ому)/[^$]*(?=\$(?! \^що/))")
# A noun in -у has its genitive in it as well, which the dictionary often lacks: стану, камітэту.
_OF = re.compile(
    r"((?:<n>[^$]*|\^(?:да|ад|для|без|каля|пасля|супраць|з|са|з-за)/[^$]*"
    r"|\^\w+(?:[бвгджзклмнпрстфхцчш]|[ыія](?:я|і|ю|яй|й))/\*[^$]*)\$ "
    r"(?:\^[^$]*<adj>[^$]*<gen>[^$]*\$ )?"
    r"\^\w+[ую]/(?![^$]*<sg><gen>)[^$]*?)([^/$]+<n><m><nn><sg>)<(?:dat|loc)>([^$]*)\$"
)
_OF_STRANGERS = re.compile(  # эпідэмія каранавірусу, да Слуцку
    r"((?:(?:<n>[^$]*|\^\w+[ыія](?:я|і|ю|яй|й)/\*[^$]*)\$ "
    r"(?:\^[^$]*<adj>[^$]*<gen>[^$]*\$ )?(?=\^[а-яіў])"
    r"|\^(?:да|ад|для|без|каля|пасля|з|са|з-за)/[^$]*\$ )"
    r"\^)(\w+[бвгджзйклмнпрстфхцчш]у)/\*\2\$"
)
_WILL_BE = re.compile(  # складзе 5 градусаў
    r"\^([Сс]кладзе)/[^$]*\$(?= \^(?:[^$]*<num>|(?:каля|больш|менш|прыкладна|амаль)/))"
)
# Мае is has, but before people in the nominative they are mine: мае бацькі.
_HAS = re.compile(
    r"\^([Мм]ае)/[^$]*\$(?! (?:\^[^$]*<adj>[^$]*<pl><nom>[^$]*\$ )?\^[^/$]+/[^$]*<aa><pl><nom>)"
)
# A capital amid a sentence makes names of who and thus, Кім and Тым.
_NAME = re.compile(
    r"((?:\^[а-яёіў][^/$.]*/[^$]*|<np><ant>[^$]*|/\*[А-ЯЁІЎ][^$.]*)\$ )\^([А-ЯЁІЎ][а-яёіў]+)"
    r"/(?:[^$/]*<(?:prn><(?:itg|rel)|det><dem|adj>(?:<sint>)?<short)>[^$/]*/?)+(?<!/)\$"
)
_PARTICLE = re.compile(  # Ли Кайфу, which no one asks
    r"((?:\^[а-яёіў][^/$.]*/[^$]*|<np?>[^$]*|/\*[А-ЯЁІЎ][^$.]*)\$ )\^([А-ЯЁІЎ][а-яёіў]+)"
    r"/(?=[^$]*<part>)[^$]*\$"
)
# A family's name is no beet: сім'я Буряків.
_SURNAME = re.compile(
    r"(\^(?i:с[яе]м['’ья]|сім['’]|родин|подружж|супруг)[^/$]*/[^$]*\$ )"
    r"\^([А-ЯЁІЎЇЄҐ][а-яёіўїєґ'’-]+)/(?=[^$]*<n>)(?:(?!<np>|<adj>)[^$])*\$"
)
# Two words with capitals and a hyphen, neither of them a name to the dictionary: Батон-Руж.
_DOUBLE_NAME = re.compile(
    r"\^([А-ЯЁІЎ][а-яёіў]+)/(?!\*)(?:(?!<np>)[^$])*\$-"
    r"\^([А-ЯЁІЎ][а-яёіў]+)/(?!\*)(?:(?!<np>)[^$])*\$"
)
_OLD = re.compile(r"(\^\w+[аяо]е)/[^/$]*<f><an><sg><gen>(?=/)")  # новае is no more a genitive

# After a number дамоў are houses, and nobody goes home: няма 3 дамоў, 5 новых дамоў.
_HOME = re.compile(r"((?:<num>[^$^]*|<adj>[^$^]*<pl><gen>[^$]*)\$ \^дамоў)/[^/$]+<adv>(?=/)")


_NAMED = re.compile(r"(?P<head>^|<sent>\$ |<lquot>\$)?\^(?P<name>[А-ЯЁІЎ][\w'’-]+)/(?!\*)[^$]*\$")


def _town(found: re.Match[str], source: str) -> str:
    """Return the name of a town as unknown, which the table of towns then has."""
    name = found["name"].lower()
    other = "be" if source == "ru" else "ru"
    if name not in towns(source, other) or (found["head"] is not None and name in ordinary(source)):
        return found[0]
    return f"{found['head'] or ''}^{found['name']}/*{found['name']}$"


def reread(analysis: str, source: str) -> str:
    """Return an analysis without the readings that a look at the words rules out."""
    if source in {"be", "ru"}:
        analysis = _NAMED.sub(lambda found: _town(found, source), analysis)
    analysis = _INITIAL.sub(r"^\1./*\1.$", _TORN.sub(r"^\1'\2/*\1'\2$", analysis))
    analysis = _LAST_INITIAL.sub(r"^\1./*\1.$", analysis)
    if not _SHOUTED.search(analysis):
        analysis = _SURNAME.sub(rf"\1^\2{NAMED}/*\2{NAMED}$", analysis)
    if not _SHOUTED.search(analysis):
        analysis = _ABBREVIATION.sub(r"^\1/*\1$", analysis)
    if source in {"be", "ru"} and not _SHOUTED.search(analysis):
        analysis = _PARTICLE.sub(rf"\1^\2{NAMED}/*\2{NAMED}$", _NAME.sub(r"\1^\2/*\2$", analysis))
    if source in {"be", "ru"}:
        name = rf"\1-\2{NAMED}"
        analysis = _DOUBLE_NAME.sub(f"^{name}/*{name}$", acting(analysis, source))
    if source == "ru":
        return reread_in_russian(analysis)
    if source == "be":
        analysis = _OLD.sub(r"\1", _HOME.sub(r"\1", to_whom(_HAS.sub(r"^\1/*\1$", analysis))))
        analysis = _WILL_BE.sub(r"^\1/*\1$", _IT.sub(r"\1", analysis))
        analysis = _OF.sub(r"\1\2<dat>\3/\2<gen>$", analysis)
        analysis = _OF_STRANGERS.sub(rf"\1\2{OWNED}/*\2{OWNED}$", analysis)
        analysis = _STRANGELY.sub(_neuter, analysis)
        for neuter in (_NOBODY, _HAPPENED, _THAT, _SUPPOSED):
            analysis = neuter.sub(r"\1\2", analysis)
        return analysis
    return reread_ukrainian(_THEREFORE.sub(r"\1\2/*\2", _AND.sub(r"\1", analysis)))


def _neuter(found: re.Match[str]) -> str:
    word = (found[1] or found[2]) + NEUTER
    return f"^{word}/*{word}$"
