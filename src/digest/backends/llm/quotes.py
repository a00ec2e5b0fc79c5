"""Where an article says what a model claims to quote from it."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 12  # letters of a quotation that can be found by chance nowhere else
MOST = 4  # sentences that a point may rest on
_FOLDED = str.maketrans(dict.fromkeys("«»“”„‟″‹›", '"') | dict.fromkeys("’ʼ‘‚`", "'")
                        | dict.fromkeys("–—−‑", "-") | {"ё": "е", "…": "..."})  # fmt: skip
_SPACE = re.compile(r"\s+")


def located(quote: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """Return the indices of the sentences that a quotation runs over; () where it is not there.

    Quotation marks, dashes, spaces and case may differ, since models normalise them; no word may.
    """
    wanted = folded(quote).strip(" .\"'")
    texts = [folded(sentence) for sentence in sentences]
    start = " ".join(texts).find(wanted)
    if len(wanted) < LEAST or start < 0:
        return ()
    ends = list(accumulate(len(text) + 1 for text in texts))
    found = [
        index
        for index, end in enumerate(ends)
        if end > start and end - len(texts[index]) - 1 < start + len(wanted)
    ]
    return tuple(found) if len(found) <= MOST else ()


def folded(text: str) -> str:
    """Return a text with what models change in a quotation made alike."""
    composed = unicodedata.normalize("NFC", text).translate(_FOLDED)
    return _SPACE.sub(" ", composed).strip().lower()
