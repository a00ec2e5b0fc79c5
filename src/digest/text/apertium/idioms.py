"""Turns of phrase that Apertium translates word by word, between Russian and Belarusian."""

from __future__ import annotations

import re

_TIME = "хвілін|гадзін|дзень|дні|дзён|тыдзень|тыдн|месяц|год|гады|гадоў|паўгадзін"
_YEARS = (("ый", "ий"), ("ого", "его"), ("ому", "ему"), ("ым", "им"), ("ая", "яя"))
_BELARUSIAN = (
    (r"([УуўЎ]) хаду", r"\1 ходзе"),
    (rf"[уў] цячэнне(?= (?:[\w-]+ )?(?:{_TIME}))", "на працягу"),
    (rf"У цячэнне(?= (?:[\w-]+ )?(?:{_TIME}))", "На працягу"),
    (r"сябар сябра", "адзін аднаго"),
    (r"сябар сябру", "адзін аднаму"),
    (r"сябар з сябрам", "адзін з адным"),
    (rf"цераз(?= (?:[\w-]+ )?(?:{_TIME}))", "праз"),
    (rf"Цераз(?= (?:[\w-]+ )?(?:{_TIME}))", "Праз"),
    (r"дзве тыдні", "два тыдні"),
    (r"адмяніты", "адменены"),
    (r"адмяніта", "адменена"),
)
_RUSSIAN = (
    (r"на продолжении", "в течение"),
    (r"На продолжении", "В течение"),
    (r"более за(?= \d)", "более"),
    (r"Более за(?= \d)", "Более"),
    (r"менее за(?= \d)", "менее"),
    (r"(\d+)-годовой(?= \w+(?:ой|ей|ы|и|е)\b)", r"\1-летней"),
    (r"(\d+)-годовой", r"\1-летний"),
    (r"(был \w+ован)ный", r"\1"),
    (r"(была \w+ован)ная", r"\1а"),
    (r"(были \w+ован)ные", r"\1ы"),
    (r"(была [а-яё]{3,}(?:ен|ан|ян|ён|ыт|ят))о", r"\1а"),  # Belarusian has one form for both
    *((rf"(\d+)-годов{hard}", rf"\1-летн{soft}") for hard, soft in _YEARS),
    (r"в вторник", "во вторник"),
    (r"В вторник", "Во вторник"),
)
_IDIOMS = {
    target: tuple((re.compile(rf"(?<!\w){pattern}(?!\w)"), said) for pattern, said in table)
    for target, table in (("be", _BELARUSIAN), ("ru", _RUSSIAN))
}


def idiomatic(text: str, target: str) -> str:
    """Return a translation with these turns of phrase as they are said."""
    for pattern, said in _IDIOMS.get(target, ()):
        text = pattern.sub(said, text)
    return text
