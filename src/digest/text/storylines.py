"""How much each line of a page looks like its story: a small logistic model over shapes.

No feature knows a language. Each line is judged alone first, then among its neighbours: a short
line between paragraphs is story, a long one among links is a teaser. The weights were fitted
(weighted logistic regression, ridge 0.05) on the half of the Scrapinghub and fundus pages whose
SHA-256 of the id begins with an even byte; the other half checks them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Column = NDArray[np.float64]

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w{5,}")
_SHORT = 20  # letters; shorter lines that end no sentence are links, and need no closer look
_IDEOGRAPHS = 0x2E80  # where CJK begins: one sign says about as much as two letters
_STOPS = ".!?…。！？"
_CLOSERS = frozenset(_STOPS + "\"”“»'’)")

# bias, then the columns of `_shape`
_ALONE = np.array([-3.03, 0.50, 0.19, 1.51, 0.25, -0.23, -1.68, 0.41, -3.29, 0.28])
# bias, the columns of `_shape`, then those of `_neighbourhood`; one row per pass
_AMONG = np.array(
    [
        [
            5.86,
            0.32,
            -0.37,
            0.81,
            0.25,
            -0.09,
            -1.62,
            0.55,
            -3.18,
            0.45,
            0.73,
            0.21,
            0.13,
            0.31,
            0.09,
            -0.23,
            -0.03,
            -0.08,
            -7.20,
            -5.88,
            0.04,
            1.93,
            -0.26,
            -1.37,
            0.08,
            -0.09,
            -0.43,
            2.70,
            2.00,
            0.03,
            -0.65,
            -0.38,
            -2.45,
            0.38,
        ],
        [
            3.84,
            0.26,
            -0.34,
            0.83,
            0.27,
            -0.15,
            -1.34,
            0.04,
            -2.64,
            0.61,
            1.20,
            0.20,
            0.14,
            0.38,
            -0.06,
            -0.16,
            0.19,
            -0.22,
            -6.32,
            -4.21,
            0.05,
            0.59,
            -0.46,
            -0.02,
            0.63,
            -0.81,
            0.80,
            2.08,
            2.60,
            -0.57,
            0.20,
            -1.41,
            -1.12,
            -0.05,
        ],
    ]
)
# A run of lines is the story where p exceeds _CORE on average, weighed by letters + _EXTRA; inside
# it the model may still cut a line below _INSIDE (log odds). Tuned on the same half.
_CORE, _EXTRA, _INSIDE = 0.15, 20.0, -1.0


def story(lines: Sequence[str]) -> list[bool]:
    """Say for each line whether it belongs to the story."""
    shapes = np.array([_shape(line) for line in lines])
    words = [
        frozenset(_WORD.findall(x.lower())) if len(x) >= _SHORT else frozenset() for x in lines
    ]
    odds = _ALONE[0] + shapes @ _ALONE[1:]
    for weights in _AMONG:
        columns = np.column_stack([shapes, _neighbourhood(shapes, _chance(odds), words)])
        odds = weights[0] + columns @ weights[1:]
    inside = _inside(_chance(odds), _CORE, np.minimum(shapes[:, 0] * 100, 400) + _EXTRA)
    return [bool(x) for x in inside & (odds > _INSIDE)]


def _shape(line: str) -> tuple[float, ...]:
    size = len(line) * (2 if ord(line[0]) > _IDEOGRAPHS else 1)
    last = line[-1]
    length = (min(size, 400) / 100, float(np.log1p(size)))
    if size < _SHORT and last not in _STOPS:
        return (*length, 0, 0, 0, 0, 0, 1, 0)
    words = line.split()
    capitals = sum(not word[0].islower() for word in words) / len(words)
    inner = ". " in line or "? " in line or "。" in line[:-1]
    commas = min(5, line.count(",") + line.count("、"))
    digits = len(_DIGIT.findall(line, 0, 40)) / 10
    return (*length, last in _CLOSERS, commas, inner, capitals, digits, 0, last in _STOPS)


def _chance(odds: Column) -> Column:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _neighbourhood(shapes: Column, chance: Column, words: list[frozenset[str]]) -> Column:
    """Return the columns about the lines around: how much story is near, and is it the same one."""
    weight = chance * np.minimum(shapes[:, 0] * 100, 300)
    shared = _shared_words(words, chance)
    columns = [*_masses(weight, chance), shared]
    for floor in (0.5, 0.35):
        columns += _distances(chance, floor, shapes, shared)
    return np.column_stack(columns)


def _masses(weight: Column, chance: Column) -> list[Column]:
    """Return how much story stands before and after each line, near and far."""
    at, total = np.arange(len(weight)), np.concatenate([[0.0], np.cumsum(weight)])

    def before(span: int) -> Column:
        return np.asarray(total[at] - total[np.maximum(at - span, 0)])

    def after(span: int) -> Column:
        return np.asarray(total[np.minimum(at + 1 + span, len(at))] - total[at + 1])

    columns = [np.append(0.0, chance[:-1]), np.append(chance[1:], 0.0)]
    for span in (3, 10, 30):
        columns += [np.log1p(before(span)), np.log1p(after(span))]
    columns += [total[at] / (total[-1] + 1), 1 - total[at + 1] / (total[-1] + 1)]
    columns.append(np.minimum(before(5), after(5)) / 100)
    around = before(12) + after(12)
    columns += [around / (1 + around.max()), np.minimum(before(12), after(12)) / (1 + around.max())]
    return columns


def _distances(chance: Column, floor: float, shapes: Column, shared: Column) -> list[Column]:
    """Return where each line stands to the heaviest run of story lines."""
    inside = _inside(chance, floor, np.minimum(shapes[:, 0] * 100, 300) + 20).astype(float)
    at = np.flatnonzero(inside)
    first, last = (int(at[0]), int(at[-1])) if len(at) else (0, -1)
    place = np.arange(len(chance))
    before, after = np.maximum(0, first - place), np.maximum(0, place - last)
    outside = (1 - inside) * shared
    return [inside, np.log1p(before), np.log1p(after), inside * shapes[:, 6], outside]


def _shared_words(words: list[frozenset[str]], chance: Column) -> Column:
    """Return the share of each line's long words that other story lines use too."""
    likely = [bool(x) for x in chance > 0.5]
    counts: dict[str, int] = {}
    for found, story_line in zip(words, likely, strict=True):
        if story_line:
            for word in found:
                counts[word] = counts.get(word, 0) + 1
    return np.array(
        [
            sum(counts.get(word, 0) > own for word in found) / (len(found) + 1)
            for found, own in zip(words, likely, strict=True)
        ]
    )


def _inside(chance: Column, floor: float, weight: Column) -> NDArray[np.bool_]:
    """Return the run of lines with the largest sum of (chance - floor) * weight."""
    sums = np.concatenate([[0.0], np.cumsum((chance - floor) * weight)])
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    start = int(np.argmin(sums[: end + 1]))
    at = np.arange(len(chance))
    return np.asarray((at >= start) & (at < end))
