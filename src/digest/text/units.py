"""What a number counts: per cent, money, lengths, weights, in our languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.text.numbers import Number

# What begins like this, in lower case. The order decides: «процентных пунктов» are per cent.
_BEGINNINGS = {
    "percent": "% percent per\\ cent процент працэнт адсот відсот procent proc\\b prozent",
    "dollar": "\\$ dollar usd долл долар далар dolar us-dollar",
    "euro": "€ euro(?!p) eur\\b евро(?!п) еўра(?!п) євро(?!п)",
    "pound": "£ pound gbp фунт funt pfund",
    "rouble": "₽ rouble ruble rub\\b руб rubel rubl",
    "yuan": "¥ yuan юан juan",
    "kilometre": "km\\b kilomet км\\b километ кіламетр кілометр kilometr",
    "mile": "mile мил[яьией] міл[яьі] mil[ea]?\\b meile",
    "metre": "metre\\b metres meter m\\b метр м\\b metr",
    "foot": "feet foot ft\\b фут(?!б) fuß(?!b) stop[ay]?\\b stóp",
    "kilogram": "kg\\b kilogra кг\\b килограм кілаграм кілограм",
    "tonne": "ton тонн тон\\b",
    "degree": "° degree градус stopn grad\\b",
    "hour": "hour час[аоў]?в?\\b гадзін годин godzin stunde",
    "minute": "minute минут мінут хвілін хвилин minut",
    "day": "days? дн[яей] дзён дзень днів dni\\b dzień tage?\\b",
    "month": "month месяц месяц[аў] місяц miesi monat",
    "year": "year год[аоуы]?в?м?\\b лет\\b гадоў рок lat\\b rok jahr",
}
_UNIT = re.compile(
    r"[\s\u00a0-]{0,2}(?:" + "|".join(
        f"(?P<{name}>{'|'.join(found.split(' ')).replace('|cent', ' cent')})"
        for name, found in _BEGINNINGS.items()
    ) + ")",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE = re.compile(r"(?:(?P<dollar>\$)|(?P<euro>€)|(?P<pound>£)|(?P<yuan>¥)|(?P<rouble>₽))\s?$")


def unit(number: Number, text: str) -> str:
    """Return what a number of a text counts, or nothing where that is not in our list."""
    before = _BEFORE.search(text, max(0, number.start - 2), number.start)
    found = before or _UNIT.match(text, number.end)
    return (found.lastgroup or "") if found else ""
