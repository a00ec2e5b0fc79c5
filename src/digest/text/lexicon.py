"""Frequent words of the news that are no cognates, or that Apertium's dictionaries lack.

A line of `ru-be.txt` pairs forms: one, or the infinitive and both third persons of a verb, whose
past and reflexive are derived. `stem+ending` on both sides is a whole pattern of declension.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Entry = dict[str, str]  # the forms of one word, from one language to the other

# What follows the stem of an infinitive in the past: Russian, then Belarusian.
_PAST = (("л", "ў"), ("ла", "ла"), ("ло", "ла"), ("ли", "лі"))
_REFLEXIVE = (("лся", "ўся"), ("лась", "лася"), ("лось", "лася"), ("лись", "ліся"))

# The endings of declensions, by the pair of endings that a line writes.
_HARD = (
    "ый ого ому ым ом ая ой ую ое ые ых ыми",
    "ы ага аму ым ым ая ай ую ае ыя ых ымі",
)
_AFTER_VELAR = (
    "ий ого ому им ом ая ой ую ое ие их ими",
    "і ага аму ім ім ая ай ую ае ія іх імі",
)
_BEFORE_VELAR = (_HARD[0], _AFTER_VELAR[1])
_STRESSED = (
    "ой ого ому ым ом ая ую ое ые ых ыми",
    "ы ага аму ым ым ая ую ае ыя ых ымі",
)
_SOFTENED = (
    "ый ого ому ым ом ая ой ую ое ые ых ыми",
    "і яга яму ім ім яя яй юю яе ія іх імі",
)
_MASCULINE = " а у ом ы ов ам ами ах"
_PATTERNS = {
    ("", ""): (_MASCULINE, " а у ам ы аў ам амі ах"),
    ("", "у"): (_MASCULINE, " у у ам ы аў ам амі ах"),  # a substance or an event: кантэнту
    ("а", "а"): ("а ы у ой ам ами ах", "а ы у ай ам амі ах"),
    ("я", "я"): ("я и ю ей й ям ями ях", "я і ю яй й ям ямі ях"),
    ("ый", "ы"): _HARD,
    ("ый", "і"): _SOFTENED,
    ("ой", "ы"): _STRESSED,
    ("ой", "і"): (_STRESSED[0], "і яга яму ім ім яя юю яе ія іх імі"),
    ("ий", "і"): _AFTER_VELAR,
}


@cache
def lexicon(source: str, target: str) -> dict[str, str]:
    """Return the words from one language to the other: be and ru, uk to ru; else nothing.

    A Belarusian infinitive is often the third person as well; such a form is left out, as it
    would be a guess.
    """
    if (source, target) == ("ru", "be"):
        return _merged(_all("ru-be"))
    if (source, target) in {("be", "ru"), ("uk", "ru")}:
        return _merged(map(_turned, _all(f"ru-{source}")))
    return {}


def _merged(entries: Iterable[Entry]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for entry in entries:
        merged = entry | merged  # the first word that a line gives stays
    return merged | {word.replace("ё", "е"): other for word, other in merged.items()}


def _turned(entry: Entry) -> Entry:
    """Return the forms the other way; of the past in -ла the feminine, not the rare neuter."""
    entry = {here: there for here, there in entry.items() if not here.endswith(("ло", "лось"))}
    meanings = Counter(entry.values())
    return {there: here for here, there in entry.items() if meanings[there] == 1}


def _all(pair: str) -> list[Entry]:
    entries = list(_entries(pair))
    return [*entries, *map(_reflexive, entries)]


def _entries(pair: str) -> Iterator[Entry]:
    text = files("digest.text").joinpath(f"{pair}.txt").read_text("utf-8")
    for line in text.splitlines():
        here, _, there = line.partition(" = ")
        if there and not line.startswith("#"):
            yield _declined(here, there) if "+" in here else _forms(here.split(), there.split())


def _forms(here: list[str], there: list[str]) -> Entry:
    forms = dict(zip(here, there, strict=True))
    return forms | _past(here[0], there[0]) if len(forms) > 1 else forms


def _declined(here: str, there: str) -> Entry:
    """Return the forms of a noun or an adjective by its pattern."""
    (stem, ending), (other, its) = here.split("+"), there.split("+")
    patterns = _BEFORE_VELAR if other[-1] in "кгх" and ending == "ый" else _PATTERNS[ending, its]
    ours, theirs = (endings.split(" ") for endings in patterns)
    forms = {stem + a: other + b for a, b in zip(ours, theirs, strict=True)}
    return {_velar(a, "и"): _velar(b, "і") for a, b in forms.items()} | _located(stem, other, its)


def _velar(form: str, vowel: str) -> str:
    """Return a form without ы after к, г and х, where neither language has it."""
    return re.sub("(?<=[кгх])ы", vowel, form)


def _located(stem: str, other: str, its: str) -> Entry:
    """Return the prepositional singular of a masculine noun, whose stem is softened before е."""
    if its not in {"", "у"}:
        return {}
    soft = {"т": other[:-1] + "це", "д": other[:-1] + "дзе", "р": other + "ы"}
    hard = other + ("у" if other[-1] in "кгх" else "е")
    return {stem + "е": soft.get(other[-1], hard)}


def _past(russian: str, belarusian: str) -> Entry:
    """Return the past of two verbs that both end regularly; nothing where one of them does not."""
    for ending, other, endings in (("ться", "цца", _REFLEXIVE), ("ть", "ць", _PAST)):
        if russian.endswith(ending) and belarusian.endswith(other):
            stem, root = russian.removesuffix(ending), belarusian.removesuffix(other)
            return {stem + ours: root + theirs for ours, theirs in endings}
    return {}


def _reflexive(entry: Entry) -> Entry:
    """Return the reflexive of a verb, which is its passive: отмечает, отмечается."""
    infinitive, other = next(iter(entry.items()))
    if len(entry) == 1 or not (infinitive.endswith("ть") and other.endswith("ць")):
        return {}
    return {
        word + ("сь" if word[-1] in "аои" else "ся"): _with_itself(form)
        for word, form in entry.items()
    }


def _with_itself(form: str) -> str:
    if form.endswith("ць"):
        return form.removesuffix("ць") + "цца"
    return form + ("ся" if form.endswith(("ў", "ла", "лі")) else "цца")
