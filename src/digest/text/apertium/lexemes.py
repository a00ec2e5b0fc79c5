"""Words with their inflection that Apertium's dictionaries of Russian and Ukrainian lack.

A lexeme that its analyser does not know gets its readings here, so that its rules see the case and
the gender of it; after the bilingual dictionary it becomes the lemma of the other language, and
before the generator the form that the rules have chosen.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from digest.text.apertium.paradigms import CASES, PLACE, Lexeme, lexeme
from digest.text.belarusian.words import cased
from digest.text.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGES = frozenset({"ru", "uk"})
_WORD = re.compile(r"\^([^/$^]+)/([^$]*)\$")
_UNIT = re.compile(r"\^([^/<$^]+)<(\w+)>([^/$]*)/[^$]*\$")
_LEMMA = re.compile(r"~?\^@?([^*<^$]+)<(\w+)>((?:<\w+>)*)\$")
_GENDER = re.compile("^<(?:m|f|nt|mf|mfn)><(?:aa|nn|an)>")
_KIND = re.compile(r"(<(?:adj|pasv|ord|dem|pos|ind|def)>)<(?:m|f|nt|mfn)><(?:an|aa|nn)><(?:sg|pl)>")
_BESIDE = re.compile(
    r"(?P<adjectives>(?:~?\^[^*<^$]+<(?:adj|det|vblex)>(?:<\w+>)*<(?P<case>\w+)>\$ )"
    r"(?:~?\^[^*<^$]+<(?:adj|det)>(?:<\w+>)*<(?P=case)>\$ )*)"
    r"(?P<noun>~?\^@?[^*<^$]+<n><(?P<gender>m|f|nt|mfn)><(?P<animacy>nn|aa)>"
    r"<(?P<number>sg|pl)><(?P=case)>\$)"
)
_IN = re.compile(r"\^(?:в|на)<pr>\$ (?:(?!<pr>)[^.]){0,80}$", re.IGNORECASE)
_TWO = re.compile(r"\^((?:сам|так|более|бол|больш)\w*)/[^$]*\$ \^(\w+)/[^$]*\$", re.IGNORECASE)
_NUMBER = re.compile(r"<num>[^$]*\$ (?:\^[^$]*<adj>[^$]*\$ )?$")
_NEAR = 200  # characters of the stream
_NOUN = re.compile(r" \^[^/$]+/[^$]*<n>")
_PERSON = re.compile("<p[123]>")
_INFLECTED = re.compile("<(?:sg|pl)>|<(?:nom|gen|dat|acc|ins|loc|prp)>")


def analysed(analysis: str, source: str, target: str, spoiled: re.Pattern[str]) -> str:
    """Return an analysis with readings for the words that have none but spoiled ones."""
    if {source, target} != _LANGUAGES:
        return analysis
    known = _readings(source)

    def unit(found: re.Match[str]) -> str:
        surface, readings = found.groups()
        ours = known.get(_plain(surface))
        if not ours:
            return found[0]
        if all(_useless(reading, spoiled) for reading in readings.split("/")):
            return f"^{surface}/{'/'.join(ours)}$"
        if not surface[0].isupper() or "<np>" in readings or _NOUN.match(found.string, found.end()):
            return found[0]
        names = [reading for reading in ours if reading[0].isupper()]  # мер Донецька
        return f"^{'/'.join([surface, readings, *names])}$"

    return _WORD.sub(unit, _joined(analysis, source))


def _joined(analysis: str, source: str) -> str:
    """Return the analysis with two words as one where a lexeme has both: самый важный."""
    known = _readings(source)

    def both(found: re.Match[str]) -> str:
        phrase = f"{found[1]} {found[2]}"
        return f"^{phrase}/*{phrase}$" if phrase.lower() in known else found[0]

    return _TWO.sub(both, analysis)


def _plain(word: str) -> str:
    return re.sub("[’ʼ]", "'", word.lower())


def _useless(reading: str, spoiled: re.Pattern[str]) -> bool:
    return reading.startswith("*") or bool(spoiled.search(reading))


def translated(stream: str, source: str, target: str) -> str:
    """Return the stream after the bilingual dictionary with the lexemes in the other language."""
    if {source, target} != _LANGUAGES:
        return stream
    known, here = _meanings(source), _lexemes(source)

    def unit(found: re.Match[str]) -> str:
        lemma, part, tags = found.groups()
        other = known.get((_plain(lemma), part))
        if other is None:
            return found[0]
        told = _GENDER.sub(other.kind, tags) if part == "n" else tags
        if part == "n" and "<sg><nom>" not in other.forms:  # доба, сутки
            told = told.replace("<sg>", "<pl>")
        elif _always_many(here.get((_plain(lemma), part))) and not _counted(found):
            told = told.replace("<pl>", "<sg>")
        told = told.replace(f"<{PLACE[source]}>", f"<{PLACE[target]}>").replace("<sint>", "")
        return f"^{lemma}<{part}>{tags}/{cased(lemma, other.lemma)}<{part}>{told}$"

    return _UNIT.sub(unit, stream)


def _always_many(word: Lexeme | None) -> bool:
    return word is not None and word.part == "n" and "<sg><nom>" not in word.forms


def _counted(found: re.Match[str]) -> bool:
    return bool(_NUMBER.search(found.string[max(0, found.start() - _NEAR) : found.start()]))


def inflected(stream: str, source: str, target: str) -> str:
    """Return the stream before the generator with the lexemes in their forms, in superblanks."""
    if {source, target} != _LANGUAGES:
        return stream
    known = _lexemes(target)

    def unit(found: re.Match[str]) -> str:
        lemma, part, tags = found.groups()
        ours = known.get((_plain(lemma), part))
        form, _, other = (
            ours.forms.get(_slot(part, tags), "").partition("/") if ours else ("", "", "")
        )
        if other and "<prp>" in tags and _IN.search(found.string, 0, found.start()):
            form = other  # в лесу, о лесе
        return f"[{cased(lemma, form)}]" if form else found[0]

    return _LEMMA.sub(unit, agreeing(stream))


def agreeing(stream: str) -> str:
    """Return the stream with adjectives in the gender of their noun now: кримінальна справа."""
    return _BESIDE.sub(_agreeing, stream)


def _agreeing(found: re.Match[str]) -> str:
    gender = "mfn" if found["number"] == "pl" else found["gender"]
    told = found["case"] == "acc" and gender in ("m", "mfn")
    animacy = found["animacy"] if told else "an"
    kind = f"<{gender}><{animacy}><{found['number']}>"
    return _KIND.sub(rf"\1{kind}", found["adjectives"]) + found["noun"]


def _slot(part: str, tags: str) -> str:
    """Return where a form stands in its paradigm, by the tags of the transfer."""
    if part == "n":
        return "".join(_INFLECTED.findall(tags)).replace("<prp>", "<loc>")
    if part == "adj" or "<pp><pasv>" in tags:
        return _adjectival(set(re.findall(r"<(\w+)>", tags)))
    for sign in ("<inf>", "<adv>"):
        if sign in tags:
            return sign
    if past := re.search("<past><(?:m|f|nt)><sg>", tags):
        return past[0]
    if "<past>" in tags:
        return "<past><mfn><pl>"
    person = re.search("(?:<imp>)?<p[123]><(?:sg|pl)>", tags)
    return person[0] if person else ""


def _adjectival(tags: set[str]) -> str:
    head = "pl" if "pl" in tags else next((g for g in ("m", "f", "nt") if g in tags), "m")
    if "short" in tags:
        return f"short.{head}"
    case = "loc" if "prp" in tags else next((case for case in CASES if case in tags), "nom")
    if case == "acc" and head != "f":
        case = "gen" if "aa" in tags and head != "nt" else "nom"
    if head == "nt" and case != "nom":
        head = "m"
    return f"{head}.{'gen' if head == 'pl' and case == 'loc' else case}"


@cache
def _readings(source: str) -> dict[str, tuple[str, ...]]:
    """Return what each form of the source may be: its lemma with tags."""
    known: dict[str, dict[str, None]] = {}
    for here, _ in _pairs(source):
        for form, reading in _read(here, source):
            known.setdefault(form.lower(), {})[reading] = None
            known.setdefault(form.lower().replace("ё", "е"), {})[reading] = None
    return {form: tuple(readings) for form, readings in known.items()}


def _read(word: Lexeme, language: str) -> Iterator[tuple[str, str]]:
    start = f"{word.lemma}<{word.part}>{word.kind}"
    for slot, forms in word.forms.items():
        if slot == "short.nt" and language == "uk":  # `_said`
            continue
        for form in forms.split("/"):
            for tags in _tags(word, slot, PLACE[language]):
                yield form, start + tags


def _tags(word: Lexeme, slot: str, place: str) -> Iterator[str]:
    """Return the tags of a form as Apertium's analyser writes them."""
    lasting = "<perf>" not in word.kind
    if word.part == "vblex" and "." in slot:
        yield from ("<pp><pasv>" + tags for tags in _cased(slot, place))
    elif "." in slot:
        yield from _cased(slot, place)
    elif slot == "<adv>":
        yield "<pprs><adv>" if lasting else "<pp><adv>"
    elif _PERSON.match(slot):
        yield ("<pres>" if lasting else "<fut>") + slot
    else:
        yield slot.replace("<loc>", f"<{place}>")


