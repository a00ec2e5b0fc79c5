"""Where an article says what a model claims to quote from it."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

from digest.backends.grounding import STATEMENT
from digest.backends.prompts import bare
from digest.gate.form import addresses_added
from digest.records import primary
from digest.text.numbers import numbers
from digest.text.skeletons import LENGTH, skeleton
from digest.text.statements.instructions import instructs
from digest.text.statements.voices import is_own
from digest.text.words import roots, tokens
from digest.text.writing.invisible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.backends.llm.answers import Quoted

SHARED = 0.2  # of a point's words that the sentences it quotes must have, in their language
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


def grounded(one: Quoted, sentences: Sequence[str], language: str, other: str) -> tuple[int, ...]:
    """Return the sentences, in `other`, that a point rests on; () where they do not support it."""
    places = located(one.quote, sentences)
    quoted = [sentences[place] for place in places]
    return places if quoted and supports(quoted, one.text, language, other) else ()


def supports(quoted: Sequence[str], text: str, language: str, other: str) -> bool:
    """Tell whether a point, in `language`, may rest on the sentences that it quotes, in `other`.

    They must have its addresses and some of its words; in another language a number, or a root that
    both languages share. What speaks to machines supports nothing, and no single word states any
    thing, nor does a model that speaks of itself.
    """
    there = " ".join(quoted)
    if any(map(instructs, (*quoted, text))) or any(addresses_added(there, text)):
        return False
    if len(tokens(text)) < STATEMENT or is_own(text, language):
        return False
    if primary(language) != primary(other):
        return not _telling(text).isdisjoint(_telling(there))
    words = roots(text, language)
    return bool(words) and len(words & roots(there, language)) >= SHARED * len(words)


def _telling(text: str) -> frozenset[str]:
    """Return the numbers of a text, and its longer words as skeletons, which cross alphabets."""
    shapes = (skeleton(word) for word in tokens(text) if len(word) > LENGTH)
    return frozenset(
        [shape for shape in shapes if len(shape) == LENGTH] + [f"{n:f}" for n in numbers(text)]
    )


def folded(text: str) -> str:
    """Return a text with what models, and our fence, change in a quotation made alike."""
    composed = unicodedata.normalize("NFC", bare(visible(text))).translate(_FOLDED)
    return _SPACE.sub(" ", composed).strip().lower()
