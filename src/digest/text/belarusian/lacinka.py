"""Łacinka (`be-Latn`), the Latin alphabet of Belarusian, and Cyrillic, each into the other.

The letters are those of Б. Тарашкевіч, «Biełaruskaja hramatyka dla škoł» (5th edition, Vilnia
1929), with č, š, ž, v: ł for hard л and l for soft, ć ń ś ź for consonants with a soft sign; ja je
jo ju where such a vowel begins a syllable, ia ie io iu where it follows a consonant. It is not the
romanization of geographical names of 2007, which writes ĺ. Both functions go letter by letter and
keep the orthography of the text: the official снег becomes `snieh`, Taraškievica's сьнег `śnieh`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PLAIN = dict(zip("абвгґджзйклмнопрстуўфцчшыэі", "abvhgdžzjkłmnoprstuŭfcčšyei", strict=True))
_PLAIN |= {"х": "ch", "ь": ""}
_SOFT = {"з": "ź", "с": "ś", "ц": "ć", "н": "ń", "л": "l"}
_IOTATED = {"е": "e", "ё": "o", "ю": "u", "я": "a", "і": "i"}
_CONSONANTS = "бвгґджзйклмнпрстфхцчш"
_APOSTROPHES = "'’ʼ"
_CYRILLIC_WORD = re.compile(rf"[а-яёіўґА-ЯЁІЎҐ]+(?:[{_APOSTROPHES}][а-яёіўґА-ЯЁІЎҐ]+)*")

_BACK = {latin: cyrillic for cyrillic, latin in _PLAIN.items() if latin} | {"l": "ль"}
_BACK |= {latin: f"{cyrillic}ь" for cyrillic, latin in _SOFT.items() if latin != "l"}
_VOWEL = {latin: cyrillic for cyrillic, latin in _IOTATED.items()}
_LATIN_WORD = re.compile(rf"[a-zćčłńśšŭźžA-ZĆČŁŃŚŠŬŹŽ]+(?:[{_APOSTROPHES}][a-zćčłńśšŭźž]+)*")
_UNIT = re.compile(r"ch|[ji][aeou]|ji|l(?:[aeou]|(?=i|l[aeoui]))|.", re.IGNORECASE | re.DOTALL)
LATIN_LETTERS = {  # what one or two letters of Łacinka stand for, for programs in other languages
    **_BACK,
    **{onset + latin: cyrillic for latin, cyrillic in _VOWEL.items() for onset in "ji"},
    **{f"l{latin}": f"л{cyrillic}" for latin, cyrillic in _VOWEL.items()},
}
_NOT_BELARUSIAN = re.compile(r"[qwx]|oo|^y[aeou]", re.IGNORECASE)


def to_latin(text: str) -> str:
    """Return the Cyrillic words of a Belarusian text in Łacinka.

    `to_cyrillic` gives them back, but for what Łacinka does not tell apart: лл and льл before a
    soft vowel, х and цг, ё and йо, я and іа (and their like); й before і, and an apostrophe where
    no j follows. Those are one word in two thousand, most of them foreign names.
    """
    return _CYRILLIC_WORD.sub(lambda match: _cased(list(match[0]), _latin), text)


def to_cyrillic(text: str) -> str:
    """Return the words of a text in Łacinka in Cyrillic letters.

    Words with letters that no Belarusian word has stay (`Facebook`, `Linux`); other foreign words
    cannot be told from Belarusian ones and are respelled.
    """
    return _LATIN_WORD.sub(_respelled, text)


def _respelled(match: re.Match[str]) -> str:
    word = match[0]
    if _NOT_BELARUSIAN.search(word):
        return word
    return _cased(_UNIT.findall(word), _cyrillic)


def _cased(units: Sequence[str], spell: Callable[[Sequence[str], int], str]) -> str:
    """Spell each unit in lower case; a capital beside another one stays all capitals."""
    lower = [unit.lower() for unit in units]
    capitals = [False, *(unit[0].isupper() for unit in units), False]
    spelled = []
    for at in range(len(units)):
        before, here, after = capitals[at : at + 3]
        form = spell(lower, at)
        spelled.append((form.upper() if before or after else form.capitalize()) if here else form)
    return "".join(spelled)


def _latin(letters: Sequence[str], at: int) -> str:
    letter, before = letters[at], letters[at - 1] if at else ""
    following = "".join(letters[at + 1 : at + 3])
    if letter in _APOSTROPHES:
        return "" if following[:1] in _IOTATED else letter
    if letter in _SOFT and following.startswith("ь"):
        return _SOFT[letter]
    if letter == "л" and re.match("л?[еёюяі]|ль", following):
        return "l"
    if letter in _IOTATED:
        return _onset(letter, before) + _IOTATED[letter]
    return _PLAIN.get(letter, letter)


def _onset(vowel: str, before: str) -> str:
    """Return what stands before the vowel: nothing after a soft л, i after another consonant."""
    if vowel == "і":
        return "j" if before and before in _APOSTROPHES + "ь" else ""
    if before == "л":
        return ""
    return "i" if before and before in _CONSONANTS and before != "й" else "j"


def _cyrillic(units: Sequence[str], at: int) -> str:
    unit, before = units[at], units[at - 1] if at else ""
    if unit[0] == "l" and len(unit) == 2:
        return "л" + _VOWEL[unit[1]]
    if unit == "l" and at + 1 < len(units) and re.match("i|l[aeou]|li?$", units[at + 1]):
        return "л"
    if len(unit) == 2 and unit[0] == "i" and (not before or before[-1] in "aeiouy"):
        return "і" + _BACK[unit[1]]  # two syllables: after no consonant ja is written, not ia
    if len(unit) == 2 and unit[0] in "ij" and unit[1] in _VOWEL:
        return _mark(unit, before) + _VOWEL[unit[1]]
    return _BACK.get(unit, unit)


def _mark(unit: str, before: str) -> str:
    """Return the apostrophe that parts a hard consonant from j; a soft one has its own sign."""
    spelled = _BACK.get(before, "")
    hard = spelled in _CONSONANTS and spelled not in {"", "й"}
    return "’" if unit[0] == "j" and hard else ""