def _cased(slot: str, place: str) -> Iterator[str]:
    """Return the genders, numbers and cases that one form of an adjective has."""
    head, _, case = slot.partition(".")
    if head == "short":
        yield "<short><mfn><pl>" if case == "pl" else f"<short><{case}><sg>"
        return
    number = "pl" if head == "pl" else "sg"
    genders = {"m": ("m",) if case == "nom" else ("m", "nt"), "pl": ("mfn",)}.get(head, (head,))
    for gender in genders:
        yield f"<{gender}><an><{number}><{case.replace('loc', place)}>"
        if case == "nom" and gender != "f":
            yield f"<{gender}><{'an' if gender == 'nt' else 'nn'}><{number}><acc>"
        if case == "gen" and gender in ("m", "mfn"):
            yield f"<{gender}><aa><{number}><acc>"
        if head == "pl" and case == "gen":
            yield f"<mfn><an><pl><{place}>"


@cache
def _meanings(source: str) -> dict[tuple[str, str], Lexeme]:
    """Return what each lemma is in the other language; the first that a line gives."""
    known: dict[tuple[str, str], Lexeme] = {}
    for here, there in _pairs(source):
        known.setdefault((here.lemma.lower(), here.part), there)
    return known


@cache
def _lexemes(language: str) -> dict[tuple[str, str], Lexeme]:
    """Return the lexemes of a language that something is translated into."""
    pairs = _pairs("uk" if language == "ru" else "ru")
    return {(word.lemma.lower(), word.part): word for _, word in pairs}


