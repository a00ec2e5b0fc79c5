"""Negation: the words that turn a statement into its opposite, and those that imply it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from digest.records import primary
from digest.text.words import stemmer, stopwords, tokens

_NEAR = 2  # words before a word in which a negation means it

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


def polarities(text: str, language: str) -> dict[str, set[bool]]:
    """Return for each stem of a text whether it stands right after a negation, and whether not."""
    pattern, stem, stop = (
        _pattern(primary(language), implied=False),
        stemmer(language),
        stopwords(language),
    )
    found: dict[str, set[bool]] = {}
    before: list[bool] = []
    for word in tokens(_IDIOMS.sub(" ", text)):
        negates = bool(pattern and pattern.fullmatch(word))
        if not negates and word not in stop:
            found.setdefault(stem(word), set()).add(any(before[-_NEAR:]))
        before.append(negates)
    return found


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
