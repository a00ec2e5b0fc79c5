"""Our LexRank against sumy's on the same sentences: the same choice, by a sparse product."""

from __future__ import annotations

import json
from functools import cache, partial
from math import log10
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from bench.ratio import Ratio, cpu, paired
from bench.sumy_documents import sentence_of, stop_words
from digest.text.statements.centrality import lexrank
from digest.text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POINTS = 5


def ratios(data: Path) -> list[Ratio]:
    """Return the ratio at 1,000 English sentences."""
    texts = _texts(data, 1000)
    note = f"growth exponent from 100 to 1,000 sentences: {_exponent(texts):.2f}"
    return [
        paired(
            "LexRank of 1,000 sentences, against sumy",
            lambda: ours(texts),
            lambda: theirs(texts),
            rounds=3,
            note=f"{note}; same choice: {ours(texts) == theirs(texts)}",
        )
    ]


def ours(texts: list[str]) -> list[str]:
    """Return our choice with sumy's stemmer and stop words; each call stems every word anew."""
    stem, stop = cache(_stemmer()), stop_words("en")
    bags = [[stem(word) for word in tokens(text) if word not in stop] for text in texts]
    central = np.argsort(-lexrank(bags), kind="stable")[:POINTS]
    return [texts[index] for index in sorted(central)]


def theirs(texts: list[str]) -> list[str]:
    """Return sumy's choice, with its own stemmer and stop words."""
    from sumy.summarizers.lex_rank import LexRankSummarizer

    summarizer = LexRankSummarizer(_stemmer())
    summarizer.stop_words = stop_words("en")
    document = SimpleNamespace(sentences=[sentence_of(text) for text in texts])
    return [sentence.text for sentence in summarizer(document, POINTS)]


def _stemmer() -> Callable[[str], str]:
    from sumy.nlp.stemmers import Stemmer

    stem: Callable[[str], str] = Stemmer("english")
    return stem


def _exponent(texts: list[str]) -> float:
    """Return by which power of the number of sentences our time grows."""
    few, many = (min(cpu(partial(ours, texts[:n])) for _ in range(5)) for n in (100, 1000))
    return log10(many / few)


def _texts(data: Path, count: int) -> list[str]:
    lines = (data / "translation_ntrex" / "ntrex.jsonl").read_text("utf-8").splitlines()
    return [str(json.loads(line)["en"]) for line in lines[:count]]
