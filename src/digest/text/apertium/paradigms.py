"""The inflection of Russian and Ukrainian words, read from `paradigms-*.txt`.

A form is known by its slot: `<sg><gen>` of a noun, `f.acc` of an adjective or a participle,
`<p3><pl>` or `<past><f><sg>` of a verb. Variants of a form are parted by a slash, the first of
which is written.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from digest.text.rows import rows

CASES = ("nom", "gen", "dat", "acc", "ins", "loc")
PLACE = {"ru": "prp", "uk": "loc"}  # how Apertium tags the last of them
_PERSONS = tuple(
    f"<{person}><{number}>" for number in ("sg", "pl") for person in ("p1", "p2", "p3")
)
_FUTURE = ("му", "меш", "ме", "мемо", "мете", "муть")
_PARTICIPLE = "<pp>"
_SLOTS = {
    "n": tuple(f"<{number}><{case}>" for number in ("sg", "pl") for case in CASES),
    # Neuters are like masculines but for the nominative; the accusative is nominative or genitive.
    "adj": (
        *("m.nom", "m.gen", "m.dat", "m.ins", "m.loc"),
        *("f.nom", "f.gen", "f.dat", "f.acc", "f.ins", "f.loc"),
        *("nt.nom", "pl.nom", "pl.gen", "pl.dat", "pl.ins"),
    ),
    "vblex": (
        *("<inf>", *_PERSONS),
        *("<past><m><sg>", "<past><f><sg>", "<past><nt><sg>", "<past><mfn><pl>"),
        *("<imp><p2><sg>", "<imp><p2><pl>", "<adv>", _PARTICIPLE),
    ),
}
_PATTERN = {"ru": "новый", "uk": "новий"}  # how participles are inflected

Forms = dict[str, str]  # slot -> form


class Lexeme(NamedTuple):
    """A lemma with its part of speech, the tags that all its forms have, and its forms."""

    lemma: str
    part: str
    kind: str
    forms: Forms


def lexeme(written: str, language: str) -> Lexeme:
    """Return a lexeme by its lemma and a word that is inflected like it: заклад завод."""
    name, _, like = written.partition(" ")
    lemma = name.replace("_", " ")
    if like == "adv":
        return Lexeme(lemma, like, "", {"": lemma})
    pattern = paradigms(language)[like]
    shared = _shared([form for each in pattern.forms.values() for form in each.split("/") if form])
    stem = lemma.removesuffix(pattern.lemma[shared:])
    made = {
        slot: "/".join(stem + form[shared:] for form in each.split("/"))
        for slot, each in pattern.forms.items()
        if each
    }
    lasting = pattern.part == "vblex" and "<impf>" in pattern.kind
    return Lexeme(lemma, pattern.part, pattern.kind, _completed(made, language, lasting=lasting))


@cache
def paradigms(language: str) -> dict[str, Lexeme]:
    """Read the words of one language that others are inflected like, by name."""
    return {
        word.lemma: word._replace(lemma=lemma)
        for word, lemma in map(_paradigm, rows(f"apertium/paradigms-{language}.txt"))
    }


def _paradigm(line: str) -> tuple[Lexeme, str]:
    """Return a pattern under its name, and its lemma."""
    name, head, forms = line.split(" : ")
    part, *tags = head.split()
    words = ["" if form == "-" else form.replace("_", " ") for form in forms.split()]
    named = dict(zip(_SLOTS[part], words, strict=True))
    lemma = next(filter(None, words)).partition("/")[0]
    return Lexeme(name, part, "".join(f"<{tag}>" for tag in tags), named), lemma


def _shared(forms: list[str]) -> int:
    """Return how many letters all forms begin with."""
    first, last = min(forms), max(forms)
    same = (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return next(same, min(len(first), len(last)))


def _completed(forms: Forms, language: str, *, lasting: bool) -> Forms:
    """Return the forms with those that others tell: of a participle, and the future in -му."""
    participle = forms.pop(_PARTICIPLE, "")
    if participle:
        forms |= _declined(participle, language)
    if language == "uk" and lasting:
        forms |= _future(forms["<inf>"].partition("/")[0])
    return forms


def _declined(participle: str, language: str) -> Forms:
    pattern = paradigms(language)[_PATTERN[language]]
    stem = participle[:-2]
    forms = {slot: stem + form[len("нов") :] for slot, form in pattern.forms.items()}
    short = re.sub("нн$", "н", stem)
    rest = re.sub("ён$", "ен", short)  # решён, решена
    if language == "ru":
        return forms | {
            "short.m": short,
            "short.f": rest + "а",
            "short.nt": rest + "о",
            "short.pl": rest + "ы",
        }
    same = {f"short.{head}": forms[f"{head}.nom"] for head in ("m", "f", "pl")}
    return forms | same | {"short.nt": rest + "о"}


def _future(infinitive: str) -> Forms:
    """Return the synthetic future: робитиме, вчитиметься."""
    itself = infinitive.endswith("ся")
    stem = infinitive.removesuffix("ся")
    ends = [("ться" if end == "ме" else "ся") if itself else "" for end in _FUTURE]
    return {
        f"<fut>{person}": stem + future + end
        for person, future, end in zip(_PERSONS, _FUTURE, ends, strict=True)
    }
