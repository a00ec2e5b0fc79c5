"""A "not" too many or too few, planted in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

NEGATED = {
    "en": r"\bnot\s+|n['’]t\b",
    "ru": r"\bне\s+",
    "be": r"\b(?:не|ня)\s+",
    "uk": r"\bне\s+",
    "pl": r"\bnie\s+",
    "de": r"\bnicht\s+",
}
VERBS = {
    "en": (r"\b(is|was|are|were|has|have|will|would|can|could)\b", r"\1 not"),
    "ru": (r"\b(\w{3,}(?:л|ла|ло|ли|ет|ит|ют|ут|лся|лась|лись|тся))\b", r"не \1"),
    "be": (r"\b(\w{3,}(?:ў|ла|ло|лі|ае|юць|уць|ўся|лася|ліся|цца))\b", r"не \1"),
    "uk": (r"\b(\w{3,}(?:в|ла|ло|ли|ає|ють|уть|вся|лася|лися|ться))\b", r"не \1"),
    "pl": (r"\b(\w{3,}(?:ał|ła|ło|li|ły|uje|ują|ają))\b", r"nie \1"),
    "de": (r"\b(ist|war|sind|waren|hat|haben|wird|kann|konnte|sollte)\b", r"\1 nicht"),
}


def flipped(text: str, language: str, chance: Random) -> str:
    """Return a text with its first "not" taken away, or with one added; "" where neither can be."""
    made = re.sub(NEGATED[language], "", text, count=1, flags=re.IGNORECASE)
    if made == text or chance.random() < 0.5:
        made = re.sub(*VERBS[language], text, count=1)
    return "" if made == text else made
