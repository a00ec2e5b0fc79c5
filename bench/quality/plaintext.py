"""Boilerplate removal from plain text: real pages, flattened to a line per block.

The measure is that of Scrapinghub's `evaluate.py`: shingles of four tokens, precision and recall
averaged over the pages, F1 of the averages.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from lxml import html

from digest.sources import plaintext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SETS = ("extraction_scrapinghub", "extraction_fundus")
_TOKEN = re.compile(r"\w+")
_OUT = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe"})
_BLOCK_NAMES = """
address article aside blockquote body br button caption center dd details dialog div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr label legend li main menu nav ol option p
pre section select summary table tbody td tfoot th thead tr ul video
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())


def scores(data: Path) -> dict[str, float]:
    """Return `plaintext_f1`, the same for each set, and `plaintext_keep_all` for reference."""
    found, keep_all = {}, []
    for name in SETS:
        pages = list(flattened(data, name))
        found[name] = [compared(gold, "\n".join(plaintext.extract(x).text)) for x, gold in pages]
        keep_all += [compared(gold, text) for text, gold in pages]
    each = {f"plaintext_f1_{name.split('_')[1]}": f1(pairs) for name, pairs in found.items()}
    together = f1([pair for pairs in found.values() for pair in pairs])
    return {**each, "plaintext_f1": together, "plaintext_keep_all": f1(keep_all)}


def flattened(data: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield each page of a set as text, and its gold text."""
    with (data / name / "gold.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            raw = gzip.decompress((data / name / row["html"]).read_bytes())
            yield flat(raw), _gold(row)


def flat(raw: bytes) -> str:
    """Return a page as text, each block a line, without scripts and styles."""
    lines: list[list[str]] = [[]]
    _walk(html.document_fromstring(raw.decode("utf-8", "replace")), lines)
    return "\n".join(folded for line in lines if (folded := " ".join("".join(line).split())))


def compared(gold: str, found: str) -> tuple[float, float]:
    """Return the precision and the recall of the found shingles."""
    expected, got = _shingles(gold), _shingles(found)
    both = sum((expected & got).values())
    return both / (got.total() or 1), both / (expected.total() or 1)


def f1(pairs: Iterable[tuple[float, float]]) -> float:
    """Return F1 of the mean precision and the mean recall."""
    precisions, recalls = zip(*pairs, strict=True)
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return float(2 * precision * recall / (precision + recall))


def _gold(row: dict[str, Any]) -> str:
    return str(row.get("gold_text") or f"{row['gold_summary']}\n{row['gold_body']}")


def _walk(element: Any, lines: list[list[str]]) -> None:
    if isinstance(element.tag, str) and element.tag not in _OUT:
        block = element.tag in _BLOCKS
        if block:
            lines.append([])
        lines[-1].append(element.text or "")
        for child in element:
            _walk(child, lines)
        if block:
            lines.append([])
    lines[-1].append(element.tail or "")


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    size = min(4, len(tokens)) or 1
    return Counter(tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1))
