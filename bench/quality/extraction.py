"""Extraction against the gold texts of Scrapinghub's article benchmark (real pages).

The measure is that of its own `evaluate.py`: shingles of four tokens, precision and recall
averaged over the pages, F1 of the averages.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.sources.parsing import webpage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TOKEN = re.compile(r"\w+", re.UNICODE)


def scores(data: Path) -> dict[str, float]:
    """Return `html_f1`."""
    pairs = [_compared(gold, _extracted(html)) for html, gold in pages(data)]
    precision = sum(p for p, _ in pairs) / len(pairs)
    recall = sum(r for _, r in pairs) / len(pairs)
    return {"html_f1": 2 * precision * recall / (precision + recall)}


def pages(data: Path) -> Iterator[tuple[bytes, str]]:
    """Yield each page and its gold text."""
    root = data / "extraction_scrapinghub"
    with (root / "gold.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield gzip.decompress((root / row["html"]).read_bytes()), row["gold_text"]


def _extracted(html: bytes) -> str:
    try:
        return "\n".join(webpage.extract(html).text)
    except InputError:
        return ""


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    size = min(4, len(tokens)) or 1
    return Counter(tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1))


def _compared(gold: str, found: str) -> tuple[float, float]:
    expected, got = _shingles(gold), _shingles(found)
    both = sum((expected & got).values())
    return (
        both / got.total() if got else float(not expected),
        both / expected.total() if expected else float(not got),
    )
