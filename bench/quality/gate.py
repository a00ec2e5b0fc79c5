"""Planted faults that the gate finds in human translations, and its false alarms on them.

Documents of NTREX and FLORES-200 are parted in two halves by a hash of their name. The tables of
words and all limits of the gate were made while looking at the half called "tuning"; "held out"
was only measured. Faults are planted by a generator seeded with the row's name. A false alarm is
a human translation of one sentence that would not be shown. References of be and ru are both made
from English, so that be-ru pairs differ more than a direct translation would.

"Passing by verdicts" counts only the refusals of references that say the same as their source:
`verdicts.py`.

The faults: a digit changed, added or dropped in a number; another day or year in a date; a proper
name (a word that all of the corpus only writes with a capital, and that sounds like one of the
same sentence in another language) in the place of another from another document, chosen by a hash;
one sentence of three missing from a paragraph; the second half of a sentence missing, where
sentences are translated one by one, and the same with a full stop again; one sentence of three in
the source language, or in Russian for Belarusian and the other way round; the last words again and
again, or a sentence twice; a "not" added or taken away, which the gate only flags. "Told" is a
fault or a flag.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from statistics import mean
from typing import TYPE_CHECKING

from bench.quality.negations import flipped
from bench.quality.reversals import forms_of, reversals
from bench.quality.verdicts import passing
from digest.backends.apertium import Apertium
from digest.backends.langdetect import Profiles
from digest.gate import Aids, Known, check_point, doubt_translation
from digest.gate.translation import faults
from digest.records import Article
from digest.text.glossary import Glossary
from digest.text.names import WORD, adjectival, capitalised
from digest.text.numbers.numerals import month, numerals
from digest.text.senses import institutional
from digest.text.sentences import sentences
from digest.text.sounds import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from bench.quality.reversals import Forms
    from digest.records import Caveat

    Row = dict[str, str]
    Plant = Callable[["Pair", random.Random], tuple[str, str] | None]
    Texts = tuple[str, str, str, str]
    Judge = Callable[[str, str, str, str, Aids], Iterable[Caveat]]

LANGUAGES = ("en", "ru", "be")
NAMED = frozenset((*LANGUAGES, "de"))  # in which names are planted
NEGATING = ("uk", "pl", "de")  # where only the flag for negations is measured, from English
EVERY = 2  # every second sentence: all of them take minutes
FILES = ("translation_ntrex/ntrex", "translation_flores200/flores200_devtest")


@dataclass(frozen=True, eq=False)
class Corpus:
    """The rows of one half, their documents, and of each language the names and the opposites."""

    rows: list[Row]
    documents: dict[str, list[Row]]
    names: dict[str, list[tuple[str, str]]]  # (name, document)
    opposites: dict[str, Forms]

    @cache  # noqa: B019 - there are two
    def named(self, language: str, document: str) -> tuple[set[str], list[str]]:
        """Return the names of a document, and those of all others that it has not."""
        here = {name for name, group in self.names[language] if group == document}
        return here, [name for name, _ in self.names[language] if name not in here]


@dataclass(frozen=True)
class Pair:
    """One row as a translation: three sentences from here on, and the names to plant."""

    row: Row
    source: str
    target: str
    corpus: Corpus

    @property
    def text(self) -> str:
        return self.row[self.target]

    def following(self, language: str) -> list[str]:
        """Return three sentences of the document, or what is left of it."""
        document = self.corpus.documents[self.row["group"]]
        at = document.index(self.row)
        return [row[language] for row in document[at : at + 3]]

    def document(self, language: str) -> str:
        return "\n".join(row[language] for row in self.corpus.documents[self.row["group"]])


def scores(data: Path) -> dict[str, float]:
    """Return for each half and target the mean over both sources: of faults found, and passing."""
    found: dict[str, list[float]] = defaultdict(list)
    for name, value in pairs(data).items():
        half, pair, fault = name.split(": ")
        found[f"{half} to {pair.partition('-')[2]} {fault}"].append(value)
    means = {name: mean(values) for name, values in found.items()}
    for target, share in passing(refusals(data)).items():
        means[f"held out to {target} passing by verdicts"] = share
    return means | dict(_negations(data)) | dict(_drafts(data)) | dict(_summaries(data))


def pairs(data: Path) -> dict[str, float]:
    """Return the shares of faults found, and of references passing, `half: source-target: what`."""
    found: dict[str, float] = {}
    lower = _lower(_rows(data))
    detect = Profiles().detect
    for half in ("tuning", "held out"):
        corpus = _corpus([row for row in _rows(data) if _half(row) == half], lower)
        for source, target in permutations(LANGUAGES, 2):
            for name, value in _scored(corpus, source, target, Aids(detect)).items():
                found[f"{half}: {source}-{target}: {name}"] = value
    return found


def refusals(data: Path) -> dict[str, dict[str, bool]]:
    """Tell by target which references held out a night would refuse: article, glossary known."""
    corpus = _corpus([r for r in _rows(data) if _half(r) == "held out"], _lower(_rows(data)))
    found: dict[str, dict[str, bool]] = {target: {} for target in LANGUAGES}
    detect, glossary = Profiles().detect, Glossary.load()
    for source, target in permutations(LANGUAGES, 2):
        for row in corpus.rows[::EVERY]:
            document = Pair(row, source, target, corpus).document(source)
            near = Aids(detect, document, glossary)
            told = any(faults(row[source], row[target], source, target, near))
            found[target][f"{row['id']} {source}-{target}"] = told
    return found


def _negations(data: Path) -> Iterator[tuple[str, float]]:
    """Yield how often a "not" too many or too few is flagged, and a reference is not."""
    for half in ("tuning", "held out"):
        rows = [row for row in _rows(data) if _half(row) == half and "pl" in row][::EVERY]
        for target in NEGATING:
            flips = [flipped(row[target], target, random.Random(row["id"])) for row in rows]
            pairs = [(row["en"], new) for row, new in zip(rows, flips, strict=True) if new]
            yield f"{half} to {target} negation", mean(_doubted(*pair, target) for pair in pairs)
            passed = [not _doubted(row["en"], row[target], target) for row in rows]
            yield f"{half} to {target} unflagged", mean(passed)


def _doubted(source_text: str, translated: str, target: str) -> bool:
    return bool(doubt_translation(source_text, translated, "en", target))


def _drafts(data: Path) -> Iterator[tuple[str, float]]:
    """Yield which share of Apertium's drafts is published: sentence, article and glossary known."""
    glossary, detect = Glossary.load(), Profiles().detect
    rows = [row for row in _rows(data) if row["id"].startswith("ntrex")]
    with Apertium() as engine:
        for source, target in sorted(engine.pairs):
            for half in ("tuning", "held out"):
                mine = [row for row in rows if _half(row) == half]
                made = engine.translate([row[source] for row in mine], source, target)
                articles: dict[str, str] = defaultdict(str)
                for row in mine:
                    articles[row["group"]] += f"{row[source]}\n"
                passed = []
                for row, draft in zip(mine, made, strict=True):
                    near = Aids(detect, articles[row["group"]], glossary)
                    mended = glossary.repair(draft, target)
                    passed.append(not any(faults(row[source], mended, source, target, near)))
                yield f"{half} drafts {source}-{target} passing", mean(passed)


