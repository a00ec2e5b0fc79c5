"""The stems that the two Cyrillic orthographies of Belarusian spell differently, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# What stands before a borrowed stem in one word.
PREFIXES = (
    "не|ня|най|за|па|рас|вы|пера|перад|між|па[сз]а|супраць|анты|контр|экс|віцэ|супер|мікра|макра|"
    "радыё|тэле|аўта|мульты|відэа|інтэр|транс|[сз]|пра|до|да|пад|над|экза|электра|гідра|гіда|агра"
)
_AHEAD = re.compile(r"\(\?[^()]*\)|\$")  # the part of a key that only looks at what follows


class Stems(NamedTuple):
    """One direction: what finds a stem, and what each stem becomes."""

    pattern: re.Pattern[str]
    table: tuple[str, ...]  # by the number of the group that matched

    def replaced(self, word: str) -> str:
        """Return a word, in lower case, with its stem in the other spelling."""
        match = self.pattern.match(word)
        if match is None or match.lastindex is None:
            return word
        start, end = match.span(match.lastindex)
        return word[:start] + self.table[match.lastindex - 2] + word[end:]


def _stems(pairs: list[tuple[str, str]]) -> Stems:
    """Compile (pattern, replacement) pairs; of two that match the longer wins."""
    longest = sorted(pairs, key=lambda pair: len(_AHEAD.sub("", pair[0])), reverse=True)
    patterns = "|".join(f"({pattern})" for pattern, _ in longest)
    made = re.compile(rf"(?:({PREFIXES})??)(?:{patterns})")
    return Stems(made, tuple(replacement for _, replacement in longest))


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "stems.toml").read_text("utf-8"))


@cache
def official_stems() -> Stems:
    """Return the stems of Taraškievica, each with the official spelling."""
    both = [
        (there + "".join(_AHEAD.findall(here)), _AHEAD.sub("", here))
        for here, there in _tables()["both"].items()
    ]
    return _stems([*both, *((there, here) for here, there in _tables()["read"].items())])


@cache
def taraskievica_stems() -> Stems:
    """Return the official stems, each with the spelling of Taraškievica."""
    return _stems(list(_tables()["both"].items()))
