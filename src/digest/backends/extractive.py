"""Briefings made of an article's own sentences, verbatim: nothing in them can be invented.

A sentence counts for being central among the others, for words that many sentences share, for
likeness to the title and for standing early; one that repeats a chosen sentence counts less
(maximal marginal relevance). How much an early place counts depends on the article: much where
its first sentences are about what its title and the whole are about, as in news, and nothing in
stories that start with a scene.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from digest import __version__
from digest.records import Briefing, Failure, Point, Signature, caveat
from digest.text.centrality import lexrank
from digest.text.orphans import leans
from digest.text.sentences import balanced, placed
from digest.text.words import stems, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from digest.records import Article

    Floats = NDArray[np.float64]

# Weights beside centrality's 1: the best of a random search on one half of the evaluation sets (by
# hash of the id) that also did well on the other; the optimum is flat. An early place is worth
# EARLY times its article's newsiness above ORDINARY, and falls by DECAY with each sentence.
THEME, TITLE, EARLY, ORDINARY, DECAY = 1.0, 2.5, 2.0, 0.7, 0.3
REPEAT = 2.0  # what a sentence loses that has all its words in common with a chosen one
SHORTEST, LONGEST = 6, 60  # words of a sentence that makes a good point
FORGOTTEN = 1000  # letters after which an open quotation was a misprint
HEADLINE = 100  # letters of a headline made from the text
_CAPTION = re.compile(
    r"\((?:AP |Reuters|Photo|Foto|Фото|Фота)|^\W*(?:FILE|Photo|Foto|Bild|Фото|Фота|Image)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!…。！।]\W*$")
_QUESTION = re.compile(r"[?？؟]\W*$")
_CLAUSE = re.compile(r"(?:\s[—–-]\s|[,;:，；])")


@dataclass(frozen=True, slots=True)
class Unit:
    """What can become a point: a sentence, or two that one quotation spans."""

    text: str
    evidence: tuple[int, ...]
    words: tuple[str, ...]
    clean: bool  # can stand alone


class Extractive:
    """The default summarizer: needs no model, works in every language."""

    @property
    def signature(self) -> Signature:
        """Name the engine; its revision is that of the program."""
        return Signature("extractive", revision=__version__)

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        """Return a briefing for each article, or a failure where it has no sentence."""
        return [_briefing(article, points) for article in articles]


def _briefing(article: Article, points: int) -> Briefing | Failure:
    units = _units(article)
    if not units:
        return Failure(article.id, "summarize", "the article has no sentence to quote")
    chosen = _choose(_scores(units, article), units, points)
    quoted = tuple(Point(units[index].text, units[index].evidence) for index in sorted(chosen))
    made_by = Extractive().signature
    if article.title.strip():
        return Briefing(article, article.language, article.title.strip(), quoted, made_by)
    warnings = (caveat("untitled"),)
    return Briefing(article, article.language, _headline(units), quoted, made_by, warnings=warnings)


def _units(article: Article) -> list[Unit]:
    """Return what can be quoted, in order; a quotation over two sentences is one unit."""
    where = placed(article)
    places, texts = [place for place, _ in where], [text for _, text in where]
    units: list[Unit] = []
    index, open_quote = 0, ""
    while index < len(texts):
        both = " ".join(texts[index : index + 2])
        same = index + 1 < len(texts) and places[index] == places[index + 1]
        pair = same and not open_quote and not balanced(texts[index]) and balanced(both)
        text, evidence = (both, (index, index + 1)) if pair else (texts[index], (index,))
        if len(tokens(text)) > 1:
            words = tuple(stems(text, article.language))
            units.append(Unit(text, evidence, words, _clean(text, article) and not open_quote))
        open_quote = _still_open(open_quote, text)
        index += len(evidence)
    return units


def _still_open(before: str, text: str) -> str:
    """Return the text since a quotation opened; "" where none is open, or its end was forgotten."""
    quoted = before + " " + text
    return "" if balanced(quoted) or len(quoted) > FORGOTTEN else quoted


def _clean(text: str, article: Article) -> bool:
    """Tell whether a sentence can stand alone as a point."""
    return (
        SHORTEST <= len(tokens(text)) <= LONGEST
        and bool(_END.search(text))
        and not _QUESTION.search(text)
        and not _CAPTION.search(text)
        and balanced(text)
        and not leans(text, article.language)
        and tokens(text) != tokens(article.title)
    )


def _scores(units: Sequence[Unit], article: Article) -> Floats:
    central = _scaled(lexrank([unit.words for unit in units]))
    title = frozenset(stems(article.title, article.language))
    likeness = np.array([_overlap(frozenset(unit.words), title) for unit in units])
    place = np.exp(-DECAY * np.arange(len(units)))
    early = EARLY * max(_newsiness(central + likeness) - ORDINARY, 0)
    total: Floats = central + THEME * _theme(units) + TITLE * likeness + early * place
    return total


def _theme(units: Sequence[Unit]) -> Floats:
    """Return how much each sentence's words are those of others: their mean log frequency."""
    words = [sorted(set(unit.words)) for unit in units]
    spread = Counter(word for own in words for word in own)
    sums = np.array([sum(np.log1p(spread[word]) for word in own) for own in words], float)
    return _scaled(sums / np.array([max(len(own), 1) for own in words]))


def _newsiness(about: Floats) -> float:
    """Return the share of sentences that no more than the first three are about the subject."""
    return float(np.mean(about <= about[:3].max()))


def _scaled(values: Floats) -> Floats:
    top = values.max()
    return np.asarray(values / top) if top > 0 else values


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the cosine of two sets of words."""
    if not one or not other:
        return 0.0
    return len(one & other) / float(np.sqrt(len(one) * len(other)))


def _choose(scores: Floats, units: Sequence[Unit], points: int) -> list[int]:
    """Pick greedily by maximal marginal relevance; a sentence that is not clean comes last."""
    words = [frozenset(unit.words) for unit in units]
    left = dict(enumerate(scores - 100 * np.array([not unit.clean for unit in units])))
    chosen: list[int] = []
    while left and len(chosen) < points:
        pick = max(left, key=lambda index: (left[index], -index))
        del left[pick]
        chosen.append(pick)
        for index in left:
            left[index] -= REPEAT * _overlap(words[index], words[pick]) ** 2
    return chosen


def _headline(units: Sequence[Unit]) -> str:
    """Return the first good sentence of the lead, up to a clause where it is long."""
    lead = [unit.text for unit in units[:3] if unit.clean]
    text = lead[0] if lead else units[0].text
    if len(text) <= HEADLINE:
        return text
    clauses = [match.start() for match in _CLAUSE.finditer(text, HEADLINE // 3, HEADLINE)]
    cut = text[: clauses[-1]] if clauses else text[:HEADLINE].rpartition(" ")[0] or text[:HEADLINE]
    return cut.rstrip() + " …"