def _summaries(data: Path) -> Iterator[tuple[str, float]]:
    """Plant a number of another article, or a name of NTREX, in an article's own sentences.

    They are without their second word. That alone is no fault: it shows false alarms. Sentences
    with quotations, which may not lose a word, are left out, and those without an end.
    """
    hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    lower, rows = _lower(_rows(data)), [row for row in _rows(data) if "de" in row]
    names = {tag: sorted({name for name, _ in _named(rows, tag, lower[tag])}) for tag in NAMED}
    for article in _articles(data):
        known = Known(article)
        strange = [name for name in names[article.language] if name.lower() not in known.words]
        for sentence in sentences(article)[1:9]:
            if not sentence.endswith(".") or re.search('[«»„“”"]', sentence):
                continue
            words = sentence.split(" ")
            plain = " ".join(words[:1] + words[2:])
            chance = random.Random(sentence)
            planted = {"passing": plain, "number": _renumbered(plain, known, chance)}
            planted["name"] = _renamed(plain, strange, chance)
            for name, text in planted.items():
                if text:
                    wrong = bool(check_point(text, known, article.language))
                    hits[article.language, name].append(wrong != (name == "passing"))
    for (language, name), values in sorted(hits.items()):
        yield f"summaries {language} {name}", sum(values) / len(values)


