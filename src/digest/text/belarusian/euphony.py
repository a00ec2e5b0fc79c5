"""У and ў, з and са: small words that Belarusian writes by the sounds around them.

After a vowel у becomes ў at the beginning of a word, too, unless a sign of punctuation stands
between, the word is a name, or the у is stressed (Правілы беларускай арфаграфіі і пунктуацыі, 2008,
§§ 13-14). Before two consonants of which the first hisses з becomes са.
"""

from __future__ import annotations

import re

from digest.text.belarusian.words import cased

_VOWELS = "аеёіоуыэюяАЕЁІОУЫЭЮЯ"
_CONSONANTS = "бвгґджзйклмнпрстфхцчшБВГҐДЖЗЙКЛМНПРСТФХЦЧШ"
_STRESSED = "ні[іяюе]|льтра|рн|нцы|мбр"  # of words that begin with a stressed у: унія, урна
_SHORT = re.compile(rf"(?<=[{_VOWELS}] )у(?!{_STRESSED})(?=\w| )")
_WHOLE = re.compile(rf"(?<![{_VOWELS}] )\bў(?=\w| )")
# An У among capitals is no name's, unless it is an initial: ПАДАЗРАВАНЫ Ў РАБАВАННІ.
_LOUD = re.compile(r"(?<=[АЕЁІОУЫЭЮЯ] )У(?= [А-ЯЁІЎ]{2})")
_WITH = re.compile(r"(?<![\w-])([Зз])(?= [сзшж][бвгдзйклмнпрстфхцчшж])")
_EASY = rf"(?= [{_CONSONANTS}][{_VOWELS}])(?! мной)"
_SAID_SA = re.compile(rf"\bса{_EASY}")
_BEGINS_SA = re.compile(rf"(?:\A|(?<=[.!?…] ))Са{_EASY}")  # elsewhere it is a name


_WOULD = re.compile(rf"(?<=[{_VOWELS}] )бы(?!\w)")  # было б
_EVEN = re.compile(rf"(?<=[{_CONSONANTS}ьЬўЎ] )ж(?!\w)")  # там жа


def euphonic(text: str) -> str:
    """Return a Belarusian text with the small words as its sounds ask for them."""
    text = _SHORT.sub("ў", _WHOLE.sub("у", text))
    text = _WOULD.sub("б", text)
    text = _EVEN.sub("жа", _LOUD.sub("Ў", text))
    text = _WITH.sub(lambda m: cased(m[1], "са"), text)
    return _SAID_SA.sub("з", _BEGINS_SA.sub("З", text))
