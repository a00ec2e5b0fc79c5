"""The vowel that short Russian prepositions take before some clusters: во, со, ко, об, обо.

After Rosental's handbook of spelling and style, § 199: во before в and ф with another consonant,
со before a hissing or в with another consonant but л and р, об before а, и, о, у and э.
"""

from __future__ import annotations

import re
from functools import partial

from digest.text.belarusian.words import cased

_CLUSTER = "[бвгджзйклмнпрстфхцчшщь]"
_ALL = "все[^ -]|всё|всю|вся|мне|мно"
_HARD_AFTER_S = f"[сзшж]{_CLUSTER}|щ|в[бгджзкнпстхцчшщ]|времен|мн|льд|льв|рт|лб"
_RULES = (
    (f"в(?= (?:[вф]{_CLUSTER}|мн|льв|льд|лб|рт|рж|имя |избежание|двор))", "во"),
    (f"с(?= (?:{_HARD_AFTER_S}))", "со"),
    (f"со(?= (?!{_HARD_AFTER_S}|дн[яеё]|двор|дна|слов|стор)[а-яё])", "с"),
    (f"к(?= (?:{_ALL}|вт))", "ко"),
    (f"об?(?= (?:{_ALL}))", "обо"),
    ("о(?= [аиоуэ])", "об"),
    (r"об(?= (?:[бвгджзйклмнпрстфхцчшщеёюя]))", "о"),
)
_EUPHONY = tuple((re.compile(rf"(?<![\w-]){said}", re.IGNORECASE), to) for said, to in _RULES)
_LOUD = re.compile(r"\b([ОВСК])([БО]) ([А-ЯЁа-яё])([А-ЯЁ]?)(?=[а-яё])")  # СО ВЛадимиром


def euphonic(text: str) -> str:
    """Return a Russian text with its short prepositions as they are said before the next word."""
    text = _LOUD.sub(lambda m: f"{m[1]}{m[2].lower()} {m[3]}{m[4].lower()}", text)
    for pattern, said in _EUPHONY:
        text = pattern.sub(partial(_said, said), text)
    return text


def _said(preposition: str, found: re.Match[str]) -> str:
    return cased(found[0], preposition)
