"""Whole documents a second, against stock langdetect on the same documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import langdetect

from bench.quality.language import LANGUAGES, documents, sentences
from bench.ratio import Ratio, paired
from digest.backends.langdetect import Profiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STOCK = sorted(set(LANGUAGES) - {"be", "kk", "sr"})  # the peer has no profile for these three


def each(detect: Callable[[str], object], texts: list[str]) -> Callable[[], None]:
    def work() -> None:
        for text in texts:
            detect(text)

    return work


def ratios(data: Path) -> list[Ratio]:
    """Documents of twenty sentences, six a language; both warmed up first."""
    found = sentences(data)
    texts = [text for language in STOCK for text in documents(found[language], 20)[:6]]
    ours, peer = each(Profiles().detect, texts), each(langdetect.detect, texts)
    ours()
    peer()
    return [paired("language of a document", ours, peer, note="langdetect 1.0.9, 20 sentences")]
