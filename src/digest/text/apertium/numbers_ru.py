"""The case and number of a Russian noun that is counted, before the generator.

After two, three and four stands the genitive singular, after more the genitive plural; about them
and more than them ask for a case of their own: о 24 домах, более 3 лет.
"""

from __future__ import annotations

import re

from digest.text.apertium.stream import few

_WORD = r"~?\^[^<^$]+"
_FEW = few("[Дд]ва|[Тт]ри|[Чч]етыре|[Оо]ба")
_COUNTED = re.compile(
    rf"({_FEW})((?: {_WORD}<adj>(?:<\w+>)*<pl><(?:nom|acc)>\$)*)"
    rf"( {_WORD}<n>(?:<\w+>)*)(?:<pl><nom>|(?<!<aa>)<pl><acc>)"
)
_MANY = re.compile(
    rf"(\^(?:[\d ]*(?:[05-9]|1[1-4])|пять|шесть|семь|восемь|девять|десять)<num>[^$]*\$"
    rf" (?:{_WORD}<adj>(?:<\w+>)*<pl><gen>\$ )*{_WORD}<n>(?:<\w+>)*<pl>)<acc>"
)
_NUMBER = r"(?P<number>~?\^(?P<figure>[^<^$]+)<num>[^$]*\$)"
_THINGS = rf"(?P<things>(?: {_WORD}<adj>[^$]*\$)*(?: {_WORD}<n>[^$]*\$)?)"
_ABOUT = re.compile(rf"(?P<word>\^о<pr>\$ ){_NUMBER}{_THINGS}", re.IGNORECASE)
_MORE = re.compile(
    rf"(?P<word>~?\^(?:более|менее|больше|меньше)<adv>\$ )~?\^за<pr>\$ {_NUMBER}{_THINGS}",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?:.*[^1])?1|один")
_FORM = re.compile(r"(<adj>(?:<sint>)?|<n>)(<\w+>)(<\w+>)<(?:sg|pl)><\w+>")
_PEOPLE = re.compile(r"\^человек<n>[^$]*<pl><gen>\$")  # not людей
_NUMERAL = re.compile(r"<nn>(<\w+>)<acc>|<(?:nom|acc)>")


def counted(stream: str) -> str:
    """Return the stream with what is counted as its number asks for it."""
    stream = _MORE.sub(lambda found: _inflected(found, "gen"), stream)
    stream = _ABOUT.sub(lambda found: _inflected(found, "prp"), stream)
    return _COUNTED.sub(_few, _MANY.sub(r"\1<gen>", stream))


def _inflected(found: re.Match[str], case: str) -> str:
    """Return a number and what it counts in a case: 21 is one, and others are many."""
    one = _ONE.fullmatch(found["figure"]) is not None
    number = _NUMERAL.sub(lambda m: f"<an>{m[1]}<{case}>" if m[1] else f"<{case}>", found["number"])
    told = f"<sg><{case}>" if one else f"<pl><{case}>"
    things = _FORM.sub(
        lambda m: (
            (f"{m[1]}{m[2]}{m[3]}" if m[1] == "<n>" else f"{m[1]}{m[2] if one else '<mfn>'}<an>")
            + told
        ),
        found["things"],
    )
    return f"{found['word']}{number}{_PEOPLE.sub('человек', things)}"


def _few(found: re.Match[str]) -> str:
    number, adjectives, noun = found.groups()
    return f"{number}{re.sub('<(?:nom|acc)>', '<gen>', adjectives)}{noun}<sg><gen>"
