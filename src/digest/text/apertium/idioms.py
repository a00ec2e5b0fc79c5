"""Turns of phrase that Apertium translates word by word: `idioms.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, partial
from importlib.resources import files

from digest.text.belarusian.words import cased


def idiomatic(text: str, target: str) -> str:
    """Return a translation with the turns of phrase of its language as they are said."""
    for pattern, said in _phrases(target):
        text = pattern.sub(partial(_said, said), text)
    for pattern, said in _forms(target):
        text = pattern.sub(said, text)
    return text


def _said(said: str, found: re.Match[str]) -> str:
    return cased(found[0], found.expand(said))


@cache
def _phrases(target: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return _table(target, re.IGNORECASE)


@cache
def _forms(target: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return _table(f"{target}-as-written", re.NOFLAG)


def _table(part: str, flags: re.RegexFlag) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the rows of a part, with the words that they name filled in."""
    text = files("digest.text.apertium").joinpath("idioms.toml").read_text("utf-8")
    table = tomllib.loads(text)
    words: dict[str, str] = table["words"]

    def filled(pattern: str) -> str:
        return re.sub(r"<(\w+)>", lambda found: words[found[1]], pattern)

    return tuple(
        (re.compile(rf"(?<!\w){filled(pattern)}(?!\w)", flags), said)
        for pattern, said in table.get(part, {}).items()
    )
