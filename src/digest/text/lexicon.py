"""Frequent words of the news that are no cognates, or that Apertium's dictionaries lack.

A line of `ru-be.txt` pairs forms: one, or the infinitive and both third persons of a verb, whose
other persons, past and reflexive are derived. `stem+ending` on both sides is a whole pattern of
declension, of a participle with its short forms.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from digest.text.rows import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Entry = dict[str, str]  # the forms of one word, from one language to the other
# They follow a Belarusian form that is another in Russian: вырашыць as решит, стала as стало,
# знойдзены as найден, the genitive каранавірусу as коронавируса; and Ли is a name, no particle.
FINITE, NEUTER, SHORT, OWNED, NAMED = "\ue002", "\ue003", "\ue007", "\ue008", "\ue009"
MARKS = FINITE + NEUTER + SHORT + OWNED + NAMED

_NEUTER = re.compile("(?:ло|лось|[нт]о)$")
_INFINITIVE = re.compile("(?:ть|ти|чь|ться|тись)$")
# What follows the stem of an infinitive in the past: Russian, Belarusian, Ukrainian.
_PASTS = {
    "ться": "лся лась лось лись",
    "ть": "л ла ло ли",
    "цца": "ўся лася лася ліся",
    "ць": "ў ла ла лі",
    "тися": "вся лася лося лися",
    "ти": "в ла ло ли",
}

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
    ("ь", ""): ("ь я ю ем и ей ям ями ях", " а у ам ы аў ам амі ах"),  # правитель, кіраўнік
    ("ь", "ь"): ("ь и ью ей ям ями ях", "ь і ю ей ям ямі ях"),
    ("ие", "е"): ("ие ия ию ием ии ий иям иями иях", "е я ю ем і яў ям ямі ях"),
    ("ец", "ец"): ("ец ца цу цем це цы цев цам цами цах", "ец ца цу цам цы цы цаў цам цамі цах"),
    ("о", "а"): (" о а у ом е ам ами ах", " а ы е ай е ам амі ах"),
    ("а", "а"): ("а ы у ой ам ами ах", "а ы у ай ам амі ах"),
    ("я", "я"): ("я и ю ей й ям ями ях", "я і ю яй й ям ямі ях"),
    ("ый", "ы"): _HARD,
    ("ый", "і"): _SOFTENED,
    ("ой", "ы"): _STRESSED,
    ("ой", "і"): (_STRESSED[0], "і яга яму ім ім яя юю яе ія іх імі"),
    ("ий", "і"): _AFTER_VELAR,
    ("ий", "ы"): ("ий его ему им ем ая ей ую ее ие их ими", _HARD[1]),
}


@cache
def lexicon(source: str, target: str) -> dict[str, str]:
    """Return the words from one language to the other: ru to and from be and uk; else nothing.

    A Belarusian infinitive is often the third person as well, which then has a mark, `FINITE`; and
    the feminine of the past is the neuter, which has `NEUTER`.
    """
    if (source, target) in {("ru", "be"), ("ru", "uk")}:
        return _merged(_all(f"ru-{target}"))
    if (source, target) in {("be", "ru"), ("uk", "ru")}:
        entries = [_turned(entry) for entry in _all(f"ru-{source}")]
        return _infinitives(entries, _merged(entries))
    return {}


def _infinitives(entries: list[Entry], merged: Entry) -> Entry:
    """Return the words with an infinitive for what is a third person too: спыняцца, спыніцца."""
    for entry in entries:
        for word, other in entry.items() if len(entry) > 1 else ():
            known = merged.get(word, other)
            if _INFINITIVE.search(other) and not _INFINITIVE.search(known):
                merged[word], third = other, known
                merged.setdefault(word + FINITE, third)
    return merged


def _merged(entries: Iterable[Entry]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for entry in entries:
        for word, other in entry.items():
            merged.setdefault(word, other)  # the first word that a line gives stays
    return merged | {word.replace("ё", "е"): other for word, other in merged.items()}


def _turned(entry: Entry) -> Entry:
    """Return the forms the other way, those that mean something else beside it with a mark."""
    neuter = {here: there for here, there in entry.items() if _NEUTER.search(here)}
    entry = {here: there for here, there in entry.items() if here not in neuter}
    for infinitive, its in list(entry.items())[:1]:
        if _INFINITIVE.search(infinitive):
            thirds = {here: its + FINITE for here, there in entry.items() if there == its}
            entry |= thirds | {infinitive: its}
    meanings = Counter(entry.values())
    turned = {
        there: here
        for here, there in reversed(entry.items())  # of вірусам the instrumental, which comes first
        if meanings[there] == 1 or there.endswith("ам")
    }
    rare = {there: here for here, there in neuter.items()}
    return rare | turned | {there + NEUTER: here for there, here in rare.items()}


def _all(pair: str) -> list[Entry]:
    written = list(entries(pair))
    return [*written, *map(_reflexive, written)]


def entries(pair: str) -> Iterator[Entry]:
    """Read the forms of each line of a pair."""
    for here, there in pairs(f"{pair}.txt"):
        yield from _pattern(here, there) if "+" in here else [_forms(here.split(), there)]


def _forms(here: list[str], there: str) -> Entry:
    """Return the one form, or those of a verb; a phrase is joined by _ in Russian."""
    if len(here) == 1:
        return {here[0].replace("_", " "): there}
    forms = dict(zip(here, there.split(), strict=True))
    (infinitive, single, plural), (its, other, others) = forms, forms.values()
    derived = (
        _persons(single, other) | _first(plural, others) | _gerunds(infinitive, plural, others)
    )
    return forms | _past(infinitive, its) | derived


def _persons(single: str, other: str) -> Entry:
    """Return "you" and "we" of a verb by its third person singular, where the stress allows it."""
    for ending, its in (("т", "е"), ("ит", "ыць"), ("ит", "іць")):
        if single.endswith(ending) and re.search(f"[аеёіоуыэюя]{its}$|[ыі]ць$", other):
            stem, root = single.removesuffix("т"), other.removesuffix("ць")
            return {stem + a: root + b for a, b in (("шь", "ш"), ("м", "м"), ("те", "це"))}
    return {}


def _first(plural: str, others: str) -> Entry:
    """Return "I" of a verb by its third person plural: знают, знаю."""
    regular = plural.endswith("ют") and others.endswith("юць")
    return {plural[:-1]: others[:-2]} if regular else {}


def _gerunds(infinitive: str, plural: str, others: str) -> dict[str, str]:
    """Return the gerund of the present, where it is regular: управляя, кіруючы."""
    found = re.fullmatch(r"(\w*)[юя]т(ся)?", plural)
    other = re.fullmatch(r"(\w+[уюая])ц(?:ь|ца)", others)
    if not found or not other or not re.match(f"{found[1]}|\\w+[ое]ва", infinitive):
        return {}
    itself = ("сь", "ся") if found[2] else ("", "")
    both = others.endswith("цца")
    return {f"{found[1]}я{itself[0]}": f"{other[1]}чы{'ся' if both else ''}"}


def _pattern(here: str, there: str) -> Iterator[Entry]:
    yield _declined(here, there)
    participle = re.fullmatch(r"(\w+)(?:(н)н|(т))\+ый", here)
    if participle and there.endswith("+ы"):
        stem, root = "".join(filter(None, participle.groups())), there.removesuffix("+ы")
        other = stem.replace("ё", "е")  # запрещён, запрещена
        yield {stem: root + "ы", other + "а": root + "а"}
        yield {other + "о": root + "а", other + "ы": root + "ы"}


def _declined(here: str, there: str) -> Entry:
    """Return the forms of a noun or an adjective by its pattern."""
    (stem, ending), (other, its) = here.split("+"), there.split("+")
    patterns = _BEFORE_VELAR if other[-1] in "кгх" and ending == "ый" else _PATTERNS[ending, its]
    if (ending, its) == ("ий", "ы") and stem[-1] in "кгх":
        patterns = (_AFTER_VELAR[0], _HARD[1])
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


def _past(russian: str, other: str) -> Entry:
    """Return the past of two verbs that both end regularly; nothing where one of them does not."""
    return dict(zip(_pasts(russian), _pasts(other), strict=False))


def _pasts(infinitive: str) -> list[str]:
    """Return the past of a verb: masculine, feminine, neuter, plural."""
    for ending, pasts in _PASTS.items():
        if infinitive.endswith(ending):
            return [infinitive.removesuffix(ending) + past for past in pasts.split()]
    return []


def _reflexive(entry: Entry) -> Entry:
    """Return the reflexive of a verb, which is its passive: отмечает, отмечается."""
    infinitive, other = next(iter(entry.items()))
    if len(entry) == 1 or not (infinitive.endswith("ть") and other.endswith("ць")):
        return {}
    return {
        word + ("сь" if word[-1] in "аоиею" else "ся"): _with_itself(form)
        for word, form in entry.items()
    }


def _with_itself(form: str) -> str:
    if form.endswith("ць"):
        return form.removesuffix("ць") + "цца"
    return form + ("ся" if form.endswith(("ў", "ла", "лі", "ш", "м", "це", "ю")) else "цца")
