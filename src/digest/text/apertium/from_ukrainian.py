"""Turns of Ukrainian that Russian has otherwise: за словами, про це, до Києва, має зробити.

`reread` looks at the analysis, `^surface/reading/reading$` a word; the others at the stream before
the generator, `^lemma<tags>$` a word, or `^source/target$` after the bilingual dictionary.
"""

from __future__ import annotations

import re

from digest.text.apertium.lexemes import OURS
from digest.text.apertium.stream import preposition

_WORD = r"~?\^[^<^$]+"
_BESIDE = rf"(?:{_WORD}<(?:adj|det|vblex><\w+>(?:<\w+>)?<pp><pasv|prn><(?:def|dem|pos))[^$]*\$ )*"


def _nouns(lemmas: str) -> str:
    """Return the pattern of one of some nouns, which may be of our own lexemes."""
    return rf"~?\^(?:{lemmas}){OURS}?<n>"


# --- the analysis

_VERB_AFTER_NOT = re.compile(r"(\^[Нн]е/[^$]*\$ \^[^/$]+)/(?=[^$]*<n>)([^$]*<vb\w+>[^$]*)(?=\$)")
_BEGINS = r"(?:\^,/,<cm>|<cnj(?:sub|adv)>[^$]*|<adv>[^$]*)\$ "
_SUBJECT = re.compile(
    rf"({_BEGINS}\^[^/$]+)/([^$]*<n>[^$]*<(?P<number>sg|pl)><nom>[^$]*)"
    r"(?=\$ (?:\^[^$]*<adv>\$ )?\^[^/$]+/[^$]*<vblex>[^/$]*"
    r"(?:<p3><(?P=number)>|<past><mfn><(?P=number)>)[^$]*\$)"
)


_GRANTED = "підтримки|участі|умови|відсутності|наявності|присутності|допомоги|сприяння|ініціативи"
_GRANTED += "|посередництва|влади|обставин|часів|погоди|життя|президентства|температури"
_GRANTING = re.compile(
    rf"(\^за/[^$]*\$ (?:\^[^/$]+/[^$]*<adj>[^$]*\$ )?\^(?:{_GRANTED}))/[^$]*?([^/$]+<gen>)[^$]*",
    re.IGNORECASE,
)


def reread(analysis: str) -> str:
    """Return the analysis with verbs after не, and subjects before their verbs."""
    analysis = _GRANTING.sub(r"\1/\2", analysis)
    analysis = _VERB_AFTER_NOT.sub(lambda m: f"{m[1]}/{_only(m[2], '<vb')}", analysis)
    return _SUBJECT.sub(lambda m: f"{m[1]}/{_only(m[2], f'<{m[3]}><nom>')}", analysis)


def _only(readings: str, sign: str) -> str:
    return "/".join(reading for reading in readings.split("/") if sign in reading)


# --- after the bilingual dictionary

_FUTURE = re.compile(
    r"\^(?P<lemma>[^/<^$]+)<vblex><impf>(?P<kind>(?:<[ti]v>)?)<fut>(?P<who><p\d><\w+>)"
    r"/(?P<other>[^<^$]+)<vblex>(?:<\w+>)*\$"
)


def future(stream: str) -> str:
    """Return the stream with the synthetic future in two words: робитиме is будет делать."""
    return _FUTURE.sub(_future, stream)


def _future(found: re.Match[str]) -> str:
    will, be = ("Бути", "Быть") if found["lemma"][0].isupper() else ("бути", "быть")
    tags = f"<vblex><impf>{found['kind']}<inf>"
    lemma, other = found["lemma"].lower(), found["other"].lower()
    who = f"<vbser><fut>{found['who']}"
    return f"^{will}{who}/{be}{who}$ ^{lemma}{tags}/{other}{tags}$"


# --- before the generator

