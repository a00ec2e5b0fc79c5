"""Regular columns: what an outlet prints every day under one title, which is no story."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from digest.records import primary
from digest.text.numbers import read
from digest.text.words import tokens

_FOLDED = str.maketrans({"ё": "е", "’": "'", "ʼ": "'"})
_DATE = re.compile(r"(?<!\d)[0-3]\d\.[01]\d(?:\.(?:20)?\d\d)?(?!\d)")
_ISSUE = re.compile(r"[№#]\s?\d")
_FEWEST = 2  # words of a title that say which column it is


def is_column(title: str, language: str) -> bool:
    """Tell whether a title is that of a forecast, of rates, a horoscope or a review of the day."""
    pattern = _patterns().get(primary(language))
    return bool(pattern and pattern.search(title.lower().translate(_FOLDED)))


def frame(title: str, language: str) -> tuple[str, ...]:
    """Return the words of a title around its date or its number; nothing where it has none."""
    numbers = read(title, language)
    marked = _DATE.search(title) or _ISSUE.search(title)
    if not (marked or any(number.month for number in numbers)):
        return ()
    for number in reversed(numbers):
        title = f"{title[: number.start]} {title[number.end :]}"
    words = tuple(tokens(title))
    return words if len(words) >= _FEWEST else ()


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((files("digest.text") / "columns.toml").read_text("utf-8"))
    return {
        language: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, said))})")
        for language, said in table.items()
    }
