"""Extraction against plain trafilatura: what our bounds and the removal of hidden text cost."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from bench.quality.extraction import pages
from bench.ratio import Ratio, paired
from digest.errors import InputError
from digest.sources.parsing import webpage

if TYPE_CHECKING:
    from pathlib import Path

_PAGES = 25  # more only lengthen the run


def ratios(data: Path) -> list[Ratio]:
    """Return one ratio: the same pages through `webpage.extract` and through `bare_extraction`."""
    sources = [html for html, _ in islice(pages(data), _PAGES)]
    ours, peer = partial(_ours, sources), partial(_peer, sources)
    ours()  # both import and compile on their first call
    peer()
    note = f"trafilatura's defaults with metadata, {len(sources)} pages"
    return [paired("extraction", ours, peer, rounds=3, note=note)]


def _ours(sources: list[bytes]) -> None:
    for source in sources:
        try:
            webpage.extract(source)
        except InputError:  # a page without an article costs time as well
            continue


def _peer(sources: list[bytes]) -> None:
    from trafilatura import bare_extraction

    for source in sources:
        bare_extraction(source, with_metadata=True)