def _pairs(source: str) -> Iterator[tuple[Lexeme, Lexeme]]:
    other_way = {"ru": "<", "uk": ">"}[source]
    for russian, sign, ukrainian in _rows():
        if sign != other_way:
            pair = (russian, ukrainian) if source == "ru" else (ukrainian, russian)
            yield pair
            yield from _said(*pair) if source == "uk" else ()


@cache
def _doings() -> dict[str, Lexeme]:
    said = (word for word in _lexemes("ru").values() if word.part == "vblex")
    return {word.forms["short.nt"]: word for word in said if "short.nt" in word.forms}


def participial(lemma: str) -> bool:
    """Tell whether a Russian verb has a passive participle here."""
    known = _lexemes("ru").get((lemma.lower(), "vblex"))
    return known is not None and "m.nom" in known.forms


def done(neuter: str) -> dict[str, str]:
    """Return the short forms of a Russian participle by gender, by the neuter one: создано."""
    forms = _doings()[neuter].forms if neuter in _doings() else {}
    return {slot.removeprefix("short."): form for slot, form in forms.items() if "short" in slot}


def _said(*pair: Lexeme) -> Iterator[tuple[Lexeme, Lexeme]]:
    """Return what was done without a doer, where both verbs have it: зроблено, сделано."""
    forms = [word.forms.get("short.nt", "") for word in pair]
    if all(forms):
        here, there = (Lexeme(form, "adv", "", {"": form}) for form in forms)
        yield here, there


@cache
def _rows() -> tuple[tuple[Lexeme, str, Lexeme], ...]:
    """Read the pairs of lexemes once; `<` and `>` lead one way only."""
    written = (re.split(" ([=<>]) ", row) for row in rows("apertium/lexemes-ru-uk.txt"))
    return tuple((lexeme(here, "ru"), sign, lexeme(there, "uk")) for here, sign, there in written)
