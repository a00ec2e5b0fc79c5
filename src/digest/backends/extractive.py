"""Briefings made of an article's own sentences, verbatim: nothing in them can be invented.

`digest.text.statements.salience` says how much of the article each sentence tells. The points are
chosen by maximal marginal relevance: one that repeats a chosen sentence counts less, and one that
cannot stand alone (a caption, a question, "he said") serves only where nothing else is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from digest import __version__
from digest.records import Briefing, Failure, Point, Signature, caveat
from digest.text.numbers.toll import tells_toll
from digest.text.orphans import leans
from digest.text.sentences import balanced, placed
from digest.text.statements.asides import is_aside
from digest.text.statements.corrections import corrects, is_bare
from digest.text.statements.frames import (
    announces,
    claims,
    denies,
    framed,
    once_opened,
    still_open,
)
from digest.text.statements.instructions import instructs
from digest.text.statements.salience import EARLY, WEIGHTS, aspects, salience
from digest.text.statements.voices import is_nameless, spoken
from digest.text.words import stems, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from digest.records import Article

    Floats = NDArray[np.float64]

REPEAT = 2.0  # what a sentence loses that has all its words in common with a chosen one
SHORTEST, LONGEST = 6, 60  # words of a sentence that makes a good point
ENDLESS = 120  # words of a sentence that is told up to a clause: laws and sentences of courts
# Of a news report, where so much of the text is no more to the point than its beginning, what is
# needed first is told wherever there is room for so many points.
ROOM, NEWS = 3, 0.8
NEEDED = 200  # more than UNCLEAN: the denial of a charge may be short
UNCLEAN = 100  # what a sentence that cannot stand alone loses
ENOUGH = 2  # points that say what happened
FIRST = 6  # sentences that may say who came to harm; what follows is background
HEADLINE = 100  # letters of a headline made from the text
_END = re.compile(r"[.!…。！।]\W*$")
_WORD = re.compile(r"\S+")
_CLAUSE = re.compile(r"(?:\s[—–-]\s|[,;:，；])")


@dataclass(frozen=True, slots=True)
class Unit:
    """What can become a point: a sentence, or two: a quotation, a claim and who makes it."""

    text: str
    evidence: tuple[int, ...]
    words: frozenset[str]
    told: bool  # states something that the title does not
    clean: bool  # states it so that it can stand alone
    leans: bool = False  # goes on with the sentence before: with what it names, or quotes


class Extractive:
    """The default summarizer: needs no model, works in every language."""

    def __init__(self, weights: Sequence[float] = WEIGHTS) -> None:
        self.weights = weights

    @property
    def signature(self) -> Signature:
        """Name the engine; its revision is that of the program."""
        return Signature("extractive", revision=__version__)

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        """Return a briefing for each article, or a failure where it has no sentence."""
        return [_briefing(article, points, self.weights) for article in articles]


def _briefing(article: Article, points: int, weights: Sequence[float]) -> Briefing | Failure:
    bad = {n for n, paragraph in enumerate(article.text) if instructs(paragraph)}
    if article.is_headline and not bad:
        return Briefing(article, article.language, article.title, (), Extractive().signature)
    units = _for_readers(quotable(article), article, bad)
    if not units:
        return Failure(article.id, "summarize", "the article has no sentence to quote")
    seen = judged(units, article)
    scores = salience(seen, weights)
    scores[[_amends(unit.text, article) for unit in units]] += 1000
    scores[_denied(units, article)] += NEEDED
    if points >= ROOM and seen[0, EARLY] >= NEWS:
        scores[_needed(units, article)] += NEEDED
    chosen = _choose(scores, units, points)
    told = [units[index] for index in sorted(chosen)]
    told.sort(key=lambda unit: not _amends(unit.text, article))  # what was wrong stands first
    quoted = tuple(Point(_told(unit.text), unit.evidence) for unit in told)
    title = "" if instructs(article.title) else article.title.strip()
    warnings = () if title else (caveat("untitled"),)
    if left_out := len(bad) + instructs(article.title):
        warnings = (*warnings, caveat("instructions", count=left_out))
    headline, made_by = title or _headline(units), Extractive().signature
    return Briefing(article, article.language, headline, quoted, made_by, warnings=warnings)


def _for_readers(units: list[Unit], article: Article, bad: Collection[int]) -> list[Unit]:
    """Leave out the paragraphs that speak to machines, or only the sentences if nothing is left."""
    if not bad:
        return units
    places = [place for place, _ in placed(article)]
    kept = [unit for unit in units if places[unit.evidence[0]] not in bad]
    return kept or [unit for unit in units if not instructs(unit.text)]


def quotable(article: Article) -> list[Unit]:
    """Return what can be quoted, in order; a quotation over two sentences is one unit."""
    where = placed(article)
    places, texts = [place for place, _ in where], [text for _, text in where]
    title = frozenset(stems(article.title, article.language))
    turns = spoken(article.text, article.language)
    within = framed(texts, places, article.language)
    units: list[Unit] = []
    once = once_opened(texts, places)
    index, open_quote = 0, ""
    while index < len(texts):
        both = " ".join(texts[index : index + 2])
        same = index + 1 < len(texts) and places[index] == places[index + 1]
        spans = not open_quote and not balanced(texts[index]) and balanced(both)
        pair = same and (spans or announces(texts[index], article.language))
        text, evidence = (both, (index, index + 1)) if pair else (texts[index], (index,))
        if len(tokens(text)) > 1:
            words = frozenset(stems(text, article.language))
            nameless = is_nameless(text, article.language, turn=places[index] in turns)
            idle = words <= title or nameless or is_aside(text) or is_bare(text)
            told = not (idle or within.issuperset(evidence)) or _amends(text, article)
            leaning = leans(text, article.language) or bool(open_quote and not balanced(text))
            clean = told and not open_quote and not leaning and _clean(text)
            units.append(Unit(text, evidence, words, told, clean, leaning))
        open_quote = still_open(open_quote, " ".join(once[n] for n in evidence))
        index += len(evidence)
    return units


def _is_scrap(text: str) -> bool:
    """Tell whether a few words are no sentence: an agency, an author, a link."""
    return len(tokens(text)) < SHORTEST and not _END.search(text)


def _clean(text: str) -> bool:
    """Tell whether a sentence is whole, and of a length for a point."""
    return SHORTEST <= len(tokens(text)) <= LONGEST and bool(_END.search(text)) and balanced(text)


def _amends(text: str, article: Article) -> bool:
    """Tell whether a sentence says what an earlier version, which readers may have, had wrong."""
    is_news = any(each.kind == "corrected" for each in article.warnings)
    return is_news and corrects(text) and not is_bare(text)


def _needed(units: Sequence[Unit], article: Article) -> list[int]:
    """Return the lead, whose few words may be like no others, and who came to harm, if any say."""
    clean = [index for index, unit in enumerate(units[:FIRST]) if unit.clean]
    hurt = (index for index in clean if tells_toll(units[index].text, article.language))
    return [*(index for index in clean if index == 0), *islice(hurt, 1)]


def _denied(units: Sequence[Unit], article: Article) -> list[int]:
    """Return what prosecutors claim, and who denies it: readers must know of both or of neither."""
    told = [(n, unit.text) for n, unit in enumerate(units) if unit.told]
    claim = [n for n, text in told if claims(text, article.language)][:1]
    denial = [n for n, text in told if denies(text, article.language)][:1]
    if not (claim and denial):
        return []
    return denial if units[denial[0]].leans else [*claim, *denial]


def judged(units: Sequence[Unit], article: Article) -> Floats:
    """Return the aspects of what can be quoted; the first good unit is the lead."""
    lead = next((index for index, unit in enumerate(units) if unit.clean), 0)
    return aspects([unit.text for unit in units], article.title, article.language, lead)


def _choose(scores: Floats, units: Sequence[Unit], points: int) -> list[int]:
    """Pick greedily by maximal marginal relevance; a sentence that is not clean comes last.

    Where none is clean, as in a poem or a table, the beginning tells most. Fewer points are better
    than one that has lost its person: it is told after the sentence it leans on, or where else
    there is hardly anything.
    """
    told = [index for index, unit in enumerate(units) if unit.told] or list(range(len(units)))
    if not any(unit.clean for unit in units):
        return told[:points]
    whole = [index for index in told if not _is_scrap(units[index].text)]
    left = {index: scores[index] - UNCLEAN * (not units[index].clean) for index in whole}
    chosen: list[int] = []
    while left and len(chosen) < points:
        pick = max(left, key=lambda index: (left[index], -index))
        del left[pick]
        if units[pick].leans and len(chosen) >= ENOUGH and pick - 1 not in chosen:
            continue
        chosen.append(pick)
        for index in left:
            left[index] -= REPEAT * _shared(units[index].words, units[pick].words) ** 2
    return chosen


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the overlap coefficient: 1 where the shorter says nothing that the longer lacks."""
    return len(one & other) / max(min(len(one), len(other)), 1)


def _headline(units: Sequence[Unit]) -> str:
    """Return the first good sentence of the lead, up to a clause where it is long."""
    lead = [unit.text for unit in units[:3] if unit.clean]
    text = lead[0] if lead else units[0].text
    if len(text) <= HEADLINE:
        return text
    return _until_clause(text, HEADLINE)


def _told(sentence: str) -> str:
    """Return a sentence as a point tells it: whole, unless it has no end."""
    words = list(_WORD.finditer(sentence))
    if len(words) <= ENDLESS:
        return sentence
    return _until_clause(sentence, words[LONGEST].start())


def _until_clause(text: str, limit: int) -> str:
    """Return what a text says before `limit`, up to the end of a clause if it has one."""
    found = (text[: match.start()] for match in _CLAUSE.finditer(text, limit // 3, limit))
    clauses = sorted(found, key=lambda said: (balanced(said), len(said)))
    cut = clauses[-1] if clauses else text[:limit].rpartition(" ")[0] or text[:limit]
    return cut.rstrip() + " …"