_SAYS = "слово|данные|данный|информация|оценка|подсч[её]т|результат|итог|решение|представление|слух"
_SAYS += "|сведение|прогноз|план|мнение|инициатива|приказ|приговор|поручение|заказ|расч[её]т"
_SAYS += "|сообщение|свидетельство|версия|адрес|образец|программа|статья|обвинение|подозрение"
_ACCORDING = re.compile(rf"\^([зЗ])а<pr>\$ ({_BESIDE}{_nouns(_SAYS)}[^$]*)<ins>\$")
_UNDER = re.compile(rf"\^([зЗ])а<pr>\$ ({_BESIDE}{_WORD}<n>[^$]*)<gen>\$")
_WITH = re.compile(rf"\^([зЗ])а<pr>\$ (?={_BESIDE}{_nouns('участие')}[^$]*<ins>\$)")
_ABOUT = re.compile(r"\^([пП])ро<pr>\$")
_QUESTIONS = re.compile(rf"\^([иИ])з<pr>\$ ({_nouns('вопрос')}[^$]*<pl>)<gen>\$")
_PLACES = "суд|больница|школа|университет|вуз|совет|парламент|состав|бюджет|реестр|список|комиссия"
_PLACES += "|полиция|прокуратура|тюрьма|колония|изолятор|армия|город|село|посёлок|деревня|район"
_PLACES += "|область|столица|страна|государство|дом|квартира|музей|театр|церковь|храм|комитет"
_PLACES += "|министерство|правительство|администрация|союз|альянс|организация|партия|команда|сеть"
_PLACES += "|Европа|центр|лагерь|рада|регион|край|республика|книга|музей|магазин|библиотека|ЕС"
_INTO = re.compile(
    rf"\^([кК])<pr>\$ ((?:{_BESIDE}(?:{_nouns(_PLACES)}|\^[А-Я][а-яё-]+{OURS}<n>|{_WORD}<np><top>)[^$]*)"
    r"<gen>\$)"
)
_TIME = "вечер|утро|ночь|полночь|обед|конец|начало|лето|зима|весна|осень|год|месяц|время|пора"
_UNTIL = re.compile(rf"\^([кК])<pr>\$(?= {_BESIDE}{_nouns(_TIME)}[^$]*<gen>)")
_OWES = re.compile(
    rf"(?P<before>(?:(?!<sent>)[^\[])*?)~?\^(?P<have>[иИ])меть<vblex>(?P<tags>[^$]*)\$"
    rf"(?P<between>(?: {_WORD}<(?:part|adv)>\$)?) (?=~?\^[^<^$]+<vb\w+>[^$]*<inf>)"
)
_NOMINATIVE = re.compile(r"<(?:n|np|prn)>[^$]*?<(m|f|nt|mfn)>[^$]*<(sg|pl)><nom>\$")
_OWE = {"m": "должен", "f": "должна", "nt": "должно", "pl": "должны"}
_WAS = {"m": " был", "f": " была", "nt": " было", "pl": " были"}
_WHOSE = re.compile(r"который<det><itg>")
_IS = re.compile(
    r"(<adj>[^$]*<ins>\$ )~?\^являться<vblex><impf><iv><pres><p3><(sg|pl)>\$", re.IGNORECASE
)
_WHO = re.compile(
    rf"(\^кто<[^$]*<nom>\$ {_WORD}<vblex>(?:<\w+>)+<pp><pasv>)<m><\w+><sg><nom>", re.IGNORECASE
)
_FACT = "факт|мнение|надежда|информация|заявление|мысль|утверждение|слух|вывод|сообщение|данные"
_FACT += "|уверенность|вероятность|доказательство|убеждение|вера|известие|новость|причина"
_SAY = re.compile(
    r"\^(?:со?общ|заяв|сказ|отме|добав|говор|счита|дума|знать|зна|рассказ|подчерк|уточн|замет|увер"
    r"|призна|напом|пишет|писать|написать|объясн|убе|полага|вид|каза|оказ|подтвер|утвержд|над|жал"
    r"|пообеща|обеща|предуп|прогноз|узна)\w*\W?<vb",
    re.IGNORECASE,
)
_THAT = re.compile(
    rf"(?P<noun>{_WORD}<n><(?P<gender>m|f|nt|mfn)>[^$]*<(?P<number>sg|pl)><\w+>\$)"
    rf"(?P<comma>\^,<cm>\$ )~?\^что<cnjsub>[^$]*\$"
    rf"(?= (?:\^не<adv>\$ )?(?:{_WORD}<adv>\$ )?~?\^[^<^$]+<vb\w+>[^$]*"
    r"(?:<p3><(?P=number)>|<past><(?:(?P=gender)|mfn)><(?P=number)>)\$)"
)


