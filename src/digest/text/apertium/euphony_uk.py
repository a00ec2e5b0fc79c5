"""A Ukrainian text as it is said: -ся at its verb, у or в, з, із or зі, and set phrases.

After the orthography of 2019, §§ 23-24: в between vowels and before a vowel, у between consonants
and before в, ф, льв, св, тв, хв; із between hissing sounds, зі before clusters of them.
"""

from __future__ import annotations

import re

from digest.text.apertium.agreement_uk import ITSELF
from digest.text.apertium.turns import phrased
from digest.text.belarusian.words import cased

_VERB = re.compile(rf"([\w’']+){ITSELF}")
_VOWEL = "аеєиіїоуюя"
_V = re.compile(r"(?<![\w’'.-])([уУвВ]) (?=[«„\"]?([а-яіїєґ]+))", re.IGNORECASE)
_HARD = re.compile("[вф]|льв|св|тв|хв|дв|зв|св|гв|шв")
_Z = re.compile(r"(?<![\w’'.-])([зЗ])(?:[іi])? (?=[«„\"]?([а-яіїєґ]+))", re.IGNORECASE)
_CLUSTER = re.compile("[сзшщ][бвгґджзйклмнпрстфхцчшщ]|вс|мн|льв|рт|лб|щ")
_HISSING = "сзшщчцж"
_BEFORE = re.compile(r"([а-яіїєґ’']*)[^а-яіїєґ’']*$", re.IGNORECASE)
_WHICH = re.compile(
    r"(?<![\w’'-])котр(ий|ого|ому|им|ім|а|ої|ій|у|ою|е|і|их|ими)(?![\w’'])", re.IGNORECASE
)
_DOUBLED = re.compile("тттят|ттяття")


def euphonic(text: str) -> str:
    """Return a Ukrainian text with its verbs, prepositions and phrases as they are said."""
    text = _VERB.sub(lambda found: _itself(found[1]), text)
    text = phrased(_WHICH.sub(_who, _DOUBLED.sub("ття", text)), "ru", "uk")
    return _Z.sub(_with, _V.sub(_in, text))


def _itself(verb: str) -> str:
    """Return a verb with -ся: готує, готується; робить, робиться."""
    if verb.endswith(("є", "е")):
        return verb + "ться"
    return verb + "ся"


def _who(found: re.Match[str]) -> str:
    ending = "ому" if found[1].lower() == "ім" else found[1]
    return cased(found[0], "як" + ending)


def _before(found: re.Match[str]) -> str:
    """Return the word before a preposition; nothing where a sentence or a pause is."""
    before = found.string[: found.start()]
    if not before or re.search(r"[.!?,;:—–(«„\"-]\s*$", before):
        return ""
    word = _BEFORE.search(before)
    return word[1].lower() if word else ""


def _in(found: re.Match[str]) -> str:
    word, after = _before(found), found[2].lower()
    if after[0] in _VOWEL:
        said = "в"
    elif word and word[-1] in _VOWEL:
        said = "у" if _HARD.match(after) else "в"
    else:
        said = "у"
    return cased(found[1], said) + " "


def _with(found: re.Match[str]) -> str:
    word, after = _before(found), found[2].lower()
    if _CLUSTER.match(after):
        said = "зі"
    elif after[0] in _HISSING and (not word or word[-1] not in _VOWEL):
        said = "із"
    else:
        said = "з"
    return cased(found[1], said) + " "
