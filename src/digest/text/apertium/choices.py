"""Which of the meanings of a word is meant in the news, where Apertium's first one is another.

After its bilingual dictionary the stream is `^source/target/target$` a word, the likeliest target
first. Debian's rus-bel (0.1.0) takes the first meaning of a dictionary: `случай` becomes `аказія`,
`ответ` a fracture, and every `директор` a woman.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_UNIT = re.compile(
    r"\^((?:[^\\^/<$]|\\.)+)<(\w+)>((?:[^\\/$]|\\.)*)/([^<^$]+)((?:[^\\/$]|\\.)*)[^$]*\$"
)
_REFLEXIVE = re.compile(r"/([^<^/$]+)ць(<vblex>[^/$]*)<pass>(?=[/$])")  # знаходзіцца, not ць
_GENDER = re.compile(r"<(?:mf|mfn|m|f|nt)>")


class Choice(NamedTuple):
    """The Belarusian lemma, and what its tags are: another gender, or others altogether."""

    lemma: str
    gender: str
    tags: str


def chosen(stream: str, source: str, target: str) -> str:
    """Return the stream with the meanings of `choices.txt`; it knows Russian to Belarusian."""
    if (source, target) != ("ru", "be"):
        return stream
    return _UNIT.sub(_unit, stream)


@cache
def choices() -> dict[tuple[str, str], Choice]:
    """Read the choices once: by Russian lemma and part of speech."""
    text = files("digest.text.apertium").joinpath("choices.txt").read_text("utf-8")
    rows = (line.partition(" = ") for line in text.splitlines() if not line.startswith("#"))
    return {_key(here): _choice(there) for here, _, there in rows if there}


def _key(written: str) -> tuple[str, str]:
    lemma, _, part = written.rpartition(" ")
    return lemma, part


def _choice(written: str) -> Choice:
    if written.startswith("<"):
        lemma, _, tags = written[1:].partition(">")
        return Choice(lemma, "", tags)
    lemma, _, gender = written.partition(" ")
    return Choice(lemma, gender, "")


def _unit(found: re.Match[str]) -> str:
    lemma, part, tags, meaning, reading = found.groups()
    choice = choices().get((lemma.lower(), part))
    if choice is None:
        return _REFLEXIVE.sub(r"/\1цца\2", found[0])
    if choice.gender:
        reading = _GENDER.sub(f"<{choice.gender}>", reading, count=1)
    other = choice.lemma.capitalize() if meaning[0].isupper() else choice.lemma
    return f"^{lemma}<{part}>{tags}/{other}{choice.tags or reading}$"
