"""What Apertium's rules from Russian to Ukrainian leave of the Russian: blanks, cases, о and по.

Before the generator the stream is `^lemma<tags>$` a word. A determiner is joined to its noun, which
keeps the Russian prepositional then, an adjective has its number twice, and к before a dative is
unknown: до with the genitive.
"""

from __future__ import annotations

import re

from digest.text.apertium.lexemes import agreeing
from digest.text.apertium.stream import MARK, few, preposition
from digest.text.apertium.turns import turns
from digest.text.belarusian.words import cased
from digest.text.transliteration import transliterate

_WORDS = turns("ukrainian")
ITSELF = "\ue006"  # follows a verb that is reflexive
_GLUED = re.compile(r"(<(?:det|prn|past|pos)>[^$]*\$)(?=~?\^(?:\*|[^<^$]+<(?:n|np|adj|num)>))")
_NUMBER = re.compile(r"(<adj>(?:<comp>|<sup>)?<\w+>)<(?:sg|pl)>(?=<(?:sg|pl)>)")
_BESIDE = r"(?:~?\^[^<^$]+<(?:adj|det|num|vblex><\w+>(?:<\w+>)?<pp)[^$]*\$ )*"
_PHRASE = rf"{_BESIDE}~?\^[^<^$]+<(?:n|np|prn)>[^$]*"
_TOWARDS = re.compile(rf"\^\*([кК])о?\$ ((?:{_PHRASE}|~?\^(?:котрий|який)<det>[^$]*)<dat>[^$]*\$)")
# A name after a title is in its case, and no one's: президент Лукашенко.
_TITLED = re.compile(
    r"(\^(?:екс-|віце-)?(?:президент|прем.єр(?:-міністр)?|міністр|депутат|генерал|мер|губернатор|посол"
    r"|спікер|директор|прокурор)<n><m><aa><sg>(<\w+>)\$ \^[^<^$]+<np><cog><m><sg>)<gen>",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"/([^<^/$]+)(<vblex>[^/$]*)<pass>(?=[/$])")
_STANDS = re.compile(  # стоит здесь: what has no price stands
    r"(\^стоить<vblex>[^/$]*/)коштувати([^$/]*)[^$]*"
    r"(?=\$ \^(?:в|на|под|у|за|перед|рядом|возле|около|\*?здесь|там|\*?тут)[/<])"
)
_CAN = re.compile(r"(\^[мМ]очь(<vbmod>[^/$]*))/([мМ])огти[^$]*")
_ITSELF = re.compile(rf"{ITSELF}((?:<\w+>)*)\$")
_ABOUT = re.compile(rf"\^([оО])б?о?<pr>\$ ({_PHRASE})<(?:loc|prp)>([^$]*)\$")
_ALONG = r"\^([пП])о<pr>\$"
_ACCORDING = re.compile(
    rf"{_ALONG} ({_BESIDE}~?\^(?:{_WORDS['according']})[¹²³]?<n>[^$]*)<(?:dat|loc)>\$"
)
_CONCERNING = re.compile(
    rf"{_ALONG} ({_BESIDE}~?\^(?:{_WORDS['concerning']})[¹²³]?<n>[^$]*)<(?:dat|loc)>\$"
)
_AMONG = re.compile(rf"{_ALONG} ({_PHRASE}<pl>)<dat>\$")  # по регіонах
_UNDER = re.compile(rf"\^([зЗ])гідно<adv>\$ ({_PHRASE})<dat>([^$]*)\$")
_AS = re.compile(rf"\^([уУвВ])<pr>(?:<\w+>)*\$ ~?\^якість<n><f><nn><sg><loc>\$ ({_PHRASE})<gen>\$")
_BECAUSE = re.compile(rf"\^([іІ])з-за<pr>\$ ({_PHRASE})<gen>([^$]*)\$")
_YEAR = re.compile(r"(\^[уУвВ]<pr>\$ ~?\^\d+<num>[^$]*\$ ~?\^рік<n><m><nn><sg>)<\w+>")
_TWO = re.compile(
    r"\^(?P<word>[дД]ва|[оО]бидва)<num>(?:(?!<(?:gen|dat|ins|loc)>)<\w+>)*\$"
    r"(?= (?:~?\^[^<^$]+<adj>[^$]*\$ )*~?\^[^<^$]+<n><f>)"
)
_NEAR = re.compile(
    r"((?:<pr>(?:<\w+>)*|\^\*(?:среди|между|вокруг))\$ )~?\^(?P<who>він|вона|воно|вони)"
    r"<prn><pers><p3>(?:<\w+>)*?"
    r"<(?P<case>gen|dat|acc|ins|loc)>(?:<[^>]*>)*\$"
    r"(?! ~?\^[^<^$]+<(?:n|adj)>(?![^$]*<nom>))",  # після його появи
    re.IGNORECASE,
)
_HIM = {"gen": "нього", "acc": "нього", "dat": "нього", "ins": "ним", "loc": "ньому"}
_HER = {"gen": "неї", "acc": "неї", "dat": "неї", "ins": "нею", "loc": "ній"}
_THEM = {"gen": "них", "acc": "них", "dat": "них", "ins": "ними", "loc": "них"}
_PLACE = re.compile(
    r"(<(?:adj|det|pasv|num)>(?:<(?:sint|sup|comp|dem|ord|ind|def|pos|itg|rel)>)*"
    r"<(?:m|nt)><\w+><sg>)<loc>"
)
_MONTH = (
    "січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад|грудень"
)
_FEW = re.compile(
    rf"({few('[Дд]ва|[Дд]ві|[Оо]бидва|[Тт]ри|[Чч]отири')}|\^\*(?:[Тт]ри|[Чч]етыре)\$)"
    rf"((?: ~?\^[^<^$]+<adj>[^$]*\$)* ~?\^(?!(?:{_MONTH})<)[^<^$]+<n>(?:<\w+>)*)<sg><gen>\$"
)
_PEOPLE = re.compile(
    rf"({few('[Дд]ва|[Дд]ві|[Тт]ри|[Чч]отири')}|\^\*(?:[Тт]ри|[Чч]етыре)\$)"
    r" ~?\^людина<n><f><aa><\w+><(?:gen|acc)>\$"
)
_STRANGE = re.compile(  # Контактной группой, в Тульской области
    r"\^\*(?P<stem>\w+?)(?P<town>ск)?ой\$(?= ~?\^[^<^$]+<n><f><\w+><sg><(?P<case>ins|dat|loc)>)"
)
_DONE = re.compile(  # порушено справу: whose gender the participle had in Russian
    rf"(?P<done><pp><pasv><nt><an><sg><nom>\$\[{MARK}\] )(?P<what>{_PHRASE})<nom>(?P<rest>[^$]*)\$"
)
_WHETHER = re.compile(r"~?\^(\w)([^$^]*\$) ~?\^\*ли\$")  # является ли: чи є
_CASE = re.compile("<(?:nom|gen|dat|acc|ins|loc|prp)>")