def _articles(data: Path) -> Iterator[Article]:
    for name in ("summarization_fundus_standfirst", "summarization_xlsum_samples"):
        for line in (data / name / "pairs.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["lang"] in ("en", "ru", "de"):
                paragraphs = tuple(filter(None, map(str.strip, row["article"].splitlines())))
                yield Article(row["id"], row["title"], paragraphs, row["lang"])


def _renumbered(text: str, known: Known, chance: random.Random) -> str:
    found = list(re.finditer(r"(?<![\d.,])\d+", text))
    if not found:
        return ""
    match = chance.choice(found)
    written = {value for number in known.numbers for value in number.values}
    new = next(n for n in range(int(match[0]) + 1, 10**9) if n not in written)
    return _replaced(text, match.span(), str(new))


def _renamed(text: str, strange: list[str], chance: random.Random) -> str:
    found = [n for n in capitalised(text) if not n.initial and len(n.word) > 3]
    if not found or not strange:
        return ""
    old = chance.choice(found)
    return _replaced(text, (old.start, old.start + len(old.word)), chance.choice(strange))


def _scored(corpus: Corpus, source: str, target: str, aids: Aids) -> dict[str, float]:
    hits: dict[str, list[bool]] = defaultdict(list)
    for row in corpus.rows[::EVERY]:
        pair = Pair(row, source, target, corpus)
        near = Aids(aids.detect, pair.document(source))
        plain = (row[source], row[target], source, target)
        for name, judge in (("passing", faults), ("unflagged", doubt_translation)):
            told, told_near = _judged(judge, plain, aids, near)
            hits[name].append(not told)
            hits[f"{name} in context"].append(not told_near)
        for fault, plant in PLANTS.items():
            planted = plant(pair, random.Random(f"{row['id']} {fault}"))
            if planted is None:
                continue
            texts = (*planted, source, target)
            if fault in DOUBTED:
                hits[fault].append(bool(doubt_translation(*texts)))
            elif fault == "name":
                caught, caught_near = _judged(faults, texts, aids, near)
                hits["name"].append(caught)
                hits["name in context"].append(caught_near)
                told = caught_near or bool(doubt_translation(*texts, near))
                hits["name told in context"].append(told)
            else:
                hits[fault].append(any(faults(*texts, aids)))
    return {name: sum(values) / len(values) for name, values in hits.items()}


def _judged(judge: Judge, texts: Texts, alone: Aids, near: Aids) -> tuple[bool, bool]:
    """Tell whether anything is said without and with the article."""
    return any(judge(*texts, alone)), any(judge(*texts, near))


def _number(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    found = list(re.finditer(r"\d+", pair.text))
    if not found:
        return None
    match = chance.choice(found)
    digits = match[0]
    decimal = pair.text[: match.start()].endswith((".", ","))
    options = [str(int(digits) + chance.choice((1, 2, 7))), chance.choice("123456789") + digits]
    if not decimal:  # 7,5 and 7,50 are the same
        options.append(digits + "0")
    return pair.row[pair.source], _replaced(pair.text, match.span(), chance.choice(options))


def _date(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    """Change the day before a month's name, the year after it, or the month."""
    for match in WORD.finditer(pair.text):
        if month(match[0], pair.target) is None:
            continue
        beside = re.search(r"(\d{1,2})\W{1,2}$", pair.text[: match.start()])
        if beside and chance.random() < 0.5:
            day = str(int(beside[1]) % 28 + 1)
            return pair.row[pair.source], _replaced(pair.text, beside.span(1), day)
        year = re.match(r"\W{1,3}((?:19|20)\d\d)\b", pair.text[match.end() :])
        if year:
            at = match.end() + year.start(1)
            return pair.row[pair.source], _replaced(pair.text, (at, at + 4), str(int(year[1]) + 1))
        others = [m for m in numerals(pair.target).months if len(m) > 3]
        if beside and len(others) > 1:
            wrong = [m for m in others if month(m, pair.target) != month(match[0], pair.target)]
            return pair.row[pair.source], _replaced(pair.text, match.span(), chance.choice(wrong))
    return None


def _name(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    here, others = pair.corpus.named(pair.target, pair.row["group"])
    found = [n for n in capitalised(pair.text) if not n.initial and n.word in here]
    if not found:
        return None
    old = chance.choice(found)
    strange = [name for name in others if name[:3] != old.word[:3]]
    new = min(strange, key=lambda name: hashlib.sha1(f"{pair.text}{name}".encode()).digest())
    span = (old.start, old.start + len(old.word))
    return pair.row[pair.source], _replaced(pair.text, span, new)


def _dropped(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    if len(targets) < 3:
        return None
    del targets[chance.randrange(3)]
    return " ".join(sources), " ".join(targets)


def _by_sentence(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    """Take one of three sentences that went to the engine one by one, and lose its second half."""
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    if len(targets) < 3:
        return None
    at = chance.randrange(3)
    words = targets[at].split()
    return sources[at], " ".join(words[: len(words) // 2])


def _ended(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    """Do the same, and end what is left with the sentence's own full stop."""
    made = _by_sentence(pair, chance)
    return made and (made[0], f"{made[1].rstrip('.,;:—–-')}.")


def _emptied(pair: Pair, _: random.Random) -> tuple[str, str]:
    """Drop the only sentence: the pipeline translates sentence by sentence."""
    return pair.row[pair.source], ""


def _foreign(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    if len(targets) < 3:
        return None
    at = chance.randrange(3)
    targets[at] = sources[at]
    return " ".join(sources), " ".join(targets)


def _sibling(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    sibling = {"be": "ru", "ru": "be"}.get(pair.target)
    if sibling is None:
        return None
    sources, targets = pair.following(pair.source), pair.following(pair.target)
    at = chance.randrange(len(targets))
    targets[at] = pair.following(sibling)[at]
    return " ".join(sources), " ".join(targets)


def _loop(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    words = pair.text.split()
    if len(words) < 6:
        return None
    if chance.random() < 0.5:
        return pair.row[pair.source], f"{pair.text} {pair.text}"
    return pair.row[pair.source], pair.text + f" {' '.join(words[-chance.randint(1, 5) :])}" * 6


def _negation(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    made = flipped(pair.text, pair.target, chance)
    return (pair.row[pair.source], made) if made else None


def _opposite(pair: Pair, chance: random.Random) -> tuple[str, str] | None:
    made = list(reversals(pair.text, pair.target, pair.corpus.opposites[pair.target]))
    return (pair.row[pair.source], chance.choice(made)) if made else None


DOUBTED = frozenset(("negation", "opposite"))  # told, not refused
PLANTS: dict[str, Plant] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "dropped of three": _dropped,
    "emptied": _emptied,
    "halved": _by_sentence,
    "halved and ended": _ended,
    "foreign": _foreign,
    "sibling": _sibling,
    "loop": _loop,
    "negation": _negation,
    "opposite": _opposite,
}


def _replaced(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _half(row: Row) -> str:
    return ("tuning", "held out")[int(hashlib.sha1(row["group"].encode()).hexdigest(), 16) % 2]


def _rows(data: Path) -> Iterator[Row]:
    for name in FILES:
        for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)


def _lower(rows: Iterator[Row]) -> dict[str, set[str]]:
    """Return the words that the corpus writes without a capital: no proper names."""
    found: dict[str, set[str]] = {language: set() for language in NAMED}
    for row in rows:
        for language in row.keys() & NAMED:
            small = (word for word in WORD.findall(row[language]) if word[0].islower())
            found[language].update(small)
    return found


def _corpus(rows: list[Row], lower: dict[str, set[str]]) -> Corpus:
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        documents[row["group"]].append(row)
    names = {language: list(_named(rows, language, lower[language])) for language in LANGUAGES}
    forms = {
        language: forms_of([row[language] for row in rows], language) for language in LANGUAGES
    }
    return Corpus(rows, documents, names, forms)


def _named(rows: list[Row], language: str, lower: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of the rows, each with its document: what another language names alike."""
    other = "ru" if language == "en" else "en"
    for row in rows:
        theirs = [name.word for name in capitalised(row[other]) if not name.initial]
        for name in capitalised(row[language]):
            proper = not name.initial and _proper(name.word, language, lower)
            if proper and any(alike(name.word, word) for word in theirs):
                yield name.word, row["group"]


def _proper(word: str, language: str, lower: set[str]) -> bool:
    """Tell whether a word is a name that has to be a name in any other language, too."""
    bare = re.sub("['’]s$", "", word)
    plain = bare.lower()
    return not (
        len(word) < 4
        or bare.isupper()
        or plain in lower
        or (language in {"be", "ru"} and word.isascii())
        or institutional(word, language)
        or adjectival(word, language)
        or plain.endswith("day")
        or month(bare, language) is not None
    )
