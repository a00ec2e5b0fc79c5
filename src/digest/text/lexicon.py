"""Frequent words of the news that are no cognates, or that Apertium's dictionaries lack."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = dict[str, str]  # the forms of one word, from one language to the other

# What follows the stem of an infinitive in the past: Russian, then Belarusian.
_PAST = (("л", "ў"), ("ла", "ла"), ("ло", "ла"), ("ли", "лі"))
_REFLEXIVE = (("лся", "ўся"), ("лась", "лася"), ("лось", "лася"), ("лись", "ліся"))


@cache
def lexicon(source: str, target: str) -> dict[str, str]:
    """Return the words from one language to the other; nothing for other pairs than be and ru.

    A Belarusian infinitive is often the third person as well; such a form is left out, as it
    would be a guess.
    """
    if (source, target) == ("ru", "be"):
        return _merged(_entries())
    if (source, target) == ("be", "ru"):
        return _merged(map(_turned, _entries()))
    return {}


def _merged(entries: Iterator[Entry]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for entry in entries:
        merged = entry | merged  # the first word that a line gives stays
    return merged | {word.replace("ё", "е"): other for word, other in merged.items()}


def _turned(entry: Entry) -> Entry:
    meanings = Counter(entry.values())
    return {there: here for here, there in entry.items() if meanings[there] == 1}


def _entries() -> Iterator[Entry]:
    text = files("digest.text").joinpath("ru-be.txt").read_text("utf-8")
    for line in text.splitlines():
        here, _, there = line.partition(" = ")
        if there:
            forms = list(zip(here.split(), there.split(), strict=True))
            yield dict(forms) | _past(*forms[0]) if len(forms) > 1 else dict(forms)


def _past(russian: str, belarusian: str) -> Entry:
    """Return the past of two verbs that both end regularly; nothing where one of them does not."""
    for ending, other, endings in (("ться", "цца", _REFLEXIVE), ("ть", "ць", _PAST)):
        if russian.endswith(ending) and belarusian.endswith(other):
            stem, root = russian.removesuffix(ending), belarusian.removesuffix(other)
            return {stem + ours: root + theirs for ours, theirs in endings}
    return {}
