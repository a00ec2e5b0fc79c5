"""Turns of phrase that Apertium translates word by word, between Russian and Belarusian."""

from __future__ import annotations

import re

_TIME = "хвілін|гадзін|дзень|дні|дзён|тыдзень|тыдн|месяц|год|гады|гадоў|паўгадзін"
_IN_TIME = rf"(?= (?:[\w-]+ )?(?:{_TIME}))"
_MONTHS = "студз|лют|сакав|красав|мая|чэрв|ліп|жні|верас|кастр|ліст|снеж"
_YEARS = (("ый", "ий"), ("ого", "его"), ("ому", "ему"), ("ым", "им"), ("ая", "яя"))
_PHRASES = {  # they may begin a sentence
    "be": (
        (rf"у цячэнне{_IN_TIME}", "на працягу"),
        (rf"цераз{_IN_TIME}", "праз"),
        (rf"к(?= \d{{1,2}} (?:{_MONTHS}))", "да"),
    ),
    "ru": (
        ("на продолжении", "в течение"),
        (r"более за(?= \d)", "более"),
        ("в вторник", "во вторник"),
    ),
}
_FORMS = {
    "be": (
        (r"([УуўЎ]) хаду", r"\1 ходзе"),
        (rf"ў цячэнне{_IN_TIME}", "на працягу"),
        (r"сябар сябра", "адзін аднаго"),
        (r"сябар сябру", "адзін аднаму"),
        (r"сябар з сябрам", "адзін з адным"),
        (r"дзве тыдні", "два тыдні"),
        (r"адмяніты", "адменены"),
        (r"адмяніта", "адменена"),
    ),
    "ru": (
        (r"менее за(?= \d)", "менее"),
        (r"(\d+)-годовой(?= \w+(?:ой|ей|ы|и|е)\b)", r"\1-летней"),
        (r"(\d+)-годовой", r"\1-летний"),
        *((rf"(\d+)-годов{hard}", rf"\1-летн{soft}") for hard, soft in _YEARS),
        (r"(был \w+ован)ный", r"\1"),
        (r"(была \w+ован)ная", r"\1а"),
        (r"(были \w+ован)ные", r"\1ы"),
        (r"(была [а-яё]{3,}(?:ен|ан|ян|ён|ыт|ят))о", r"\1а"),  # Belarusian has one form for both
    ),
}


def _table(target: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    lower = _PHRASES[target]
    upper = [(pattern[0].upper() + pattern[1:], said.capitalize()) for pattern, said in lower]
    return tuple(
        (re.compile(rf"(?<!\w){pattern}(?!\w)"), said)
        for pattern, said in (*lower, *upper, *_FORMS[target])
    )


_IDIOMS = {target: _table(target) for target in _PHRASES}


def idiomatic(text: str, target: str) -> str:
    """Return a translation with these turns of phrase as they are said."""
    for pattern, said in _IDIOMS.get(target, ()):
        text = pattern.sub(said, text)
    return text
