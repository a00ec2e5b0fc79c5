"""The numbers of a text in one form, so that two languages can be compared."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

SPACES = "\u0020\u00a0\u2009\u202f"
NUMBER = re.compile(
    rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?:[.,]\d+)?(?!\d)"  # 1 200 or 1 200,5
    r"|\d+(?:[.,]\d+)*"
)
SCALES = {
    3: r"thousand|тыс|тис|tys|tausend|mille\b|mil\b",
    6: r"million|мільён|мільйон|миллион|млн|mln|mill?on|milion|mio\b",
    9: r"billion|мільярд|миллиард|млрд|mlrd|milliard|miliard|bn\b",
}
SCALE = re.compile(
    r"[\s\u00a0]?(?:" + "|".join(f"(?P<s{power}>{words})" for power, words in SCALES.items()) + ")",
    re.IGNORECASE,
)


def numbers(text: str) -> Counter[Decimal]:
    """Return how often each number stands in the text: 1 200 = 1,200 = 1.2 thousand."""
    found = (_value(match[0]) * _scale(text, match.end()) for match in NUMBER.finditer(text))
    return Counter(value.normalize() for value in found)


def _scale(text: str, at: int) -> int:
    match = SCALE.match(text, at)
    return int(10 ** int(match.lastgroup[1:])) if match and match.lastgroup else 1


def _value(written: str) -> Decimal:
    """Read one number; a sign before three digits groups them, else a single one is a point."""
    digits = re.sub(rf"[{SPACES}]", "", written)
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        return Decimal(digits.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if digits.count(",") + digits.count(".") == 1:
        return Decimal(digits.replace(",", "."))
    return Decimal(re.sub(r"[.,]", "", digits))  # 24.11.2026: the same digits on both sides
