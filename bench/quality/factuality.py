"""SummEdits: how well the gate tells edited summaries that lie from those that do not.

Balanced accuracy on the news and podcast summaries of SummEdits (Laban et al., EMNLP 2023; half of
its documents are here), where a fault or a doubt counts as "inconsistent". There is no threshold
to choose. Published for models without an LLM (README of salesforce/factualNLG, 2023-12): DAE 60.9
news, 54.4 podcast; SummaCConv 61.9, 58.1; QAFactEval 74.4, 63.7. They need a transformer each.
"""

from __future__ import annotations

import json
from statistics import mean
from typing import TYPE_CHECKING, Any

from digest.gate import Known, check_point, doubt_point
from digest.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOMAINS = ("news", "podcast")


def scores(data: Path) -> dict[str, float]:
    """Return balanced accuracy (0 to 1) for faults alone, and for faults and doubts."""
    folder = data / "factuality_summedits"
    known = {row["id"]: Known(_article(row)) for row in _rows(folder / "docs.jsonl")}
    judged = [
        (row["domain"], row["label"] == 0, *_judged(row["summary"], known[row["doc_id"]]))
        for row in _rows(folder / "items.jsonl")
    ]
    found: dict[str, float] = {}
    for domain in DOMAINS:
        rows = [row for row in judged if row[0] == domain]
        found[f"{domain} faults"] = _balanced([(row[1], row[2]) for row in rows])
        found[f"{domain} faults or doubts"] = _balanced([(row[1], row[3]) for row in rows])
    return found


def _judged(summary: str, known: Known) -> tuple[bool, bool]:
    faults = bool(check_point(summary, known, "en"))
    return faults, faults or bool(doubt_point(summary, known, "en"))


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
