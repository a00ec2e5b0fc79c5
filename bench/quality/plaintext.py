"""Boilerplate removal from plain text: real pages, flattened to a line per block.

The measure is that of Scrapinghub's `evaluate.py`: shingles of four tokens, precision and recall
averaged over the pages, F1 of the averages.

The shipped weights have seen these pages. So the honest figure is `plaintext_f1_unseen`: each page
is judged by one of eight models that `tools/storylines.py` learned without any page of its site.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlsplit

from lxml import html

from digest.sources.parsing import plaintext
from digest.text.pages import storylines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SETS = ("extraction_scrapinghub", "extraction_fundus")
FOLDS = 8
FOLDS_FILE = Path(__file__).with_name("plaintext_folds.json")
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac"})
_TOKEN = re.compile(r"\w+")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_OUT = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe"})
_BLOCK_NAMES = """
address article aside blockquote body br button caption center dd details dialog div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr label legend li main menu nav ol option p
pre section select summary table tbody td tfoot th thead tr ul video
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())


def scores(data: Path) -> dict[str, float]:
    """Return F1 by set and by half, of the shipped weights and of those that know no such site."""
    pages = list(_pages(data))
    whole = [compared(page.gold, page.text) for page in pages]
    shipped = [_judged(page) for page in pages]
    with FOLDS_FILE.open(encoding="utf-8") as file:
        models = [storylines.Weights.of(tables) for tables in json.load(file)]
    unseen = []
    for page in pages:
        with patch.object(storylines, "weights", lambda page=page: models[fold(page.site)]):
            unseen.append(_judged(page))
    return {
        **_by_set(pages, shipped, "plaintext_f1"),
        **_by_set(pages, unseen, "plaintext_f1_unseen"),
        "plaintext_keep_all": f1(whole),
    }


@dataclass(frozen=True, slots=True)
class _Flat:
    set: str
    site: str
    half: str
    text: str
    gold: str


def _pages(data: Path) -> Iterator[_Flat]:
    for name in SETS:
        for row, text in _flattened(data, name):
            half = "even" if sha256(row["id"].encode()).digest()[0] % 2 == 0 else "odd"
            yield _Flat(name.split("_")[1], site(row["url"]), half, text, gold_text(row))


def _judged(page: _Flat) -> tuple[float, float]:
    return compared(page.gold, "\n".join(plaintext.extract(page.text).text))


def _by_set(pages: list[_Flat], pairs: list[tuple[float, float]], name: str) -> dict[str, float]:
    found = {name: f1(pairs)}
    for part in ("scrapinghub", "fundus", "even", "odd"):
        of = [x for page, x in zip(pages, pairs, strict=True) if part in (page.set, page.half)]
        found[f"{name}_{part}"] = f1(of)
    return found


def site(address: str) -> str:
    """Return the name that a site registered, without its country: `bbc` of bbc.co.uk."""
    parts = (urlsplit(address).hostname or address).split(".")
    if len(parts) > 2 and parts[-2] in _SECOND_LEVEL:
        return parts[-3]
    return parts[-2] if len(parts) > 1 else parts[0]


def fold(name: str) -> int:
    """Return which of the models was learned without this site."""
    return zlib.crc32(name.encode()) % FOLDS


def flattened(data: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield each page of a set as text, and its gold text."""
    return ((text, gold_text(row)) for row, text in _flattened(data, name))


def _flattened(data: Path, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    with (data / name / "gold.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row, flat(gzip.decompress((data / name / row["html"]).read_bytes()))


def flat(raw: bytes) -> str:
    """Return a page as text, each block a line, without scripts and styles."""
    lines: list[list[str]] = [[]]
    text = _DECLARATION.sub("", raw.decode("utf-8", "replace"), count=1)  # lxml refuses it in str
    _walk(html.document_fromstring(text), lines)
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


def gold_text(row: dict[str, Any]) -> str:
    """Return the gold text of a row, whatever the set."""
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
