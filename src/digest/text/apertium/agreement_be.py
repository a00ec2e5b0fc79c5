"""In which case a Belarusian word stands, where Apertium leaves it in that of the Russian one.

Before the generator the stream is `^lemma<tags>$` a word. After two, three and four Russian has
the genitive singular, Belarusian the nominative plural: 74 дома, 74 дамы (Беларуская граматыка,
ч. 1-2, Мінск 1985-1986). Dates (24 лістапада 2024 года) and references (артыкул 193 кодэкса) only
look alike. After па stands the locative, к becomes да with the genitive; and a feminine noun for a
neuter one has an accusative of its own.
"""

from __future__ import annotations

import re

from digest.text.apertium.participles_be import active
from digest.text.apertium.stream import few, preposition

_FEW = few("[Дд]ва|[Тт]ры|[Чч]атыры|[Аа]бодва")
_ADJECTIVE = r" ~?\^[^<^$]+<(?:adj|vblex><\w+><pp><pasv)>(?:<\w+>)*<pl><(?:gen|acc)>\$"
_NOUN = r"\^([^<^$]+)<n>(?:<\w+>)*(?:<sg><gen>|<pl><acc>)\$"
_COUNTED = re.compile(rf"({_FEW})((?:{_ADJECTIVE})*)( ~?)({_NOUN})")
_SEVERAL = re.compile("<(?:sg|pl)><(?:gen|acc)>")
_PEOPLE = re.compile(
    r"(<num>[^$]*\$|\^(?:некалькі|столькі|колькі|тысяча|мільён)<[^$]*\$)"
    r" ~?\^чалавек<n><m><aa><pl><gen>\$"
)
_MONTH = re.compile(
    "студзень|люты|сакавік|красавік|май|чэрвень|ліпень|жнівень|верасень|кастрычнік|лістапад|снежань",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\^(?:1[5-9]|20)\d\d<num>")
_REFERRED = re.compile(r"\^(?:артыкул|пункт|частка|нумар|№|ст\.|п\.)<[^$]*\$ ~?$", re.IGNORECASE)
_PHRASE = (
    r"(?:~?\^[^<^$]+<(?:adj|det|prn|num|vblex><\w+><pp)>[^$]*<dat>\$ (?:~?\^і<cnjcoo>[^$]*\$ )?)*"
    r"~?\^(?:[^<^$]+<(?:n|np|prn)>|той<det>(?=[^$]*\$~?\^,))"  # да таго, што
)
_STRANGE = r"~?\^\*[а-яё]+(?:[ыи]м|ому|ему|ой|ей)(?:ся)?\$ "  # what may be an adjective
_TOWARDS = re.compile(
    rf"\^([кК])о?<pr>\$ ((?:~?\^\d[^$]*<num>[^$]*\$ )?(?:{_STRANGE})*{_PHRASE}[^$]*<dat>[^$]*\$)"
)
_ENDING = re.compile(r"(\^\*[а-яё]+?)(ым|им|ому|ему)((?:ся)?\$)")
_OF_ENDING = {"ым": "ых", "им": "их", "ому": "ого", "ему": "его"}
_ALONG = re.compile(rf"(\^[пП]а<pr>\$ )({_PHRASE}[^$]*<dat>[^$]*\$)")
_ACTS = r"\^(?:[^<^$]+(?<!цца)<vblex><\w+>(?:<inf>|<past><(?:m|nt)><sg>|<past><mfn><pl>"
_ACTS += r"|<pres><p3><pl>|<fut><p3><pl>)|\*\w+(?:ть|ли?|[аяую]т))\$ "
_OBJECT = re.compile(
    rf"({_ACTS})((?:~?\^[^<^$]+<det><pos>\$ )?(?:~?\^[^<^$]+<(?:adj|det)>[^$]*<f>[^$]*<nom>\$ )*"
    r"~?\^[^<^$]+<n><f><nn><sg>)<nom>"
)
_OF_HER = re.compile(r"(<(?:adj|pasv)><f><an><sg>)<gen>")  # новай, not новае
# Такое предложение: a pronoun beside a noun whose gender is another now
_SUCH = re.compile(
    r"(<prn><(?:ind|def|pos|neg)>)<(?:m|f|nt)>(<\w+><sg>(<\w+>)\$ (?:~?\^[^<^$]+<adj>[^$]*\$ )*"
    r"~?\^[^<^$]+<n>(<(?:m|f|nt)>)<\w+><sg>\3\$)"
)
_WHETHER = re.compile(r"~?\^([^$]+)\$ ~?\^ці<part>\$")  # будет ли: ці будзе
_CROWDED = re.compile(r"(\^,<cm>\$)(?=~?\^які<)")  # a clause that the transfer moves
_NOTE = re.compile(r"<@[^>]*>|(?<=<ins>)<pprep>|(?<=<loc>)<pprep>|(?<=<dat>)<pprep>")


def agreed(stream: str) -> str:
    """Return the stream with the cases as Belarusian has them."""
    stream = _CROWDED.sub(r"\1 ", stream)
    stream = _NOTE.sub("", stream)  # the generator knows no form with what the grammar notes
    stream = _WHETHER.sub(_asked, active(stream))
    stream = _TOWARDS.sub(_towards, _SUCH.sub(r"\1\4\2", stream))
    stream = _ALONG.sub(lambda m: m[1] + m[2].replace("<dat>", "<loc>"), stream)
    stream = _OBJECT.sub(lambda m: m[1] + m[2].replace("<nom>", "<acc>") + "<acc>", stream)
    stream = _OF_HER.sub(r"\1<dat>", stream)
    return _COUNTED.sub(_counted, _PEOPLE.sub(r"\1 чалавек", stream))


def _asked(found: re.Match[str]) -> str:
    word = found[1]
    if word.lstrip("*")[0].isupper():
        return f"^Ці<part>$ ^{word.lower()}$"
    return f"^ці<part>$ ^{word}$"


def _towards(found: re.Match[str]) -> str:
    whom = _ENDING.sub(lambda m: m[1] + _OF_ENDING[m[2]] + m[3], found[2])
    return f"{preposition('да', found[1])} {whom.replace('<dat>', '<gen>')}"


def _counted(found: re.Match[str]) -> str:
    number, adjectives, space, noun, lemma = found.groups()
    if _is_no_count(found.string[: found.start()], number, lemma):
        return found[0]
    number = number.replace("<acc>", "<nom>").replace("<nn>", "<an>")
    adjectives = _SEVERAL.sub("<pl><nom>", re.sub("<(?:aa|nn)>", "<an>", adjectives))
    if lemma == "чалавек":
        return f"{number}{adjectives} чалавекі"  # its plural is людзі, but not here
    return f"{number}{adjectives}{space}{_SEVERAL.sub('<pl><nom>', noun)}"


def _is_no_count(before: str, number: str, lemma: str) -> bool:
    if lemma == "дзіця" or _MONTH.match(lemma):  # 23 дзіцяці; 24 лістапада
        return True
    is_year = lemma == "год" and _YEAR.match(number) is not None
    return is_year or _REFERRED.search(before[-80:]) is not None
