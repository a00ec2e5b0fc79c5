"""What a number counts: per cent, money, lengths, times, in our languages (`units.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.text.numbers import Number

DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})

_BEFORE = re.compile(
    r"(?:(?P<dollar>\$)|(?P<euro>€)|(?P<pound>£)|(?P<yuan>¥)|(?P<rouble>₽)|(?P<hryvnia>₴))\s?$"
)


def unit(number: Number, text: str) -> str:
    """Return what a number of a text counts, or nothing where that is not in our list."""
    before = _BEFORE.search(text, max(0, number.start - 2), number.start)
    found = before or _after().match(text, number.end)
    return (found.lastgroup or "") if found else ""


_THOUSANDS = r"(?:(?<=тыс|тис|млн|tys|mln|mio|mrd)\.|(?<=млрд)\.)?"  # "300 tys. zł"


@cache
def table() -> dict[str, dict[str, str]]:
    """Return the words of each unit, by language, and its signs."""
    return tomllib.loads((files(__package__) / "units.toml").read_text("utf-8"))


@cache
def _after() -> re.Pattern[str]:
    groups = "|".join(_group(*one) for one in table().items())
    return re.compile(f"{_THOUSANDS}(?:{groups})", re.IGNORECASE)


def _group(name: str, said: dict[str, str]) -> str:
    """Return what finds a unit behind its number; «5-га» is the fifth, and no hectares."""
    words = "|".join(" ".join(said[language] for language in said if language != "sign").split())
    signs = "|".join(said["sign"].split()) or "(?!)"
    return rf"(?P<{name}>\s{{0,2}}(?:{signs})|[\s-]{{0,2}}(?:{words}))"
