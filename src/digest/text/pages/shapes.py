"""What the lines of a page look like: counts of letters, signs and words, all lines at once.

No shape knows a language, but for the words of `stopwords/` and `phrases/`, which are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from digest.text.pages.boilerplate import STEM, phrases
from digest.text.pages.characters import (
    CASELESS,
    COLON,
    COMMA,
    DIGIT,
    ELLIPSIS,
    KINDS,
    LOWER,
    QUOTE,
    SIGN,
    SPACE,
    STOP,
    UPPER,
    WIDE,
    kinds_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Column = NDArray[np.float64]
    Numbers = NDArray[np.int64]

_STOP_WORD, _SITE_WORD, _PERSON = 1, 2, 3
_LONG = 5  # letters; shorter words are in any text
_HEARD = 160  # letters; the first words of a line tell what it is about
_LINK = 20  # letters; shorter lines that end no sentence are mostly links


@dataclass(frozen=True, slots=True)
class Words:
    """The long words of the lines that are no links: which word, on which line."""

    stem: Numbers  # its hash
    line: Numbers
    paragraph: Numbers  # counted without the links between, so that "near" means something


@dataclass(frozen=True, slots=True)
class Shapes:
    """One row per line, one column per name of `NAMES`; lengths in letters; the long words."""

    columns: Column
    lengths: Column
    words: Words


_NAMES = """
log_length link short stop ellipsis closer colon letter_last digit_last lower_first digit_first
quote_first sign_first commas comma_share inner_stops inner_share capitals all_capitals caseless
digits digit_share signs sign_share quotes words word_length stop_words stop_share no_stop_word
repeats phrase site_words site_word site_share persons person_share
"""
NAMES = tuple(_NAMES.split())


def shapes(lines: Sequence[str], labels: Sequence[str]) -> Shapes:
    """Return the shapes of lines, which `boilerplate.labels` has judged."""
    text = "\n".join(lines)
    kinds = kinds_of(text)
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    ends = np.cumsum(sizes + 1) - 1
    at = np.repeat(np.arange(len(lines)) * KINDS, sizes + 1)[:-1]
    counts = np.bincount(at + kinds, minlength=KINDS * len(lines)).reshape(-1, KINDS)
    table = np.ascontiguousarray(counts.T, dtype=np.float64)
    table[SPACE, :-1] -= 1  # the line feed is none
    lengths = sizes + table[WIDE]
    words = table[SPACE] + 1
    line = np.repeat(np.arange(len(lines)), words.astype(np.int64))
    capitals, inner = _beginnings(kinds, line, len(lines))
    meanings, long = _vocabulary(lines, lengths)
    columns = [
        *_edges(kinds, ends - sizes, ends, lengths),
        *_proportions(table, lengths, words, capitals, inner),
        *_evidence(meanings, lines, labels),
    ]
    return Shapes(np.array(columns, dtype=np.float64).T, lengths, long)


def _beginnings(kinds: NDArray[np.uint8], line: Numbers, lines: int) -> tuple[Column, Column]:
    """Return how many words begin with a capital, and how many after the end of a sentence."""
    after = np.flatnonzero(kinds == SPACE) + 1
    starts = np.concatenate([[0], after])
    first = kinds[starts]
    quoted = kinds[np.minimum(starts + 1, len(kinds) - 1)]
    capital = (first == UPPER) | ((first == QUOTE) & (quoted == UPPER))
    last, second = kinds[after - 2], kinds[np.maximum(after - 3, 0)]
    ended = (last == STOP) | ((last == QUOTE) & (second == STOP))
    ended &= line[1:] == line[:-1]
    capitals, inner = (np.bincount(x, minlength=lines) for x in (line[capital], line[1:][ended]))
    return capitals.astype(np.float64), inner.astype(np.float64)


def _edges(
    kinds: NDArray[np.uint8], starts: Numbers, ends: Numbers, lengths: Column
) -> list[Column]:
    """Return how long the lines are, and how they begin and end."""
    first = kinds[starts]
    last, second, third = (kinds[np.maximum(ends - back, starts)] for back in (1, 2, 3))
    cut = (last == ELLIPSIS) | ((last == STOP) & (second == STOP) & (third == STOP))
    quoted = (last == QUOTE) & ((second == STOP) | ((second == QUOTE) & (third == STOP)))
    stop = ((last == STOP) | quoted) & ~cut
    return [
        np.log1p(lengths),
        lengths < _LINK,
        (lengths >= _LINK) & (lengths < 3 * _LINK),
        stop,
        cut,
        (last == QUOTE) & ~quoted,
        last == COLON,
        last <= WIDE,
        last == DIGIT,
        first == LOWER,
        first == DIGIT,
        first == QUOTE,
        first == SIGN,
    ]


def _proportions(
    table: Column, lengths: Column, words: Column, capitals: Column, inner: Column
) -> list[Column]:
    """Return what the lines are made of."""
    digits, signs = table[DIGIT], table[SIGN]
    inner = inner + (table[WIDE] > 0) * table[STOP]  # no space stands after a full-width stop
    lower, upper, caseless = table[LOWER], table[UPPER], table[CASELESS] + table[WIDE]
    return [
        np.minimum(table[COMMA], 8),
        table[COMMA] / words,
        np.minimum(inner, 6),
        inner / words,
        capitals / words,
        (upper > lower) & (upper > 2),
        caseless > 0.3 * lengths,
        np.minimum(digits, 12),
        digits / (lengths + 1),
        np.minimum(signs, 5),
        signs / (lengths + 1),
        np.minimum(table[QUOTE], 6),
        np.minimum(words, 60),
        np.minimum((lower + upper + 2 * caseless) / words, 12),
    ]


def _evidence(meanings: Column, lines: Sequence[str], labels: Sequence[str]) -> list[Column]:
    """Return what the words say: of a language, of a site, to somebody; and what is repeated."""
    words, stops, site, persons = np.maximum(meanings[0], 1), *meanings[1:]
    times: dict[str, int] = {}
    for line in lines:
        times[line] = times.get(line, -1) + 1
    repeats = np.fromiter(map(times.__getitem__, lines), np.float64, len(lines))
    known = np.fromiter(map(_FURNITURE.__contains__, labels), np.bool_, len(labels))
    return [
        np.minimum(stops, 25),
        stops / words,
        (stops == 0) & (words >= 4),
        np.minimum(repeats, 4),
        ~known,
        np.minimum(site, 4),
        site > 0,
        site / words,
        np.minimum(persons, 6),
        persons / words,
    ]


_FURNITURE = frozenset({"", "ornament", "caption"})  # labels that stand in stories too


@cache
def _meanings() -> dict[str, int]:
    folder = resources.files("digest.text") / "stopwords"
    stops = " ".join(f.read_text("utf-8") for f in folder.iterdir() if f.name[-4:] == ".txt")
    meanings = {word[:STEM]: _STOP_WORD for word in stops.split()}
    meanings |= dict.fromkeys(phrases().persons, _PERSON)
    return meanings | dict.fromkeys(phrases().words, _SITE_WORD)


def _vocabulary(lines: Sequence[str], lengths: Column) -> tuple[Column, Words]:
    """Return how many words of each meaning the lines begin with, of all; and their long words."""
    counted = np.flatnonzero(lengths >= _LINK)
    heads = [lines[at][:_HEARD].rstrip() for at in counted.tolist()]
    stems = [word[:STEM] for word in "\n".join(heads).lower().split()]
    words = np.array([head.count(" ") + 1 for head in heads], np.int64)
    paragraph = np.repeat(np.arange(len(heads)), words)
    kinds = np.fromiter(map(_meanings().get, stems, repeat(0)), np.int64, len(stems))
    hashes = np.fromiter(map(hash, stems), np.int64, len(stems))
    long = np.fromiter(map(len, stems), np.int64, len(stems)) >= _LONG
    found = np.zeros((4, len(lines)))
    found[:, counted] = (
        np.bincount(paragraph * 4 + kinds, minlength=4 * len(heads)).reshape(-1, 4).T
    )
    found[0] = 0
    found[0, counted] = words
    found[_STOP_WORD] += found[_PERSON]
    paragraph = paragraph[long]
    return found, Words(hashes[long], counted[paragraph], paragraph)
