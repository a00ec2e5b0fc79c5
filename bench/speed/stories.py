"""Clustering 50,000 vectors through the inverted file, against comparing all pairs."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

from bench.ratio import Ratio, cpu, paired
from digest.stories import neighbours
from digest.stories.clusters import average_linkage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SIZE, DIMENSIONS, EVENT = 50_000, 384, 0.55  # same-story cosines are 0.74 on average


def ratios(data: Path) -> list[Ratio]:
    """Return the ratio, with the pair F1 of both and the growth from 10,000 to 50,000."""
    del data
    vectors, stories = day(SIZE)
    f1 = pair_f1(ours(vectors), stories)
    small, _ = day(SIZE // 5)
    growth = log(cpu(lambda: ours(vectors)) / cpu(lambda: ours(small))) / log(5)
    return [
        paired(
            "Clusters of 50,000 vectors, against all pairs",
            lambda: ours(vectors),
            lambda: theirs(vectors),
            rounds=1,
            note=f"pair F1 {f1:.4f}; growth exponent from 10,000 vectors: {growth:.2f}",
        )
    ]


def day(size: int) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return unit vectors of `size` articles in stories of four on average, and their stories."""
    chance = np.random.default_rng(1)
    centres = _unit(chance.normal(size=(size // 4, DIMENSIONS)).astype(np.float32))
    stories = chance.integers(0, len(centres), size)
    noise = chance.normal(size=(size, DIMENSIONS)).astype(np.float32)
    return _unit(centres[stories] + noise * np.float32(0.6 / DIMENSIONS**0.5)), stories


def ours(vectors: NDArray[np.float32]) -> list[list[int]]:
    near = neighbours.near(vectors, EVENT / 2)
    return average_linkage(len(vectors), {pair: alike / EVENT for pair, alike in near.items()})


def theirs(vectors: NDArray[np.float32]) -> list[list[int]]:
    with patch.object(neighbours, "EXHAUSTIVE", len(vectors)):
        return ours(vectors)


def pair_f1(clusters: Sequence[Sequence[int]], stories: NDArray[np.intp]) -> float:
    """Return F1 over pairs of articles in one cluster and in one story."""
    right = sum(_pairs(Counter(stories[cluster]).values()) for cluster in clusters)
    said = _pairs(map(len, clusters))
    return 2 * right / (said + _pairs(Counter(stories).values()))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
