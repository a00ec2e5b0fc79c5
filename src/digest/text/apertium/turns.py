"""Reads `turns-uk.toml`: the words that decide how a turn of Ukrainian or Russian is said."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def turns() -> dict[str, dict[str, str]]:
    """Return the words of each turn, as an alternation for a pattern, by part and by turn."""
    text = files("digest.text.apertium").joinpath("turns-uk.toml").read_text("utf-8")
    return {
        part: {turn: "|".join(map(re.escape, words.split())) for turn, words in table.items()}
        for part, table in tomllib.loads(text).items()
    }
