"""Texts that correct an earlier version of themselves: "This article has been corrected"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EDGE = 4  # paragraphs at either end: nobody corrects himself in the middle of a text


def statement(paragraphs: Sequence[str]) -> str:
    """Return the words that say that an earlier version was wrong; "" where there are none."""
    edges = dict.fromkeys((*paragraphs[:_EDGE], *paragraphs[-_EDGE:]))
    found = filter(None, (_pattern().search(text.casefold()) for text in edges))
    return next((match[0] for match in found), "")


def corrects(text: str) -> bool:
    """Tell whether a text says that it, or the article around it, corrects an earlier one."""
    return bool(_pattern().search(text.casefold()))


def is_correction(title: str, paragraphs: Sequence[str]) -> bool:
    """Tell whether an article corrects what was told before."""
    return corrects(title) or bool(statement(paragraphs))


def is_dated(sentence: str) -> bool:
    """Tell whether a sentence tells what was said before, or was wrong: it may hold no longer."""
    return bool(_earlier().search(sentence.casefold())) or corrects(sentence)


def is_bare(sentence: str) -> bool:
    """Tell whether a sentence says that something was corrected, and not what."""
    return bool(_bare().fullmatch(sentence.casefold()))


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds such words, to the end of their sentence."""
    begins, says = _either("begins"), _either("says")
    note = rf"^\W*(?:{begins})\b[^.:]{{0,40}}:|^\W*(?:{begins})\s*[-–—(.]|\b(?:{says})"
    return re.compile(rf"(?:{note})[^.!?]*")


@cache
def _earlier() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_either('earlier')})\b")


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_either('bare')})\W*")


def _either(kind: str) -> str:
    table = tomllib.loads(files(__package__).joinpath("corrections.toml").read_text("utf-8"))
    return "|".join(re.sub(r"\s*\n\s*", "", said) for said in table[kind].values())
