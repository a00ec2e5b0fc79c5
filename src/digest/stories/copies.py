"""The same text under several names: what agencies write, and many print.

A text is a copy where four fifths of the shorter one's runs of four words stand in the longer
one (containment of shingles; Broder, 1997). Papers cut agency reports at the end and change a
word here and there; two reporters who write of one event share far fewer runs.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.records import Copy, primary
from digest.text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.records import Article, Briefing

CONTAINED = 0.8
_RUN = 4  # words
_LEAST = 12  # runs; shorter texts are alike by chance


def distinct(articles: Iterable[Article]) -> list[Article]:
    """Return the articles with different paragraphs; the first of a kind names the others (F22)."""
    kinds: dict[tuple[str, ...], list[Article]] = {}
    for article in articles:
        kinds.setdefault(article.text, []).append(article)
    return [_with(first, rest) for first, *rest in kinds.values()]


def fold(reports: Sequence[Briefing]) -> list[Briefing]:
    """Return the reports that are not copies of an earlier one, which names them."""
    kept: list[Briefing] = []
    for report in reports:
        at = next((n for n, one in enumerate(kept) if is_copy(one.article, report.article)), None)
        if at is None:
            kept.append(report)
        else:
            kept[at] = replace(kept[at], article=_with(kept[at].article, [report.article]))
    return kept


def is_copy(one: Article, other: Article) -> bool:
    """Tell whether two articles are nearly the same text."""
    if primary(one.language) != primary(other.language):
        return False
    shorter, longer = sorted((_runs(one.text), _runs(other.text)), key=len)
    if len(shorter) < _LEAST:
        return one.text == other.text
    return len(shorter & longer) >= CONTAINED * len(shorter)


def _with(article: Article, others: Iterable[Article]) -> Article:
    """Return the article with others as copies of it; none for one that was read twice."""
    known = {article.id: Copy(article.id)} | {copy.article: copy for copy in article.copies}
    for other in others:
        for copy in (Copy(other.id, other.source, other.url), *other.copies):
            known.setdefault(copy.article, copy)
    copies = tuple(copy for name, copy in known.items() if name != article.id)
    return replace(article, copies=copies) if copies else article


@lru_cache(maxsize=1024)
def _runs(text: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    words = tokens(" ".join(text))
    return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
