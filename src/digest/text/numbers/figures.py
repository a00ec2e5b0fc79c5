"""Numbers in figures: what 1,200, 3:30, 24.11.2026 or XIX may mean, the likeliest first."""

from __future__ import annotations

import re
from decimal import Decimal

from digest.records import primary

SPACES = "\u0020\u00a0\u2009\u202f"
FIGURES = (
    r"(?P<date>(?<!\d)(?:\d{4}-[01]\d-[0-3]\d|(?<!\d\.)[0-3]?\d([./])[01]?\d\2(?:\d{4}|\d\d))(?!\d))"
    r"|(?P<time>(?<![\d:])[0-2]?\d:[0-5]\d(?![\d:]))"
    rf"|(?P<digits>\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’]\d+)*)"
    r"|(?P<fraction>[¼-¾⅐-⅞])"
    r"|(?P<roman>\b[IVXLХІ]{2,7}\b|\b[VXХ]\b)"
)
Values = tuple[Decimal, ...]

_POINTED = frozenset({"en", "zh", "ja", "ko", "he", "th"})  # they write 1.5; the others 1,5 (CLDR)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "Х": 10, "І": 1}  # Cyrillic look-alikes too
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([,.'’])\d{3})(?:\1\d{3})*")


def figures(written: str, language: str) -> Values:
    """Read one number; a sign before three digits groups them, else a single one is a point."""
    digits = re.sub(rf"[{SPACES}]", "", written)
    mark = "," if primary(language) in _POINTED else "."  # that groups in this language
    if grouped := _GROUPED.match(digits):
        rest = digits[grouped.end() :]
        if not rest or re.fullmatch(r"[.,]\d+", rest):
            whole = Decimal(re.sub(r"\D", "", grouped[0]) + rest.replace(",", "."))
            either = not rest and len(re.findall(r"\D", digits)) == 1 and grouped[1] in ",."
            decimal = (Decimal(digits.replace(",", ".")),) if either else ()
            return (whole, *decimal) if grouped[1] == mark else (*decimal, whole)
    if (
        digits.count(",") + digits.count(".") == 1
        and digits.replace(",", "").replace(".", "").isdigit()
    ):
        return (Decimal(digits.replace(",", ".")),)
    return (Decimal(re.sub(r"\D", "", digits)),)  # 1.2.3: the same digits on both sides


def dated(written: str) -> list[tuple[int, int]]:
    """Return where the day, the month and the year of a date in figures stand."""
    return [match.span() for match in re.finditer(r"\d+", written)]


def clock(written: str) -> Values:
    """Read a time of day as hours.minutes, by the clock of 24 hours and by that of 12."""
    return half_days(Decimal(written.replace(":", ".")))


def half_days(time: Decimal) -> Values:
    """Return a time with its other reading: 3.30 as 15.30, too."""
    return (time, time + 12 if time < 13 else time - 12)


def roman(written: str) -> Values:
    """Read a Roman figure; nothing where the letters are none."""
    digits = [_ROMAN[letter] for letter in written]
    value = sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))
    return (Decimal(value),) if 0 < value < 40 else ()
