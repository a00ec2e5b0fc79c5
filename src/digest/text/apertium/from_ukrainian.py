"""Turns of Ukrainian that Russian has otherwise: за словами, про це, до Києва, має зробити.

Before the generator the stream is `^lemma<tags>$` a word; after the bilingual dictionary, where
`meant` looks, it is `^source/target$`.
"""

from __future__ import annotations

import re

from digest.text.apertium.lexemes import done, participial
from digest.text.apertium.stream import APART, preposition
from digest.text.apertium.turns import turns
from digest.text.belarusian.words import cased

_WORD = r"~?\^[^<^$]+"
_KINDS = r"prn><pers><p3>(?:<\w+>)*<gen|adj|det|vblex><\w+>(?:<\w+>)?<pp><pasv|prn><(?:def|dem|pos)"
_BESIDE = rf"(?:{_WORD}<(?:{_KINDS})[^$]*\$ )*"


_WORDS = turns("russian")
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
}


def _nouns(turn: str) -> str:
    """Return the pattern of one of the nouns of a turn, or of a noun."""
    return rf"~?\^(?i:{_WORDS.get(turn, turn)})[¹²³]?<n>"


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
    return _LONE.sub(rf"\1 ^*{APART}/*{APART}$ ", _FUTURE.sub(_future, stream))


def _future(found: re.Match[str]) -> str:
    will, be = ("Бути", "Быть") if found["lemma"][0].isupper() else ("бути", "быть")
    tags = f"<vblex><impf>{found['kind']}<inf>"
    lemma, other = found["lemma"].lower(), found["other"].lower()
    who = f"<vbser><fut>{found['who']}"
    return f"^{will}{who}/{be}{who}$ ^{lemma}{tags}/{other}{tags}$"


