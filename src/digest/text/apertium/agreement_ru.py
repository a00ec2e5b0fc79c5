"""In which case a Russian word stands, where Apertium leaves it in that of the Belarusian one.

Before the generator the stream is `^lemma<tags>$` a word. з is из or с, у is у or в, да is до or к,
as the case after them says; па asks for the dative and пра for the prepositional; after two, three
and four stands the genitive singular, after more the genitive plural; and a participle after быть
is short.
"""

from __future__ import annotations

import re

from digest.text.apertium.stream import few, preposition

_WORD = r"~?\^[^<^$]+"
_HIS = rf"{_WORD}<prn><pers><p3>(?:<\w+>)*<gen>\$ (?=~?\^(?:\*|[^<^$]+<(?:n|adj|det)>))"
_BESIDE = rf"(?:{_HIS}|{_WORD}<(?:adj|det|vblex><\w+>(?:<\w+>)?<pp)[^$]*\$ )*"
_HEAD = r"<(?:n|np|prn)>|<det><dem><nt>(?=[^$]*\$(?: ?~?\^[^<^$]+<(?:cm|vb|sent|adv)| ~?\^\*|\[))"
_PHRASE = rf"{_BESIDE}{_WORD}(?:{_HEAD})[^$]*"
_TIME = "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь"
_TIME += "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|утро|начало|конец|год"
_OUT_OF = re.compile(
    rf"\^([сС])<pr>\$ (?!{_BESIDE}~?\^(?:{_TIME})<n>)(?={_PHRASE}<gen>(?:<pprep>)?\$)"
)
_AT = re.compile(rf"\^([вВ])<pr>\$ (?={_PHRASE}<gen>(?:<pprep>)?\$)")
_TO = re.compile(rf"\^([кК])<pr>\$ ({_PHRASE}<gen>[^$]*\$)")
_UNTIL = re.compile(r"\^([кК])<pr>\$(?= ~?\^(?:\*|[^<^$]+<num>))")
_ALONG = re.compile(rf"(\^[пП]о<pr>\$ )({_PHRASE}<(?:prp|gen)>[^$]*\$)")  # па, паводле
_CASE = re.compile("<(?:prp|gen)>")
_ABOUT = re.compile(rf"(\^[оО]<pr>\$ )({_PHRASE}<acc>[^$]*\$)")
_FEW = few("[Дд]ва|[Тт]ри|[Чч]етыре|[Оо]ба")
_COUNTED = re.compile(
    rf"({_FEW})((?: {_WORD}<adj>(?:<\w+>)*<pl><(?:nom|acc)>\$)*)"
    rf"( {_WORD}<n>(?:<\w+>)*)(?:<pl><nom>|(?<!<aa>)<pl><acc>)"
)
_MANY = re.compile(
    rf"(\^(?:[\d ]*(?:[05-9]|1[1-4])|пять|шесть|семь|восемь|девять|десять)<num>[^$]*\$"
    rf" (?:{_WORD}<adj>(?:<\w+>)*<pl><gen>\$ )*{_WORD}<n>(?:<\w+>)*<pl>)<acc>"
)
_WAS = re.compile(
    r"(\^быть<vbser>[^$]*\$(?: ~?\^[^<^$]+<adv>\$)? ~?\^[^<^$]+<vblex>(?:<\w+>)+<pp><pasv>)"
    r"(<\w+>)<\w+>(<\w+>)<nom>"
)
_THIS = re.compile(
    rf"(\^[эЭ]тот<det><dem>)<f>(<an><sg><nom>\$)"
    rf"(?! {_BESIDE}{_WORD}<n>[^$]*<f>| {_WORD}<adj>[^$]*<f>)"
)
_P3 = r"\^(?:он|она|оно|они)<prn><pers><p3><\w+><\w+>"
_THEM = re.compile(rf"({_P3})<acc>\$", re.IGNORECASE)
_HAS = re.compile(rf"\^([вВ])<pr>\$ (~?{_P3})<(?:acc|gen)>(?:<pprep>)?\$")
_NEAR_THEM = re.compile(
    rf"(<pr>\$ ~?{_P3})(<dat>\$|<gen>\$(?! ~?\^(?:\*|[^<^$]+<(?:n|adj|det)>)))", re.IGNORECASE
)
# ці before a verb is ли after it: неизвестно, приедет ли он.
_WHETHER = re.compile(r"(?<=,<cm>\$ )~?\^или<cnjcoo>\$ (~?\^[^<^$]+<vb(?:lex|ser|mod)>[^$]*\$)")
_IS_IT = re.compile(
    r"(^|<sent>\$ )~?\^Или<cnjcoo>\$ ~?\^((?:не<adv>\$ ~?\^|(?!не<))[^<^$]+)"
    r"(<(?:vb|adv|pred)[^$]*\$)(?=[^.!?]*\^\?<sent>)"
)
# A participle after its noun is what is said of it: снимки опубликованы.
_IS = re.compile(
    rf"({_WORD}<n><(m|f|nt)>(?:<\w+>)*<(sg|pl)><nom>\$(?: {_WORD}<adv>\$)?"
    r" ~?\^[^<^$]+<vblex>(?:<\w+>)+<pp><pasv>)<\w+><\w+><\w+><nom>"
)


def agreed(stream: str) -> str:
    """Return the stream with the cases as Russian has them."""
    stream = _UNTIL.sub(lambda m: preposition("до", m[1]), stream)
    stream = _TO.sub(
        lambda m: f"{preposition('к', m[1])} " + m[2].replace("<gen>", "<dat>"), stream
    )
    stream = _OUT_OF.sub(lambda m: preposition("из", m[1]) + " ", stream)
    stream = _HAS.sub(lambda m: f"{preposition('у', m[1])} {m[2]}<gen>$", stream)
    stream = _AT.sub(lambda m: preposition("у", m[1]) + " ", stream)
    stream = _ALONG.sub(lambda m: m[1] + _CASE.sub("<dat>", m[2]), stream)
    stream = _ABOUT.sub(lambda m: m[1] + m[2].replace("<acc>", "<prp>"), stream)
    stream = _COUNTED.sub(_counted, _MANY.sub(r"\1<gen>", stream))
    stream = _THEM.sub(r"\1<gen>$", _THIS.sub(r"\1<nt>\2", stream))
    stream = _WHETHER.sub(r"\1 ^ли<part>$", _IS_IT.sub(_asking, stream))
    stream = _IS.sub(_predicate, stream)
    stream = _NEAR_THEM.sub(lambda m: f"{m[1]}{m[2][:-1]}<pprep>$", stream)
    return _WAS.sub(r"\1<short>\2\3", stream)


def _asking(found: re.Match[str]) -> str:
    return f"{found[1]}^{found[2][:1].upper()}{found[2][1:]}{found[3]} ^ли<part>$"


def _predicate(found: re.Match[str]) -> str:
    before, gender, number = found.groups()
    return f"{before}<short><{gender if number == 'sg' else 'mfn'}><{number}>"


def _counted(found: re.Match[str]) -> str:
    number, adjectives, noun = found.groups()
    return f"{number}{re.sub('<(?:nom|acc)>', '<gen>', adjectives)}{noun}<sg><gen>"
