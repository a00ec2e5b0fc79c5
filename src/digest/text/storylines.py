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
_SEEN = 200  # letters; the first words tell as much about capitals as all of them
_SHORT = 20  # letters; shorter lines that end no sentence are links, and need no closer look
_IDEOGRAPHS = 0x2E80  # where CJK begins: one sign says about as much as two letters
_STOPS = ".!?…。！？"
_CLOSERS = frozenset(_STOPS + "\"”“»'’)")

# One row per column, in the order of `_shape` and `_neighbourhood`: its weight where a line is
# judged alone, and where it is judged among its neighbours.
_TABLE = """
bias                 -3.03   5.86
length                0.50   0.32
log_length            0.19  -0.37
closes                1.51   0.81
commas                0.25   0.25
inner_stop           -0.23  -0.09
capitals             -1.68  -1.62
digits                0.41   0.55
tiny                 -3.29  -3.18
stops                 0.28   0.45
above                    -   0.73
below                    -   0.21
mass_above_3             -   0.13
mass_below_3             -   0.31
mass_above_10            -   0.09
mass_below_10            -  -0.23
mass_above_30            -  -0.03
mass_below_30            -  -0.08
share_above              -  -7.20
share_below              -  -5.88
between_5                -   0.04
around_12                -   1.93
between_12               -  -0.26
shared_words             -  -1.37
core_inside              -   0.08
core_before              -  -0.09
core_after               -  -0.43
core_inside_digits       -   2.70
core_outside_shared      -   2.00
wide_inside              -   0.03
wide_before              -  -0.65
wide_after               -  -0.38
wide_inside_digits       -  -2.45
wide_outside_shared      -   0.38
"""
_WEIGHTS = [row.split() for row in _TABLE.strip().splitlines()]
_ALONE = np.array([float(alone) for _, alone, _ in _WEIGHTS if alone != "-"])
_AMONG = np.array([float(among) for _, _, among in _WEIGHTS])
# The story is the run of lines with the largest sum of (chance - _CORE) * letters; inside it the
# model still cuts a line whose log odds are below _INSIDE. Both tuned on the same half.
_CORE, _INSIDE = 0.25, -1.0


def story(lines: Sequence[str]) -> list[bool]:
    """Say for each line whether it belongs to the story."""
    shapes = np.array([_shape(line) for line in lines])
    words = [
        frozenset(_WORD.findall(x.lower())) if len(x) >= _SHORT else frozenset() for x in lines
    ]
    chance = _chance(_ALONE[0] + shapes @ _ALONE[1:])
    columns = np.column_stack([shapes, _neighbourhood(shapes, chance, words)])
    odds = _AMONG[0] + columns @ _AMONG[1:]
    inside = _inside(_chance(odds), _CORE, np.minimum(shapes[:, 0] * 100, 400))
    return [bool(kept) for kept in inside & (odds > _INSIDE)]


def _shape(line: str) -> tuple[float, ...]:
    size = len(line) * (2 if ord(line[0]) > _IDEOGRAPHS else 1)
    last = line[-1]
    length = (min(size, 400) / 100, float(np.log1p(size)))
    if size < _SHORT and last not in _STOPS:
        return (*length, 0, 0, 0, 0, 0, 1, 0)
    words = line[:_SEEN].split()
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
