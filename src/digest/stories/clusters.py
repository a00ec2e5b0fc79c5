"""Clusters of a sparse graph of likeness, by average linkage.

Average linkage (UPGMA; Sokal and Michener, 1958) joins the two clusters whose members are most
alike on average. A single link would chain a whole day's news into one story by its go-betweens.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def average_linkage(
    size: int, edges: Mapping[tuple[int, int], float], least: float = 1.0
) -> list[list[int]]:
    """Return the clusters of `size` items, each in order, the clusters by their first item.

    `edges` are likenesses of pairs (i < j); a pair that is not there has none. Clusters are
    joined while the best average likeness is `least` or more. O(E log E) for E edges in small
    clusters.
    """
    roots = _roots(size, (pair for pair, alike in edges.items() if alike >= least))
    parts: dict[int, list[int]] = defaultdict(list)
    for item, root in enumerate(roots):
        parts[root].append(item)
    inside: dict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    for (i, j), alike in edges.items():
        if roots[i] == roots[j]:
            inside[roots[i]][i, j] = alike
    return sorted(
        cluster for root, part in parts.items() for cluster in _linked(part, inside[root], least)
    )


def _roots(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each item one that stands for all that it is connected with (union-find).

    No average exceeds its best pair, so a cluster lies within what single links connect.
    """
    parents = list(range(size))

    def root(item: int) -> int:
        while parents[item] != item:
            parents[item] = item = parents[parents[item]]
        return item

    for i, j in pairs:
        parents[root(j)] = root(i)
    return [root(item) for item in range(size)]


def _linked(
    items: Sequence[int], edges: Mapping[tuple[int, int], float], least: float
) -> list[list[int]]:
    members = {item: [item] for item in items}
    likeness: dict[int, dict[int, float]] = {item: {} for item in items}
    for (i, j), alike in edges.items():
        likeness[i][j] = likeness[j][i] = alike
    queue = [(-alike, i, j) for (i, j), alike in edges.items() if alike >= least]
    heapq.heapify(queue)
    while queue:
        alike, i, j = heapq.heappop(queue)
        if i in members and j in members and likeness[i].get(j) == -alike:
            for other in _join(i, j, members, likeness):
                if likeness[i][other] >= least:
                    heapq.heappush(queue, (-likeness[i][other], min(i, other), max(i, other)))
    return [sorted(cluster) for cluster in members.values()]


def _join(
    i: int, j: int, members: dict[int, list[int]], likeness: dict[int, dict[int, float]]
) -> list[int]:
    """Put `j` into `i`; return the neighbours of the cluster that this makes."""
    ours, theirs = len(members[i]), len(members[j])
    before, joined = likeness[i], likeness.pop(j)
    neighbours = (before.keys() | joined.keys()) - {i, j}
    total = ours + theirs
    likeness[i] = {
        other: (before.get(other, 0) * ours + joined.get(other, 0) * theirs) / total
        for other in neighbours
    }
    for other in neighbours:
        likeness[other].pop(j, None)
        likeness[other][i] = likeness[i][other]
    members[i] += members.pop(j)
    return sorted(neighbours)
