"""Negation: the words that turn a statement into its opposite, and those that imply it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from digest.records import primary
from digest.text.words import stemmer, stopwords, tokens

_NEAR = 3  # words after a negation that it means
_FAR = 5  # words after it that it may mean; it may mean the word before it, too: "found no trace"

_IDIOMS = re.compile(
    r"\b(?:не только|не толькі|не (?:лише|тільки)|nie tylko|not only|nicht nur|тем не менее"
    r"|тым не менш|тим не менш|не менее|не менш|не более|не больш|не більш|no doubt|no\.? ?\d+"
    r"|не выклікае сумнення|без сомнения|няма праблем)",
    re.IGNORECASE,
)  # they say "not" and negate nothing


def negations(text: str, language: str) -> int:
    """Return how many words of a text negate a clause; 0 where we know none of the language."""
    pattern = _pattern(primary(language), implied=False)
    return len(pattern.findall(_IDIOMS.sub(" ", text))) if pattern else 0


def implies_negation(text: str, language: str) -> bool:
    """Tell whether a text says a negation in any way, so that another may say it by "not"."""
    pattern = _pattern(primary(language), implied=True)
    return pattern is None or bool(pattern.search(text))


def polarities(sentence: str, language: str) -> dict[str, set[bool]]:
    """Return for each stem of a sentence whether it is negated; both where one cannot tell."""
    pattern, stem, stop = (
        _pattern(primary(language), implied=False),
        stemmer(language),
        stopwords(language),
    )
    words = tokens(_IDIOMS.sub(" ", sentence))
    negates = [bool(pattern and pattern.fullmatch(word)) for word in words]
    found: dict[str, set[bool]] = {}
    for at, word in enumerate(words):
        if not negates[at] and word not in stop:
            found.setdefault(stem(word), set()).update(_polarity(negates, at))
    return found


def _polarity(negates: list[bool], at: int) -> set[bool]:
    if any(negates[max(0, at - _NEAR) : at]):
        return {True}
    return {True, False} if any(negates[max(0, at - _FAR) : at + 2]) else {False}


@cache
def _pattern(language: str, *, implied: bool) -> re.Pattern[str] | None:
    tables = _tables()
    if language not in tables["negators"]:
        return None
    words = tables["negators"][language] + " " + (tables["implied"][language] if implied else "")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words.split())})(?![\w-])", re.IGNORECASE)


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("digest.text") / "negators.toml").read_text("utf-8"))