def meant(stream: str) -> str:
    """Return the stream after the bilingual dictionary with reflexive verbs marked at the lemma.

    Debian's rus-ukr makes one who can one who is able: може is no можучи.
    """
    stream = _STANDS.sub(r"\1стояти\2", stream)
    stream = _CAN.sub(r"\1/\3огти\2", stream)
    return _PASSIVE.sub(rf"/\1{ITSELF}\2", stream)


def agreed(stream: str) -> str:
    """Return the stream with blanks between words, and the cases as Ukrainian has them."""
    stream = _GLUED.sub(r"\1 ", stream).replace("<prp>", "<loc>")
    stream = _NUMBER.sub(r"\1<an>", stream)
    stream = _TITLED.sub(r"\1\2", stream)
    stream = _WHETHER.sub(_whether, stream)
    stream = _FEW.sub(r"\1\2<pl><nom>$", _PEOPLE.sub(r"\1 [людини]", stream))
    stream = _DONE.sub(lambda m: m["done"] + _put(m["what"], "acc", m["rest"]), stream)
    stream = _STRANGE.sub(_strange, stream)
    stream = _ITSELF.sub(rf"\1$[{ITSELF}]", stream)
    stream = _ABOUT.sub(lambda m: _governing("про", m[1], m[2], "acc", m[3]), stream)
    stream = _ACCORDING.sub(lambda m: _governing("за", m[1], m[2], "ins"), stream)
    stream = _CONCERNING.sub(lambda m: _governing("з", m[1], m[2], "gen"), stream)
    stream = _AMONG.sub(lambda m: _governing("по", m[1], m[2], "loc"), stream)
    stream = _UNDER.sub(_under, _AS.sub(_as, stream))
    stream = _BECAUSE.sub(lambda m: _governing("через", m[1], m[2], "acc", m[3]), stream)
    stream = _YEAR.sub(r"\1<loc>", stream)
    stream = _TWO.sub(_feminine, _NEAR.sub(_near, stream))
    return _PLACE.sub(r"\1<dat>", agreeing(_TOWARDS.sub(_towards, stream)))


def _put(phrase: str, case: str, rest: str = "") -> str:
    """Return a phrase, which lacks the last of its cases, in a case."""
    *beside, last = phrase.split("$ ")
    others = [_CASE.sub(f"<{case}>", unit) for unit in beside]
    return "$ ".join([*others, f"{last}<{case}>{rest}$"])


def _governing(word: str, like: str, phrase: str, case: str, rest: str = "") -> str:
    """Return a phrase, which lacks the last of its cases, in a case after a preposition."""
    return f"{preposition(word, like)} {_put(phrase, case, rest)}"


def _strange(found: re.Match[str]) -> str:
    """Return an unknown adjective in the case of its noun, which Russian does not tell."""
    ending = "ою" if found["case"] == "ins" else "ій"
    stem = found["stem"]
    return (
        f"[{transliterate(stem, 'ru', 'uk')}ськ{ending}]" if found["town"] else f"^*{stem}{ending}$"
    )


def _under(found: re.Match[str]) -> str:
    said = cased(found[1], "згідно")
    return f"[{said}] {_governing('з', 'з', found[2], 'ins', found[3])}"


def _as(found: re.Match[str]) -> str:
    """Return what something serves as: в качестве инструмента, як інструмент."""
    return f"[{cased(found[1], 'як')}] {_put(found[2], 'nom')}"


def _towards(found: re.Match[str]) -> str:
    return f"{preposition('до', found[1])} {found[2].replace('<dat>', '<gen>')}"


def _whether(found: re.Match[str]) -> str:
    first, rest = found.groups()
    return f"^*{cased(first, 'ли')}$ ^{first.lower()}{rest}"


def _near(found: re.Match[str]) -> str:
    """Return a pronoun after a preposition: на нього."""
    who = found["who"].lower()
    forms = _HER if who == "вона" else _THEM if who == "вони" else _HIM
    return f"{found[1]}[{forms[found['case']]}]"


def _feminine(found: re.Match[str]) -> str:
    said = "дві" if found["word"].lower() == "два" else "обидві"
    return f"[{cased(found['word'], said)}]"
