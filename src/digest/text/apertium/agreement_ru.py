"""In which case a Russian word stands, where Apertium leaves it in that of the Belarusian one.

Before the generator the stream is `^lemma<tags>$` a word. з is из or с, у is у or в, да is до or к,
as the case after them says; па asks for the dative and пра for the prepositional; what one waits
for stands without на; and a participle after быть is short.
"""

from __future__ import annotations

import re

from digest.text.apertium.numbers_ru import counted
from digest.text.apertium.stream import preposition
from digest.text.apertium.whether import whether

_WORD = r"~?\^[^<^$]+"
_HIS = rf"{_WORD}<prn><pers><p3>(?:<\w+>)*<gen>\$ (?=~?\^(?:\*|[^<^$]+<(?:n|adj|det)>))"
_BESIDE = rf"(?:{_HIS}|{_WORD}<(?:adj|det|vblex><\w+>(?:<\w+>)?<pp)[^$]*\$ )*"
_HEAD = r"<(?:n|np|prn)>|<det><dem><nt>(?=[^$]*\$(?: ?~?\^[^<^$]+<(?:cm|vb|sent|adv)| ~?\^\*|\[))"
_PHRASE = rf"{_BESIDE}{_WORD}(?:{_HEAD})[^$]*"
_STRANGE = r"~?\^\*[а-яёіїєґў’']+\$ "  # what may be an adjective
_TIME = "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь"
_TIME += "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|утро|начало|конец|год"
_OUT_OF = re.compile(
    rf"\^([сС])<pr>\$ (?!{_BESIDE}~?\^(?:{_TIME})<n>)(?={_PHRASE}<gen>(?:<pprep>)?\$)"
)
_WITH = re.compile(
    rf"\^([иИ])з<pr>\$ (?=(?:{_STRANGE})*(?:{_PHRASE}<ins>|~?\^\*\w+(?:[оеиы]м|[оеє]ю|[ая]ми)\$))"
)
_AT = re.compile(rf"\^([вВ])<pr>\$ (?={_PHRASE}<gen>(?:<pprep>)?\$)")
_TO = re.compile(rf"\^([кК])<pr>\$ ({_PHRASE}<gen>[^$]*\$)")
_UNTIL = re.compile(r"\^([кК])<pr>\$(?= ~?\^(?:\*|[^<^$]+<num>))")
_ALONG = re.compile(rf"(\^[пП]о<pr>\$ )({_PHRASE}<(?:prp|gen)>[^$]*\$)")  # па, паводле
_CASE = re.compile("<(?:prp|gen)>")
_ABOUT = re.compile(rf"(\^[оО]<pr>\$ )({_PHRASE}<acc>[^$]*\$)")
_WAS = re.compile(
    r"(\^[Бб]ыть<vbser>[^$]*\$(?: ~?\^[^<^$]+<adv>\$)? ~?\^[^<^$]+<vblex>(?:<\w+>)+<pp><pasv>)"
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
_AWAITED = re.compile(
    rf"(\^(?:(?:подо|до)?ждать|ожидать)<vblex>[^$]*\$ )~?\^на<pr>\$ "
    rf"((?:{_STRANGE})*(?:{_PHRASE}<acc>[^$]*\$|~?\^\*[^$]+\$))",
    re.IGNORECASE,
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
    stream = _WITH.sub(lambda m: "^С<pr>$ " if m[1] == "И" else "^с<pr>$ ", stream)
    stream = _HAS.sub(lambda m: f"{preposition('у', m[1])} {m[2]}<gen>$", stream)
    stream = _AT.sub(lambda m: preposition("у", m[1]) + " ", stream)
    stream = _ALONG.sub(lambda m: m[1] + _CASE.sub("<dat>", m[2]), stream)
    stream = _ABOUT.sub(lambda m: m[1] + m[2].replace("<acc>", "<prp>"), stream)
    stream = counted(stream)
    stream = _THEM.sub(r"\1<gen>$", _THIS.sub(r"\1<nt>\2", stream))
    stream = _IS.sub(_predicate, whether(_AWAITED.sub(_awaited, stream)))
    stream = _NEAR_THEM.sub(lambda m: f"{m[1]}{m[2][:-1]}<pprep>$", stream)
    return _WAS.sub(r"\1<short>\2\3", stream)


def _awaited(found: re.Match[str]) -> str:
    """Return what is waited for without на: things in the genitive, people as they are."""
    whom = found[2]
    stays = any(sign in whom for sign in ("<aa>", "<np>", "*"))
    return found[1] + (whom if stays else whom.replace("<acc>", "<gen>"))


def _predicate(found: re.Match[str]) -> str:
    before, gender, number = found.groups()
    return f"{before}<short><{gender if number == 'sg' else 'mfn'}><{number}>"
