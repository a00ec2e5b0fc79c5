"""Pairs of vectors that lie near each other, without comparing all with all.

Beyond a few thousand vectors an inverted file is used (IVF; Jégou, Douze and Schmid, 2011):
vectors are filed under the nearest of 2√n centres, and each is compared with what lies under its
nearest few. What that misses is mostly found among neighbours of neighbours (NN-descent; Dong,
Charikar and Li, 2011). Below, all pairs are compared.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Indices = NDArray[np.intp]

EXHAUSTIVE = 4096  # vectors up to which comparing all pairs is as fast
_PROBES, _STEPS, _BLOCK, _FRIENDS = 14, 2, 1024, 64


def near(vectors: Vectors, least: float) -> dict[tuple[int, int], float]:
    """Return the cosines of the pairs (i < j) of unit vectors (n × d) that are `least` or more.

    Beyond `EXHAUSTIVE` vectors, a few near pairs may be missed.
    """
    everything = np.arange(len(vectors))
    if len(vectors) <= EXHAUSTIVE:
        return dict(_pairs(vectors, everything, everything, least))
    probes = _probes(vectors)
    found: dict[tuple[int, int], float] = {}
    for visitors, home in zip(_filed(probes), _filed(probes[:, :1]), strict=True):
        found.update(_pairs(vectors, visitors, home, least))
    found.update(list(_completed(vectors, found, least)))
    return found


def _cells(size: int) -> int:
    return int(2 * size**0.5)


def _filed(probes: Indices) -> list[Indices]:
    """Return, for each centre, the vectors that have it among their probes (n × p)."""
    order = probes.ravel().argsort(kind="stable")
    ends = np.bincount(probes.ravel(), minlength=_cells(len(probes))).cumsum()
    return np.split(order // probes.shape[1], ends[:-1])


def _pairs(
    vectors: Vectors, rows: Indices, columns: Indices, least: float
) -> Iterator[tuple[tuple[int, int], float]]:
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        cosines = vectors[block] @ vectors[columns].T
        for a, b in zip(*np.nonzero(cosines >= least), strict=True):
            i, j = int(block[a]), int(columns[b])
            if i != j:
                yield (min(i, j), max(i, j)), float(cosines[a, b])


def _completed(
    vectors: Vectors, found: dict[tuple[int, int], float], least: float
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the near pairs among those who have a neighbour in common."""
    friends: dict[int, list[int]] = defaultdict(list)
    for i, j in found:
        friends[i].append(j)
        friends[j].append(i)
    pairs = {
        pair
        for known in friends.values()
        for pair in combinations(sorted(known[:_FRIENDS]), 2)
        if pair not in found
    }
    for i, j in sorted(pairs):
        if (cosine := float(vectors[i] @ vectors[j])) >= least:
            yield (i, j), cosine


def _probes(vectors: Vectors) -> Indices:
    """Return the nearest centres of each vector (n × p), the nearest first; k-means on a sample."""
    chance = np.random.default_rng(0)  # a fixed seed: the same day gives the same stories
    count = _cells(len(vectors))
    sample = vectors[chance.choice(len(vectors), min(len(vectors), 32 * count), replace=False)]
    centres = sample[:count].copy()
    for _ in range(_STEPS):
        nearest = (sample @ centres.T).argmax(axis=1)
        np.add.at(centres, nearest, sample)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return np.concatenate(
        [_nearest(vectors[at : at + _BLOCK], centres) for at in range(0, len(vectors), _BLOCK)]
    )


def _nearest(vectors: Vectors, centres: Vectors) -> Indices:
    cosines = vectors @ centres.T
    best = np.argpartition(-cosines, _PROBES, axis=1)[:, :_PROBES]
    order = np.argsort(-np.take_along_axis(cosines, best, axis=1), axis=1)
    return np.take_along_axis(best, order, axis=1)
