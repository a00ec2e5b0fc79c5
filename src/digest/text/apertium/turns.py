"""Reads `turns-uk.toml`: how a turn of Ukrainian is said in Russian, and the other way."""

from __future__ import annotations

import re
import tomllib
from functools import cache, partial
from importlib.resources import files

from digest.text.belarusian.words import cased


def turns(part: str) -> dict[str, str]:
    """Return the words of each turn, as an alternation for a pattern."""
    return {turn: "|".join(map(re.escape, words.split())) for turn, words in _read()[part].items()}


def phrased(text: str, source: str, target: str) -> str:
    """Return a translation with the phrases of its direction as they are said."""
    for pattern, meant in _phrases(f"{source}-{target}"):
        text = pattern.sub(partial(_said, meant), text)
    return text


def _said(meant: str, found: re.Match[str]) -> str:
    return cased(found[0], found.expand(meant))


@cache
def _phrases(pair: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?<![\w’'-]){said}(?![\w’'-])", re.IGNORECASE), meant)
        for said, meant in _read().get(pair, {}).items()
    )


@cache
def _read() -> dict[str, dict[str, str]]:
    text = files("digest.text.apertium").joinpath("turns-uk.toml").read_text("utf-8")
    return tomllib.loads(text)
