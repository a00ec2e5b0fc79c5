"""A number or a name that an article has not, planted in its own sentences as a summary of it.

They are without their second word. That alone is no fault: it shows false alarms. Sentences with
quotations, which may not lose a word, are left out, and those without an end. "Human" is the share
of people's summaries (standfirsts; a few name what the text does not) without such a fault.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from dataclasses import replace
from statistics import mean
from typing import TYPE_CHECKING

from bench.quality.corpus import NAMED, lower, named, rows
from bench.quality.plants import replaced
from digest.gate import Known, check_summary
from digest.records import Article, Briefing, Point, Signature
from digest.text.names import capitalised
from digest.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

INVENTED = frozenset(("name_added", "number_added"))
LANGUAGES = ("en", "ru", "de")


def summaries(data: Path) -> Iterator[tuple[str, float]]:
    """Yield how often what is planted is found, and how often nothing is where nothing is wrong."""
    hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    every = list(rows(data))
    known, german = lower(every), [row for row in every if "de" in row]
    names = {tag: sorted({name for name, _ in named(german, tag, known[tag])}) for tag in NAMED}
    for article, summary in _articles(data):
        language = article.language
        planted = list(_planted(article, names[language]))
        wrong = refused([text for _, text in planted], article)
        for (name, _), found in zip(planted, wrong, strict=True):
            hits[language, name].append(bool(found) != (name == "passing"))
        (found,) = refused([summary], article)
        hits[language, "human"].append(INVENTED.isdisjoint(found))
    for (language, name), values in sorted(hits.items()):
        yield f"summaries {language} {name}", mean(values)


def refused(texts: Sequence[str], article: Article) -> list[set[str]]:
    """Return the kinds of the faults of each text as a point of a summary."""
    made = Briefing(article, article.language, article.title, (), Signature("bench"))
    alone = [replace(made, points=(Point(text, ()),)) for text in texts]
    return [{fault.kind for fault in check_summary(one).points[0]} for one in alone]


def _planted(article: Article, names: list[str]) -> Iterator[tuple[str, str]]:
    known = Known(article)
    strange = [name for name in names if name.lower() not in known.words]
    for sentence in sentences(article)[1:9]:
        if not sentence.endswith(".") or re.search('[«»„“”"]', sentence):
            continue
        words = sentence.split(" ")
        plain = " ".join(words[:1] + words[2:])
        chance = random.Random(sentence)
        yield "passing", plain
        if number := _renumbered(plain, known, chance):
            yield "number", number
        if name := _renamed(plain, strange, chance):
            yield "name", name


def _articles(data: Path) -> Iterator[tuple[Article, str]]:
    for name in ("summarization_fundus_standfirst", "summarization_xlsum_samples"):
        for line in (data / name / "pairs.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["lang"] in LANGUAGES:
                paragraphs = tuple(filter(None, map(str.strip, row["article"].splitlines())))
                article = Article(row["id"], row["title"], paragraphs, row["lang"])
                yield article, row["summary"]


def _renumbered(text: str, known: Known, chance: random.Random) -> str:
    found = list(re.finditer(r"(?<![\d.,])\d+", text))
    if not found:
        return ""
    match = chance.choice(found)
    written = {value for number in known.numbers for value in number.values}
    new = next(n for n in range(int(match[0]) + 1, 10**9) if n not in written)
    return replaced(text, match.span(), str(new))


def _renamed(text: str, strange: list[str], chance: random.Random) -> str:
    found = [n for n in capitalised(text) if not n.initial and len(n.word) > 3]
    if not found or not strange:
        return ""
    old = chance.choice(found)
    return replaced(text, (old.start, old.start + len(old.word)), chance.choice(strange))