_ACCORDING = re.compile(rf"\^([зЗ])а<pr>\$ ({_BESIDE}{_nouns('according')}[^$]*)<ins>\$")
_UNDER = re.compile(rf"\^([зЗ])а<pr>\$ ({_BESIDE}{_WORD}<n>[^$]*)<gen>\$")
_WITH = re.compile(rf"\^([зЗ])а<pr>\$ (?={_BESIDE}{_nouns('участие')}[^$]*<ins>\$)")
# через is because of before what happens, and through before what is passed.
_BECAUSE = re.compile(
    rf"\^([чЧ])ерез<pr>\$ ({_BESIDE}"
    rf"~?\^(?:{_WORDS['causes']}|\w+(?:ость|ствие|[аеяи]ние|ция))<n>[^$]*)<acc>\$"
)
_BECAUSE_OF_THAT = re.compile(r"\^([чЧ])ерез<pr>\$ ~?\^(?:тот|то)<[^$]*\$(?=\^,<cm>\$ ~?\^что<)")
_ABOUT = re.compile(r"\^([пП])ро<pr>\$")
_QUESTIONS = re.compile(rf"\^([иИ])з<pr>\$ ({_nouns('вопрос')}[^$]*<pl>)<gen>\$")
_INTO = re.compile(
    rf"\^([кК])<pr>\$ ({_BESIDE}(?:{_nouns('places')}|\^[А-Я][а-яё-]+<n>"
    rf"|{_WORD}<np><top>)[^$]*<gen>\$)"
)
_UNTIL = re.compile(rf"\^([кК])<pr>\$(?= {_BESIDE}{_nouns('times')}[^$]*<gen>)")
_OWES = re.compile(
    rf"(?P<before>(?:(?!<sent>)[^\[])*?)~?\^(?P<have>[иИ])меть<vblex>(?P<tags>[^$]*)\$"
    rf"(?P<between>(?: {_WORD}<(?:part|adv)>\$)?) (?=~?\^[^<^$]+<vb\w+>[^$]*<inf>)"
)
_NOMINATIVE = re.compile(r"<(?:n|np|prn)>[^$]*?<(m|f|nt|mfn)>[^$]*<(sg|pl)><nom>\$")
_OWE = {"m": "должен", "f": "должна", "nt": "должно", "pl": "должны"}
_WAS = {"m": " был", "f": " была", "nt": " было", "pl": " были"}
# яким інструментом: no relative, where the noun that follows is in its case.
_WHAT = re.compile(
    rf"\^([кК])оторый<det><itg>(?=<\w+><\w+><(?P<number>\w+)><(?P<case>\w+)>\$ {_BESIDE}"
    rf"{_WORD}<n>[^$]*<(?P=number)><(?P=case)>\$)"
)
_IS = re.compile(
    rf"(<(?:adj|n)>[^$]*<ins>\$ (?:{_WORD}<(?:n|np|adj|det|prn)>[^$]*<gen>\$ )*)"
    r"~?\^являться<vblex><impf><iv><pres><p3><(sg|pl)>\$",
    re.IGNORECASE,
)
_WHO = re.compile(
    rf"(\^кто<[^$]*<nom>\$ {_WORD}<vblex>(?:<\w+>)+<pp><pasv>)<m><\w+><sg><nom>", re.IGNORECASE
)
_WITH_IT = re.compile(
    rf"\^([иИ])з<pr>\$(?= ?~?\^[^<^$]*<lquot>\$~?(?:{_WORD}<adj>[^$]*\$ )*{_WORD}[^$]*<ins>)"
)
_BY_IT = re.compile(r"\^([иИ])з<pr>\$(?= ~?\^\*\w+(?:[єї]м|[иа]ми|ями|[оеє]ю)\$)")
_DOING = re.compile(r"(?<=\^)([^<^$]+)(<vblex>(?:<\w+>)*?)<pprs>(?=<pasv>)")
_MORE = re.compile(r"\^\*([пП])онад\$(?= ~?\^(?:[^<^$]*<num>|\d))")
_WEST = re.compile(
    r"(?P<before>\^[нН]а<pr>\$ |~?\^(?:северный|южный)<adj>[^$]*\$ |\$ (?=~?\^М))"
    r"~?\^(?P<like>[мМ])ероприятие<n><nt>(?=<nn><sg>)"
)
_FIRST = re.compile(rf"предыдущий(?=<adj>[^$]*\$ {_nouns('first')})")
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
_IN_SPORT = re.compile(
    rf"({_nouns('contests')}[^$]*\$ (?:{_WORD}<(?:n|np)>[^$]*<gen>\$ )*)~?\^из<pr>\$ "
    rf"({_BESIDE}{_WORD}<n>[^$]*)<gen>\$"
)
_INVESTIGATOR = re.compile(
    r"\^следственный<adj>(?:<\w+>)*<(sg|pl)><(\w+)>\$(?! ~?\^[^<^$]+<(?:n|adj)>)"
)
_OTHER = re.compile(r"\^([иИ])ной(?=<)")
_ONLY = re.compile(r"(\^[нН]е<adv>\$ )~?\^лишь<cnjsub>\$")
_FOR = re.compile(r"~?\^([иИ])бо<cnjsub>\$")
_EVENT = re.compile(rf"(\^[вВ]<pr>\$ {_BESIDE}~?\^)раз[¹²³]?(?=<n><m><nn><sg><prp>)")
_HUSBAND = re.compile(
    r"((?:<prn><pers><p3>(?:<\w+>)*<gen>|(?:мой|свой|твой|наш|ваш)<det>[^$]*)\$ ~?\^)"
    r"мужчина(?=<n>)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"(<num>[^$]*\$ )~?\^лицо<n><nt><\w+><sg><gen>\$")
_CONSISTS = re.compile(
    r"\^складываться(?=<[^$]*\$ (?:~?\^[^<^$]+<adv>\$ )?~?\^из<pr>)", re.IGNORECASE
)
_OBJECT = rf"{_BESIDE}{_WORD}<n>[^$]*"
_DONE = re.compile(rf"~?\^(?P<done>\w+[нт]о)<adv>\$ (?P<what>{_OBJECT})<acc>\$", re.IGNORECASE)
_DONE_AFTER = re.compile(
    rf"(?P<before>^|<sent>\$ |,<cm>\$ )(?P<what>{_OBJECT})<acc>\$ ~?\^(?P<done>\w+[нт]о)<adv>\$",
    re.IGNORECASE,
)
_SAY = re.compile(rf"\^(?:{_WORDS['saying']})\w*<vb", re.IGNORECASE)
_THAT = re.compile(
    rf"(?P<noun>{_WORD}<n><(?P<gender>m|f|nt|mfn)>[^$]*<(?P<number>sg|pl)><\w+>\$)"
    rf"(?P<comma>\^,<cm>\$ )~?\^что<cnjsub>[^$]*\$"
    rf"(?= (?:\^не<adv>\$ )?(?:{_WORD}<adv>\$ )?~?\^[^<^$]+<vb\w+>[^$]*"
    r"(?:<p3><(?P=number)>|<past><(?:(?P=gender)|mfn)><(?P=number)>)\$)"
)


def turned(stream: str) -> str:
    """Return the stream with these turns as Russian has them, before its cases are mended."""
    stream = _DOING.sub(lambda m: f"{m[1]}{m[2]}<pp>" if participial(m[1]) else m[0], stream)
    stream = _WHAT.sub(r"^\1акой<prn><itg>", _THAT.sub(_that, stream))
    stream = _ACCORDING.sub(lambda m: f"{preposition('по', m[1])} {_put(m[2], 'dat')}", stream)
    stream = _WITH.sub(lambda m: preposition("с", m[1]) + " ", stream)
    stream = _UNDER.sub(lambda m: f"{preposition('при', m[1])} {_put(m[2], 'prp')}", stream)
    stream = _QUESTIONS.sub(lambda m: f"{preposition('по', m[1])} {m[2]}<dat>$", stream)
    stream = _BECAUSE.sub(lambda m: f"[{cased(m[1], 'из-за')}] {_put(m[2], 'gen')}", stream)
    stream = _BECAUSE_OF_THAT.sub(lambda m: f"[{cased(m[1], 'из-за')} того]", stream)
    stream = _ABOUT.sub(lambda m: preposition("о", m[1]), stream)
    for pattern in (_WITH_IT, _BY_IT):
        stream = pattern.sub(lambda m: preposition("с", m[1]), stream)
    stream = _MORE.sub(lambda m: f"^{'Б' if m[1] == 'П' else 'б'}олее<adv>$ ^за<pr>$", stream)
    stream = _WEST.sub(_west, _FIRST.sub("предварительный", stream))
    stream = _WHAT_OF.sub(r"\1[чём]", _WHEN.sub(_when, stream))
    stream = _NEEDED.sub(r"\1<short><\2><\3>", stream)
    stream = _PEOPLE.sub(r"\1[человек]", stream)
    stream = _IN_SPORT.sub(lambda m: f"{m[1]}^по<pr>$ {_put(m[2], 'dat')}", stream)
    stream = _INVESTIGATOR.sub(r"^следователь<n><m><aa><\1><\2>$", stream)
    stream = _INTO.sub(_into, _UNTIL.sub(lambda m: preposition("до", m[1]), stream))
    stream = _IS.sub(lambda m: f"{m[1]}[{'является' if m[2] == 'sg' else 'являются'}]", stream)
    stream = _WHO.sub(r"\1<short><m><sg>", stream)
    stream = _OTHER.sub(lambda m: f"^{'Д' if m[1] == 'И' else 'д'}ругой", stream)
    stream = _FOR.sub(lambda m: "[Ведь]" if m[1] == "И" else "[потому что]", stream)
    stream = _HUSBAND.sub(r"\1муж", _EVENT.sub(r"\1случай", _ONLY.sub(r"\1[только]", stream)))
    stream = _ADJECTIVE.sub(_short, stream)
    stream = _MATTERS.sub(lambda m: f"{m[1]}^по<pr>$ {_put(m[2], 'dat')}", stream)
    stream = _CONSISTS.sub("^состоять", _SOMEBODY.sub(r"\1[человека]", stream))
    stream = _DONE.sub(_done, _DONE_AFTER.sub(_done, stream))
    return _OWES.sub(_owes, stream)


def _put(phrase: str, case: str) -> str:
    """Return a phrase, which lacks the last of its cases, in a case."""
    *attributes, noun = phrase.split("$ ")
    others = [
        unit if "<p3>" in unit else re.sub("<(?:gen|ins|acc|dat|prp|nom)>$", f"<{case}>", unit)
        for unit in attributes
    ]
    return "$ ".join([*others, f"{noun}<{case}>$"])


_FROM = re.compile(r"\^(?:от|из|с)<pr>\$ (?:~?\^(?![^$]*<vb)[^$]*\$ ){1,3}$", re.IGNORECASE)
_NEAR = 200  # characters of the stream
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


def _into(found: re.Match[str]) -> str:
    """Return where to; after from it is a distance: від Києва до Львова."""
    if _FROM.search(found.string, max(0, found.start() - _NEAR), found.start()):
        return f"{preposition('до', found[1])} {found[2]}"
    return f"{preposition('в', found[1])} {_put(found[2].removesuffix('<gen>$'), 'acc')}"


def _owes(found: re.Match[str]) -> str:
    """Return what somebody has to do, in the gender of the verb or of the subject before it."""
    tags, subjects = found["tags"], _NOMINATIVE.findall(found["before"])
    if "<pl>" in tags:
        gender = "pl"
    elif past := re.search("<past><(m|f|nt)>", tags):
        gender = past[1]
    else:
        gender = next((g for g, n in reversed(subjects) if n == "sg" and g in _OWE), "m")
    said = _OWE[gender] + (_WAS[gender] if "<past>" in tags else "")
    if "<inf>" in tags:
        return found[0]
    said = said.capitalize() if found["have"] == "И" else said
    return f"{found['before']}[{said}]{found['between']} "


def _short(found: re.Match[str]) -> str:
    """Return an adjective in its short form: були потрібні."""
    lemma, plural = found["lemma"], found["number"] == "pl"
    ending = "ы" if plural else {"f": "а", "nt": "о"}.get(found["gender"], "")
    form = lemma[:-2] + ending if ending else _SHORT[lemma]
    return f"{found[1]}[{re.sub('(?<=ж)ы$', 'и', form)}]"


def _west(found: re.Match[str]) -> str:
    return f"{found['before']}^{'З' if found['like'] == 'М' else 'з'}апад<n><m>"


def _done(found: re.Match[str]) -> str:
    """Return what was done as said of what it was done to: створено комісію."""
    tags = re.findall(r"<n><(\w+)><\w+><(\w+)>", found["what"])
    gender = "pl" if not tags or tags[-1][1] == "pl" else tags[-1][0]
    short = done(found["done"].lower()).get(gender)
    if short is None:
        return found[0]
    short = f"[{cased(found['done'], short)}]"
    what = _put(found["what"], "nom")
    after = "before" in found.re.groupindex
    return f"{found['before']}{what} {short}" if after else f"{short} {what}"


def _that(found: re.Match[str]) -> str:
    """Return який that is said as що: культура, що була."""
    before = found.string[max(0, found.start() - 400) : found.start()].rpartition("<sent>")[2]
    noun = found["noun"]
    if re.match(_nouns("facts"), noun) or ("<nom>" in noun and _SAY.search(before + noun)):
        return found[0]
    number, gender = found["number"], found["gender"]
    told = f"<{gender if number == 'sg' else 'mfn'}><an><{number}><nom>"
    return f"{noun}{found['comma']}^который<prn><rel>{told}$"


_ON = (
    "должность|пост|работа|территория|место|фронт|восток|запад|север|юг|рынок|вокзал|улица|площадь"
)
_SINCE = re.compile(
    rf"\^([иИ])з<pr>\$(?= (?:{_WORD}<(?:num|adj|det)>[^$]*\$ )*~?\^год[¹²³]?<n>[^$]*<gen>)"
)
_BEGUN = re.compile(rf"(\^нача\w+<vblex>[^$]*\$ (?:{_WORD}<adv>\$ )?)~?\^из<pr>\$", re.IGNORECASE)
_MATTERS = re.compile(rf"(<n>[^$]*\$ )~?\^из<pr>\$ ({_BESIDE}{_nouns('concerning')}[^$]*)<gen>\$")
_ADJECTIVE = re.compile(
    rf"(\^быть<vbser>[^$]*\$ (?:{_WORD}<adv>\$ )?)"
    rf"~?\^(?P<lemma>{'|'.join(_SHORT)})<adj>(?:<sint>)?<(?P<gender>\w+)><\w+><(?P<number>\w+)><nom>\$",
    re.IGNORECASE,
)
_OFF = re.compile(rf"\^([иИ])з<pr>\$(?= {_BESIDE}{_nouns('surfaces')}[^$]*<gen>)")


def settled(stream: str) -> str:
    """Return the stream with с before what one is on, not in: з посади."""
    stream = _BEGUN.sub(r"\1^с<pr>$", _SINCE.sub(lambda m: preposition("с", m[1]), stream))
    return _OFF.sub(lambda m: preposition("с", m[1]), stream)
