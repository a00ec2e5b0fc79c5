"""Turns of phrase that Apertium puts into Belarusian word by word."""

from __future__ import annotations

import re

_TIME = "хвілін|гадзін|дзень|дні|дзён|тыдзень|тыдн|месяц|год|гады|гадоў|паўгадзін"
_IDIOMS = tuple(
    (re.compile(rf"\b{pattern}\b"), said)
    for pattern, said in (
        (r"([УуўЎ]) хаду", r"\1 ходзе"),
        (r"[уў] цячэнне", "на працягу"),
        (r"У цячэнне", "На працягу"),
        (r"сябар сябра", "адзін аднаго"),
        (r"сябар сябру", "адзін аднаму"),
        (r"сябар з сябрам", "адзін з адным"),
        (rf"цераз(?= (?:[\w-]+ )?(?:{_TIME}))", "праз"),
        (rf"Цераз(?= (?:[\w-]+ )?(?:{_TIME}))", "Праз"),
        (r"адмяніты", "адменены"),
        (r"адмяніта", "адменена"),
    )
)


def idiomatic(text: str) -> str:
    """Return a Belarusian translation with these turns of phrase as they are said."""
    for pattern, said in _IDIOMS:
        text = pattern.sub(said, text)
    return text