def turned(stream: str) -> str:
    """Return the stream with these turns as Russian has them, before its cases are mended."""
    stream = _WHOSE.sub("какой<prn><itg>", _THAT.sub(_that, stream))
    stream = _ACCORDING.sub(lambda m: f"{preposition('по', m[1])} {_put(m[2], 'dat')}", stream)
    stream = _WITH.sub(lambda m: preposition("с", m[1]) + " ", stream)
    stream = _UNDER.sub(lambda m: f"{preposition('при', m[1])} {_put(m[2], 'prp')}", stream)
    stream = _QUESTIONS.sub(lambda m: f"{preposition('по', m[1])} {m[2]}<dat>$", stream)
    stream = _ABOUT.sub(lambda m: preposition("о", m[1]), stream)
    stream = _INTO.sub(_into, _UNTIL.sub(lambda m: preposition("до", m[1]), stream))
    stream = _IS.sub(lambda m: f"{m[1]}[{'является' if m[2] == 'sg' else 'являются'}]", stream)
    stream = _WHO.sub(r"\1<short><m><sg>", stream)
    return _OWES.sub(_owes, stream)


def _put(phrase: str, case: str) -> str:
    """Return a phrase, which lacks the last of its cases, in a case."""
    *attributes, noun = phrase.split("$ ")
    others = [re.sub("<(?:gen|ins|acc|dat|prp)>$", f"<{case}>", unit) for unit in attributes]
    return "$ ".join([*others, f"{noun}<{case}>$"])


def _into(found: re.Match[str]) -> str:
    """Return where to; after from it is a distance: від Києва до Львова."""
    before = found.string[max(0, found.start() - 120) : found.start()]
    if re.search(r"\^(?:от|из|с)<pr>\$[^.,]*$", before, re.IGNORECASE):
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


def _that(found: re.Match[str]) -> str:
    """Return який that is said as що: культура, що була."""
    before = found.string[max(0, found.start() - 400) : found.start()].rpartition("<sent>")[2]
    noun = found["noun"]
    if re.match(_nouns(_FACT), noun) or ("<nom>" in noun and _SAY.search(before + noun)):
        return found[0]
    number, gender = found["number"], found["gender"]
    told = f"<{gender if number == 'sg' else 'mfn'}><an><{number}><nom>"
    return f"{noun}{found['comma']}^который<prn><rel>{told}$"


_ON = (
    "должность|пост|работа|территория|место|фронт|восток|запад|север|юг|рынок|вокзал|улица|площадь"
)
_ON += "|счёт|поле|остров|орбита|сайт|борт|склад|крыша|берег|дорога|завод|предприятие|аэродром"
_ON += "|полигон|склон|Донбасс|Кавказ|граница|линия|этаж|позиция|высота|точка"
_OFF = re.compile(rf"\^([иИ])з<pr>\$(?= {_BESIDE}{_nouns(_ON)}[^$]*<gen>)")


def settled(stream: str) -> str:
    """Return the stream with с before what one is on, not in: з посади."""
    return _OFF.sub(lambda m: preposition("с", m[1]), stream)
