"""How much each line of a page looks like its story: a logistic model in two steps.

Each line is judged alone first, by its shape, then among its neighbours: a short line between
paragraphs is story, a long one among links is a teaser. The story is the run of lines that gives
the largest expected F1. The weights are learned by `tools/storylines.py`, and live, with where
they come from, in `storylines.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from digest.text.pages.shapes import NAMES, shapes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from digest.text.pages.shapes import Column, Shapes, Words

SPANS = (2, 6, 20)  # lines before and after
_FLOORS = (0.3, 0.5)  # chances above which a line counts for the heaviest run
_NEAR = 4  # paragraphs; what is told in one is spoken of again soon
_NOTE = 60  # letters; a shorter line with a number is a date, a count, a price
_CAP = 400  # letters; a longer line weighs no more
_CUTS = (0.2, 0.3, 0.4, 0.45)  # least chances of a line of the story to try
_SUMMED = ("phrase", "site_word", "person_share", "repeats", "ellipsis")
_SUMS = ("story", "other", *_SUMMED, "short_digits")


def _context_names() -> tuple[str, ...]:
    near = ["chance", "above", "below", "above_2", "below_2"]
    sums = [f"{n}_{w}_{s}" for s in SPANS for w in ("before", "after") for n in _SUMS]
    runs = [
        f"run_{n}_{100 * f:.0f}"
        for f in _FLOORS
        for n in ("inside", "before", "after", "place", "size")
    ]
    words = ["shared", "told_before", "told_after", "told", "told_both", "long_words"]
    return (*sums, *near, "share_above", "share_below", "size", "best", *runs, *words)


CONTEXT = _context_names()


@dataclass(frozen=True, slots=True)
class Weights:
    """The log odds that each column adds, the bias first: of a line alone, and among others."""

    alone: Column
    among: Column

    @staticmethod
    def of(tables: Mapping[str, Mapping[str, float]]) -> Weights:
        """Return the weights that two tables hold by name."""
        alone, among = tables["alone"], tables["among"]
        return Weights(
            np.array([alone[name] for name in ("bias", *NAMES)]),
            np.array([among[name] for name in ("bias", *NAMES, *CONTEXT)]),
        )


@cache
def weights() -> Weights:
    """Read the weights once."""
    text = (resources.files(__package__) / "storylines.toml").read_text("utf-8")
    return Weights.of(tomllib.loads(text))


def story(lines: Sequence[str], labels: Sequence[str]) -> list[bool]:
    """Say for each line whether it belongs to the story; `boilerplate.labels` has judged them."""
    found = shapes(lines, labels)
    likely = chance(found.columns, weights().alone)
    likely = chance(np.hstack([found.columns, context(found, likely)]), weights().among)
    return [bool(kept) for kept in best_run(likely, found.lengths)]


def chance(columns: Column, odds_of: Column) -> Column:
    """Return the chance of each line to be story."""
    odds = odds_of[0] + columns @ odds_of[1:]
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def context(found: Shapes, likely: Column) -> Column:
    """Return the columns about the lines around: is there a story near, and is it the same one."""
    mass = likely * np.minimum(found.lengths, 300)
    total = np.concatenate([[0.0], np.cumsum(mass)])
    padded = np.concatenate([[0.0, 0.0], likely, [0.0, 0.0]])
    ones = np.ones(len(likely))
    columns = [likely, padded[1:-3], padded[3:-1], padded[:-4], padded[4:]]
    columns += [total[:-1] / (total[-1] + 1), 1 - total[1:] / (total[-1] + 1)]
    columns += [np.log1p(total[-1]) * ones, mass.max() * ones / 100]
    for floor in _FLOORS:
        columns += _places(likely, floor, found.lengths, mass)
    columns += _told(found.words, likely)
    return np.hstack([_sums(found, likely, mass), np.array(columns).T])


def _sums(found: Shapes, likely: Column, mass: Column) -> Column:
    """Return what stands in the lines before and after each, near and far."""
    signals = [mass / 100, 1 - likely]
    signals += [found.columns[:, NAMES.index(name)] for name in _SUMMED]
    numbers = found.columns[:, NAMES.index("digits")] > 0
    signals.append(np.asarray(numbers & (found.lengths < _NOTE), np.float64))
    total = np.zeros((len(likely) + 1, len(signals)))
    np.cumsum(np.array(signals).T, axis=0, out=total[1:])
    at, parts = np.arange(len(likely)), []
    for span in SPANS:
        parts.append(total[:-1] - total[np.maximum(at - span, 0)])
        parts.append(total[np.minimum(at + 1 + span, len(at))] - total[1:])
    near = np.hstack(parts)
    return np.sqrt(np.maximum(near, 0, out=near))  # differences are not exact


def _places(likely: Column, floor: float, lengths: Column, mass: Column) -> list[Column]:
    """Return where each line stands to the heaviest run of story lines, and how heavy that is."""
    first, end = heaviest((likely - floor) * (np.minimum(lengths, 300) + 20))
    at = np.arange(len(likely))
    inside = (at >= first) & (at < end)
    place = np.where(inside, (at - first) / (end - first + 1e-9), 0.0)
    before, after = np.log1p(np.maximum(0, first - at)), np.log1p(np.maximum(0, at - end + 1))
    size = np.full(len(at), np.log1p(mass[first:end].sum()))
    return [inside * 1.0, before, after, place, size]


def _told(words: Words, likely: Column) -> list[Column]:
    """Return the shares of each line's long words that story lines, or lines near it, use too."""
    lines, kept = len(likely), likely > 0.5
    order = np.argsort(words.stem, kind="stable")
    line, paragraph = words.line[order], words.paragraph[order]
    same = np.diff(words.stem[order]) == 0
    group = np.concatenate([[0], np.cumsum(~same)])[: len(order)]
    told = kept[line]
    shared = np.bincount(group, weights=told)[group] > told if len(order) else told
    gaps = np.diff(paragraph)
    near = same & (gaps > 0) & (gaps <= _NEAR)
    known, use, above, below = (
        np.bincount(x, minlength=lines)
        for x in (line, line[shared], line[1:][near], line[:-1][near])
    )
    before, after = above / (known + 2), below / (known + 2)
    either, both = np.maximum(before, after), np.minimum(before, after)
    return [use / (known + 1), before, after, either, both, np.minimum(known, 40.0)]


def heaviest(parts: Column) -> tuple[int, int]:
    """Return the first line and the end of the run with the largest sum."""
    sums = np.concatenate([[0.0], np.cumsum(parts)])
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    return int(np.argmin(sums[: end + 1])), end


def best_run(likely: Column, lengths: Column) -> NDArray[np.bool_]:
    """Return the lines with the largest expected F1 among the heaviest runs above several floors.

    Expected F1 of a choice is 2 * kept story / (kept + all story), each in letters. (Lipton,
    Elkan, Naryanaswamy 2014: the best floor is half of the F1 that can be reached.)
    """
    heavy = np.minimum(lengths, _CAP)
    letters = np.minimum(lengths, 1000) + 3
    expected, best, most = letters * likely, np.zeros(len(likely), np.bool_), -1.0
    for floor in _CUTS:
        first, end = heaviest((likely - floor) * heavy)
        kept = np.zeros(len(likely), np.bool_)
        kept[first:end] = likely[first:end] > floor
        f1 = 2 * expected[kept].sum() / (letters[kept].sum() + expected.sum() + 1e-9)
        if f1 > most:
            best, most = kept, f1
    return best
