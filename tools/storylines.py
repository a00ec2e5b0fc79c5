"""Learn the weights of `digest.text.pages.storylines` from pages whose story is known.

    python -m tools.storylines [FOLDER…]

The pages are those of the evaluation data (DIGEST_EVAL_DATA, default ../shared/data): the two sets
with gold text, and the set with snippets, where trafilatura's text has all the snippets it should
and none that it should not. Each FOLDER is searched for more HTML pages, such as the fixtures of
extractors' tests; their story is what trafilatura finds, where its two settings agree.

Each page weighs the same, whatever its length. Sites are kept together: eight models, each learned
without an eighth of the sites, judge the pages of those (`bench/quality/plaintext_folds.json`,
measured by the gate), and the shipped one is learned from all (`storylines.toml`).
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import trafilatura
from bench.quality.plaintext import FOLDS, FOLDS_FILE, SETS, compared, flat, fold, gold_text, site

from digest.text.pages import boilerplate, shapes, storylines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from digest.text.pages.shapes import Column, Shapes

SNIPPETS = "extraction_trafilatura"
SHIPPED = Path(storylines.__file__).with_suffix(".toml")
_TOKEN = re.compile(r"\w+")
_ADDRESS = re.compile(r"""(?:canonical|og:url)["'][^>]*(?:href|content)=["'](https?://[^"']+)""")
_RIDGE = 2e-3
_SILVER = 0.5  # weight of a page whose story a program found
_AGREE = 0.9  # F1 of trafilatura's two settings
_STEPS = 7  # of Newton's method


@dataclass(frozen=True)
class Page:
    """A page as plain text, its story, and how far that is to be trusted."""

    site: str
    lines: tuple[str, ...]
    gold: str
    weight: float


@dataclass(frozen=True)
class Example:
    """What is learned from a page: its shapes, which lines are story, what each line weighs."""

    site: str
    found: Shapes
    story: NDArray[np.bool_]
    weight: Column


def main(folders: Sequence[str]) -> None:
    """Learn, and write the weights."""
    data = Path(os.environ.get("DIGEST_EVAL_DATA", "../shared/data"))
    examples = [_example(page) for page in _unique(_pages(data, folders))]
    models = [_learn(examples, out) for out in range(FOLDS)]
    FOLDS_FILE.write_text(json.dumps([_tables(model) for model in models], indent=0))
    _write(_learn(examples, None), len(examples))


def _unique(pages: Iterator[Page]) -> Iterator[Page]:
    seen = set()
    for page in pages:
        if page.lines not in seen:
            seen.add(page.lines)
            yield page


def _pages(data: Path, folders: Sequence[str]) -> Iterator[Page]:
    for name in SETS:
        for row, raw in _rows(data, name):
            yield Page(site(row["url"]), _lines(raw), gold_text(row), 1)
    for row, raw in _rows(data, SNIPPETS):
        if story := next((x for x in _stories(raw) if _fits(row, x)), ""):
            yield Page(site(row["url"]), _lines(raw), story, _SILVER)
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*.html")):
        raw = path.read_bytes()
        wide, narrow = _stories(raw)
        if len(wide) > 500 and _f1(wide, narrow) > _AGREE:
            address = _ADDRESS.search(raw.decode("utf-8", "replace"))
            name = site(address[1]) if address else path.stem
            yield Page(name, _lines(raw), narrow, _SILVER)


def _lines(raw: bytes) -> tuple[str, ...]:
    return tuple(line for line in flat(raw).split("\n") if line) or ("-",)


def _rows(data: Path, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    with (data / name / "gold.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row, gzip.decompress((data / name / row["html"]).read_bytes())


def _stories(raw: bytes) -> list[str]:
    """Return what trafilatura finds, by its two settings."""
    return [
        trafilatura.extract(raw, include_comments=False, favor_precision=narrow) or ""
        for narrow in (False, True)
    ]


def _fits(row: dict[str, Any], story: str) -> bool:
    text = " ".join(story.split())
    wanted, unwanted = (
        [" ".join(x.split()) in text for x in row[key]] for key in ("with", "without")
    )
    return len(story) > 400 and all(wanted) and not any(unwanted)


def _f1(gold: str, found: str) -> float:
    precision, recall = compared(gold, found)
    return 2 * precision * recall / (precision + recall or 1)


def _example(page: Page) -> Example:
    story = _labels(page.lines, page.gold)
    found = shapes.shapes(page.lines, boilerplate.labels(page.lines))
    letters = np.minimum(found.lengths + 5, 1000)
    share = page.weight * letters / max(1.0, ((found.lengths + 5) * story).sum())
    return Example(page.site, found, story, share)


def _labels(lines: Sequence[str], gold: str) -> NDArray[np.bool_]:
    """Return which lines have most of their words in shingles of the gold text."""
    known = _TOKEN.findall(gold)
    shingles = set(zip(*(known[shift:] for shift in range(4)), strict=False))
    tokens = [(token, at) for at, line in enumerate(lines) for token in _TOKEN.findall(line)]
    covered = np.zeros(len(tokens), np.bool_)
    for at in range(len(tokens) - 3):
        if tuple(token for token, _ in tokens[at : at + 4]) in shingles:
            covered[at : at + 4] = True
    line = np.array([at for _, at in tokens], np.int64)
    of, both = (np.bincount(x, minlength=len(lines)) for x in (line, line[covered]))
    return np.asarray(both > of / 2)


def _learn(examples: Sequence[Example], out: int | None) -> storylines.Weights:
    """Return the weights without the sites of one fold; the lower step is learned crosswise too."""
    used = [x for x in examples if out is None or fold(x.site) != out]
    likely: list[Column] = []
    inner = [
        _fit(
            [x for x in used if _half(x) != half],
            [x.found.columns for x in used if _half(x) != half],
        )
        for half in (0, 1)
    ]
    likely = [storylines.chance(x.found.columns, inner[_half(x)]) for x in used]
    alone = _fit(used, [x.found.columns for x in used])
    rows = [
        np.hstack([x.found.columns, storylines.context(x.found, p)])
        for x, p in zip(used, likely, strict=True)
    ]
    return storylines.Weights(alone, _fit(used, rows))


def _half(example: Example) -> int:
    return zlib.crc32(b"half" + example.site.encode()) % 2


def _fit(examples: Sequence[Example], columns: Sequence[Column]) -> Column:
    """Return the weights of a ridge logistic regression, by Newton's method."""
    rows = np.vstack(columns)
    story = np.concatenate([x.story for x in examples]) * 1.0
    weight = np.concatenate([x.weight for x in examples])
    weight = weight / weight.sum()
    mean = weight @ rows
    scale = np.sqrt(np.maximum(weight @ (rows * rows) - mean**2, 0)) + 1e-6
    scaled = np.hstack([np.ones((len(rows), 1)), (rows - mean) / scale]).astype(np.float32)
    ridge = np.full(scaled.shape[1], _RIDGE)
    ridge[0] = 1e-7
    found = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (weight * (p - story)) + ridge * found
        curve = (weight * np.maximum(p * (1 - p), 1e-4)).astype(np.float32)
        bend = (scaled * curve[:, None]).T @ scaled + np.diag(ridge)
        found -= np.clip(np.linalg.solve(bend.astype(np.float64), slope), -3, 3)
    return np.append(found[0] - (found[1:] * mean / scale).sum(), found[1:] / scale)


def _tables(model: storylines.Weights) -> dict[str, dict[str, float]]:
    names = {"alone": shapes.NAMES, "among": (*shapes.NAMES, *storylines.CONTEXT)}
    return {
        part: {
            name: round(float(x), 4)
            for name, x in zip(("bias", *names[part]), getattr(model, part), strict=True)
        }
        for part in names
    }


def _write(model: storylines.Weights, pages: int) -> None:
    lines = [
        "# Learned by tools/storylines.py; do not edit. Log odds a unit of each column adds.",
        f"# {pages} pages: the evaluation data's, and the HTML fixtures in the tests of",
        "# mozilla/readability, postlight/parser, codelucas/newspaper, AndyTheFactory/newspaper4k,",
        "# goose3/goose3 and j0k3r/graby.",
    ]
    for part, table in _tables(model).items():
        lines += ["", f"[{part}]", *(f"{name} = {value}" for name, value in table.items())]
    SHIPPED.write_text("\n".join([*lines, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
