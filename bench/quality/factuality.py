"""How well the gate tells summaries that lie from those that do not.

SummEdits: balanced accuracy on its news and podcast summaries (Laban et al., EMNLP 2023; half of
its documents are here), where a fault or a doubt counts as "inconsistent". There is no threshold
to choose. Published for models without an LLM (README of salesforce/factualNLG, 2023-12): DAE 60.9
news, 54.4 podcast; SummaCConv 61.9, 58.1; QAFactEval 74.4, 63.7. They need a transformer each.

Planted: sentences of NTREX-128's articles, each less its second word, in which a "not" is added or
taken away ("negation", the share that is doubted), a word is put in the place of its opposite
("opposite"), or neither ("unflagged"). The doubts were tuned on every other article, which is left
out; only the tables of opposites were checked on all of them for words that begin alike.
"human unflagged" is the share of people's
summaries (those of `summaries`, in en, ru, uk, pl and de) of which nothing is doubted.
"""

from __future__ import annotations

import json
import random
from itertools import groupby
from statistics import mean
from typing import TYPE_CHECKING, Any

from bench.quality.inventions import refused
from bench.quality.negations import NEGATED, flipped
from bench.quality.reversals import forms_of, reversals
from bench.quality.summaries import cases
from digest.gate import Known, doubt_point
from digest.records import Article
from digest.text.negation import negations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOMAINS = ("news", "podcast")
PLANTED = ("ru", "be", "uk", "pl")  # NTREX is translated from English


def scores(data: Path) -> dict[str, float]:
    """Return the scores, from 0 to 1: of faults alone, of faults and doubts, and of doubts."""
    return dict(_edited(data)) | dict(_planted(data)) | {"human unflagged": _unflagged(data)}


def _edited(data: Path) -> Iterator[tuple[str, float]]:
    folder = data / "factuality_summedits"
    articles = {row["id"]: _article(row) for row in _rows(folder / "docs.jsonl")}
    judged = [
        (row["domain"], row["label"] == 0, *_judged(row["summary"], articles[row["doc_id"]]))
        for row in _rows(folder / "items.jsonl")
    ]
    for domain in DOMAINS:
        rows = [row for row in judged if row[0] == domain]
        yield f"{domain} faults", _balanced([(row[1], row[2]) for row in rows])
        yield f"{domain} faults or doubts", _balanced([(row[1], row[3]) for row in rows])


def _planted(data: Path) -> Iterator[tuple[str, float]]:
    rows = sorted(_rows(data / "translation_ntrex" / "ntrex.jsonl"), key=_place)
    articles = [list(group) for _, group in groupby(rows, key=lambda row: row["group"])]
    for language in PLANTED:
        plain, turned, opposite = [], [], []
        forms = forms_of([row[language] for row in rows], language)
        for title, *body in articles[1::2]:
            texts = tuple(row[language] for row in body)
            known = Known(Article(title["group"], title[language], texts, language))
            for text in filter(None, (_shortened(text, language) for text in texts)):
                plain.append(not doubt_point(text, known, language))
                if flip := flipped(text, language, random.Random(text)):
                    turned.append(bool(doubt_point(flip, known, language)))
                flips = reversals(text, language, forms)
                opposite += [bool(doubt_point(flip, known, language)) for flip in flips]
        yield f"{language} negation", mean(turned)
        yield f"{language} opposite", mean(opposite)
        yield f"{language} unflagged", mean(plain)


def _place(row: dict[str, Any]) -> tuple[str, int]:
    return row["group"], row["seg"]


def _shortened(text: str, language: str) -> str:
    """Return a sentence without its second word; "" where that is the negation, or it is short."""
    words = text.split(" ")
    short = len(words) < 6 or negations(words[1], language)
    return "" if short else " ".join(words[:1] + words[2:])


def _unflagged(data: Path) -> float:
    found = [case for case in cases(data) if case.article.language in NEGATED]
    return mean(
        not doubt_point(case.summary, Known(case.article), case.article.language) for case in found
    )


def _judged(summary: str, article: Article) -> tuple[bool, bool]:
    (faults,) = refused([summary], article)
    return bool(faults), bool(faults or doubt_point(summary, Known(article), "en"))


def _balanced(rows: list[tuple[bool, bool]]) -> float:
    """Return the mean of the shares of lies that were found, and of truths that were let pass."""
    lies = mean(said for lie, said in rows if lie)
    return (lies + 1 - mean(said for lie, said in rows if not lie)) / 2


def _article(row: dict[str, Any]) -> Article:
    paragraphs = tuple(line.strip() for line in row["doc"].splitlines() if line.strip())
    return Article(row["id"], "", paragraphs, "en")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)
