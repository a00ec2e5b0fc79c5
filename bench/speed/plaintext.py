"""Boilerplate removal from plain text against jusText's, which needs HTML: a paragraph a line."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from bench.quality.plaintext import SETS, flattened
from bench.ratio import Ratio, paired
from digest.sources.parsing import plaintext

if TYPE_CHECKING:
    from pathlib import Path


def ratios(data: Path) -> list[Ratio]:
    """Return one ratio over all flattened pages; its note has our time for a page."""
    import justext

    texts = [text for name in SETS for text, _ in flattened(data, name)]
    pages = [_paragraphs(text) for text in texts]
    stops = justext.get_stoplist("English")
    found = paired(
        "boilerplate removal from plain text, against jusText",
        lambda: [plaintext.extract(text) for text in texts],
        lambda: [justext.justext(page, stops) for page in pages],
    )
    note = f"{found.ours / len(texts) * 1000:.2f} ms a page"
    return [Ratio(found.name, found.ours, found.peer, note)]


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
