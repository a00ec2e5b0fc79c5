"""In which case a Russian word stands, where Apertium leaves it in that of the Belarusian one.

Before the generator the stream is `^lemma<tags>$` a word. з is из or с, у is у or в, да is до or к,
as the case after them says; па asks for the dative and пра for the prepositional; what one waits
for stands without на, and what one is in relation to (у дачыненні да) without к.
"""

from __future__ import annotations

import re

from digest.text.apertium.numbers_ru import counted
from digest.text.apertium.predicates_ru import predicative
from digest.text.apertium.pronouns_ru import pronominal
from digest.text.apertium.stream import preposition, put
from digest.text.apertium.whether import whether

_WORD = r"~?\^[^<^$]+"
_HIS = rf"{_WORD}<prn><pers><p3>(?:<\w+>)*<gen>\$ (?=~?\^(?:\*|[^<^$]+<(?:n|adj|det)>))"
_BESIDE = rf"(?:{_HIS}|{_WORD}<(?:adj|det|vblex><\w+>(?:<\w+>)?<pp)[^$]*\$ )*"
_THOSE = r"<det><dem><\w+>(?=[^$]*\$(?: ?~?\^[^<^$]+<(?:cm|vb|sent|adv)| ~?\^\*|\[|\^,))"
_PHRASE = rf"{_BESIDE}{_WORD}(?:<(?:n|np|prn)>|{_THOSE})[^$]*"
_STRANGE = r"~?\^\*[а-яёіїєґў’']+\$ "  # what may be an adjective
_TIME = "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|сторона"
_TIME += "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|утро|начало|конец|год"
_HIS_OWN = (
    rf"{_WORD}<prn><pers><p3>(?:<\w+>)*<gen>\$ ~?\^\*\w+(?:[ае]м|[ая]й|[аы]мі)\$"  # з яго брэндам
)
_OUT_OF = re.compile(
    rf"\^([сС])<pr>\$ (?!{_HIS_OWN})(?!{_BESIDE}~?\^(?:{_TIME})<n>)(?={_PHRASE}<gen>(?:<pprep>)?\$)"
)
_ONE_OF = re.compile(
    rf"((?:<num>|\^(?:один|одна|каждый|никто)<)[^$]*\$ )~?\^с<pr>\$ (?={_STRANGE})"
)
_WITH = re.compile(
    rf"\^([иИ])з<pr>\$ (?=(?:{_STRANGE})*(?:{_PHRASE}<ins>|~?\^\*\w+(?:[оеиы]м|[оеє]ю|[ая]ми)\$))"
)
_AT = re.compile(rf"\^([вВ])<pr>\$ (?={_PHRASE}<gen>(?:<pprep>)?\$)")
_IN = re.compile(  # uk: у районі, у 2016 році
    rf"\^([уУ])<pr>\$ (?=(?:{_STRANGE})*{_PHRASE}(?:<prp>|(?<=<nn><[sp][gl]>)<acc>)|~?\^\d)"
)
_SINCE = re.compile(  # uk: з 1988 року, порівняно з 2015 роком
    rf"\^([иИ])з<pr>\$ (?=(?:{_WORD}<(?:num|adj|det)[^$]*\$ )*~?\^(?:{_TIME}|день)<n>"
    rf"|{_WORD}<num>[^$]*\$ {_WORD}<n>[^$]*<ins>)"
)
_BESIDE_PEOPLE = re.compile(rf"\^([вВ])<pr>\$ ({_PHRASE}<aa><\w+>)<acc>\$")  # uk: у людей
_RELATED = re.compile(r"(\^[вВ]<pr>\$ ~?\^отношение<n><nt><nn>)<(?:sg|pl)>(<prp>\$ )~?\^к<pr>\$ ")
_TO = re.compile(rf"\^([кК])<pr>\$ ({_PHRASE}<gen>[^$]*\$)")
_UNTIL_THEN = (
    "день|вечер|ночь|полночь|полдень|обед|рассвет|середина|лето|зима|весна|осень|месяц|неделя"
    "|время|пора|час|момент|срок|век|столетие|война|революция|возраст|каникулы"
)
_UNTIL = re.compile(
    rf"\^([кК])<pr>\$(?= ~?\^(?:\*|[^<^$]+<num>)|"
    rf" {_BESIDE}~?\^(?!сторона)(?:{_TIME}|{_UNTIL_THEN})<n>[^$]*<gen>)"
)
_ALONG = re.compile(rf"(\^[пП]о<pr>\$ )({_PHRASE}<(?:prp|gen)>[^$]*\$)")  # па, паводле
_ABOUT = re.compile(rf"(\^[оО]<pr>\$ )({_PHRASE}<acc>[^$]*\$)")
_STRANGER = re.compile(r"\^([оО])<pr>\$(?= ~?\^\*\w+(?:[аоя]га|[ауюя])\$)")  # пра and no аб
_ACCORDING = re.compile(
    rf"(\^согласно?[^$]*\$ )~?\^с<pr>\$ ({_PHRASE}|~?\^который<[^$]*)<ins>(?:<pprep>)?\$",
    re.IGNORECASE,
)
_AWAITED = re.compile(
    rf"(\^(?:(?:подо|до)?ждать|ожидать)<vblex>[^$]*\$ )~?\^на<pr>\$ "
    rf"((?:{_STRANGE})*(?:{_PHRASE}<acc>[^$]*\$|~?\^\*[^$]+\$))",
    re.IGNORECASE,
)


def agreed(stream: str) -> str:
    """Return the stream with the cases as Russian has them."""
    stream = pronominal(_RELATED.sub(r"\1<sg>\2", stream))
    stream = _UNTIL.sub(lambda m: preposition("до", m[1]), stream)
    stream = _TO.sub(lambda m: f"{preposition('к', m[1])} {put(m[2], 'dat')}", stream)
    stream = _ONE_OF.sub(r"\1^из<pr>$ ", stream)
    stream = _OUT_OF.sub(lambda m: preposition("из", m[1]) + " ", stream)
    stream = _BESIDE_PEOPLE.sub(lambda m: f"{preposition('у', m[1])} {m[2]}<gen>$", stream)
    stream = _IN.sub(lambda m: preposition("в", m[1]) + " ", stream)
    stream = _SINCE.sub(lambda m: preposition("с", m[1]) + " ", stream)
    stream = _WITH.sub(lambda m: preposition("с", m[1]) + " ", stream)
    stream = _AT.sub(lambda m: preposition("у", m[1]) + " ", stream)
    stream = _ALONG.sub(lambda m: m[1] + put(m[2], "dat"), stream)
    stream = _ACCORDING.sub(lambda m: f"{m[1]}{put(m[2] + '<ins>', 'dat')}$", stream)
    stream = _STRANGER.sub(lambda m: preposition("про", m[1]), stream)
    stream = _ABOUT.sub(lambda m: m[1] + put(m[2], "prp"), stream)
    return predicative(whether(_AWAITED.sub(_awaited, counted(stream))))


def _awaited(found: re.Match[str]) -> str:
    """Return what is waited for without на: things in the genitive, people as they are."""
    whom = found[2]
    stays = any(sign in whom for sign in ("<aa>", "<np>", "*"))
    return found[1] + (whom if stays else put(whom, "gen"))
