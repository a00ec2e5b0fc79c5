"""Planted faults that the gate finds in human translations, and its false alarms on them.

The tables of words and all limits of the gate were made while looking at the half of the documents
called "tuning"; "held out" was only measured. All is judged as a night does: sentence by sentence,
with the article and the glossary at hand; faults are planted by a generator seeded with the row's
name. "Passing" are human translations of one sentence that would be shown: a false alarm is one
that would not. References of be and ru are both made from English, so that be-ru pairs differ more
than a direct translation would. "Told" is a fault or a flag.

"Passing by verdicts" counts only the refusals of references that say the same as their source:
`verdicts.py`. What is planted: `plants.py`.
"""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import permutations
from statistics import mean
from typing import TYPE_CHECKING

from bench.quality.corpus import HALVES, LANGUAGES, corpora, half, rows
from bench.quality.inventions import summaries
from bench.quality.negations import flipped
from bench.quality.plants import DOUBTED, PLANTS, Pair
from bench.quality.verdicts import passing
from digest.backends.apertium import Apertium
from digest.backends.langdetect import Profiles
from digest.gate import Aids, check_translation, doubt_translation
from digest.text.glossary import Glossary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.quality.corpus import Corpus

NEGATING = ("uk", "pl", "de")  # where only the flag for negations is measured, from English
EVERY = 2  # every second sentence: all of them take minutes


def scores(data: Path) -> dict[str, float]:
    """Return for each half and target the mean over both sources: of faults found, and passing."""
    found = dict(_translations(data)) | dict(_negations(data))
    return found | dict(_drafts(data)) | dict(summaries(data))


def _translations(data: Path) -> Iterator[tuple[str, float]]:
    refused: dict[str, dict[str, bool]] = {target: {} for target in LANGUAGES}
    shares: dict[str, list[float]] = defaultdict(list)
    for part, corpus in corpora(data):
        for source, target in permutations(LANGUAGES, 2):
            hits = _judged(corpus, source, target)
            for name, values in hits.items():
                shares[f"{part} to {target} {name}"].append(mean(values))
            if part == HALVES[-1]:
                ids = (f"{row['id']} {source}-{target}" for row in corpus.rows[::EVERY])
                told = (not passed for passed in hits["passing"])
                refused[target] |= dict(zip(ids, told, strict=True))
    yield from ((name, mean(values)) for name, values in shares.items())
    for target, share in passing(refused).items():
        yield f"{HALVES[-1]} to {target} passing by verdicts", share


def _judged(corpus: Corpus, source: str, target: str) -> dict[str, list[bool]]:
    """Tell of each reference whether it passes, and of each planted fault whether it is found."""
    hits: dict[str, list[bool]] = defaultdict(list)
    glossary, detect = Glossary.load(), Profiles().detect
    for row in corpus.rows[::EVERY]:
        pair = Pair(row, source, target, corpus)
        aids = Aids(detect, pair.document(source), glossary)
        plain = (row[source], row[target], source, target, aids)
        hits["passing"].append(not check_translation(*plain))
        hits["unflagged"].append(not doubt_translation(*plain))
        for fault, plant in PLANTS.items():
            planted = plant(pair, random.Random(f"{row['id']} {fault}"))
            if planted is None:
                continue
            judge = doubt_translation if fault in DOUBTED else check_translation
            hits[fault].append(bool(judge(*planted, source, target, aids)))
            if fault == "name":
                told = hits[fault][-1] or doubt_translation(*planted, source, target, aids)
                hits["name told"].append(bool(told))
    return hits


def _negations(data: Path) -> Iterator[tuple[str, float]]:
    """Yield how often a "not" too many or too few is flagged, and a reference is not."""
    for part in HALVES:
        every = [row for row in rows(data) if half(row) == part and "pl" in row][::EVERY]
        for target in NEGATING:
            flips = [flipped(row[target], target, random.Random(row["id"])) for row in every]
            pairs = [(row["en"], new) for row, new in zip(every, flips, strict=True) if new]
            yield f"{part} to {target} negation", mean(_doubted(*pair, target) for pair in pairs)
            passed = [not _doubted(row["en"], row[target], target) for row in every]
            yield f"{part} to {target} unflagged", mean(passed)


def _doubted(source_text: str, translated: str, target: str) -> bool:
    return bool(doubt_translation(source_text, translated, "en", target))


def _drafts(data: Path) -> Iterator[tuple[str, float]]:
    """Yield which share of Apertium's drafts is published: sentence, article and glossary known."""
    glossary, detect = Glossary.load(), Profiles().detect
    every = [row for row in rows(data) if row["id"].startswith("ntrex")]
    with Apertium() as engine:
        for source, target in sorted(engine.pairs):
            for part in HALVES:
                mine = [row for row in every if half(row) == part]
                made = engine.translate([row[source] for row in mine], source, target)
                articles: dict[str, str] = defaultdict(str)
                for row in mine:
                    articles[row["group"]] += f"{row[source]}\n"
                passed = []
                for row, draft in zip(mine, made, strict=True):
                    near = Aids(detect, articles[row["group"]], glossary)
                    mended = glossary.repair(draft, target)
                    passed.append(not check_translation(row[source], mended, source, target, near))
                yield f"{part} drafts {source}-{target} passing", mean(passed)
