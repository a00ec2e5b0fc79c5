"""Whole documents a second, against stock langdetect on the same documents."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import langdetect

from bench.quality.language import LANGUAGES, documents, sentences
from bench.ratio import Ratio, paired
from digest.backends.langdetect import Profiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# One text for each table of profiles.
FIRST = (
    "A large exhibition opened in the capital last night, and many people came to see it.",
    "Учора ўвечары ў сталіцы адкрылася вялікая выстава, на якую прыйшло шмат людзей.",
    "昨天晚上，首都举办了一场大型展览，许多人前来参观这些作品。",
)
_FIRST = """
import sys, time
from digest.backends.langdetect import Profiles
start = time.process_time()
Profiles().detect(sys.argv[1])
print(1000 * (time.process_time() - start))
"""
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
    slowest = max(map(first_call, FIRST))
    note = f"langdetect 1.0.9, 20 sentences; the first call of a process takes {slowest:.0f} ms"
    return [paired("language of a document", ours, peer, note=note)]


def first_call(text: str) -> float:
    """Return the CPU milliseconds of the first call in a new process, without its imports."""
    done = subprocess.run([sys.executable, "-c", _FIRST, text], capture_output=True, check=True)
    return float(done.stdout)
