"""What an engine of translation is, and the way from one language to another through several."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Protocol

from digest.errors import NoRoute
from digest.records import primary
from digest.text.writing.orthography import written
from digest.text.writing.translit import TRANSLIT

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from digest.records import Signature

MAX_HOPS = 3
PACKAGES = {"apertium-bel-rus": ("be", "ru"), "apertium-rus-ukr": ("ru", "uk")}


class Translator(Protocol):
    """Something that translates sentences, several pairs of languages at most."""

    name: str
    pairs: frozenset[tuple[str, str]]  # (source, target): primary tags, or orthographies of one
    rank: int  # lower is better quality
    draft: bool  # rule-based: what it makes must be marked as a draft

    def signature(self, source: str, target: str) -> Signature:
        """Return what is needed to make the same translation again."""
        ...

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return one translation for each sentence, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a route."""

    source: str
    target: str
    engine: Translator


Route = tuple[Hop, ...]
Graph = dict[tuple[str, str], Hop]


def routes(engines: Sequence[Translator]) -> Graph:
    """Return the graph of languages: the best engine's hop for each pair."""
    graph: Graph = {}
    for engine in sorted(engines, key=lambda engine: engine.rank, reverse=True):
        graph |= {pair: Hop(*pair, engine) for pair in engine.pairs}
    return graph


def best_route(engines: Sequence[Translator], source: str, target: str) -> Route:
    """Return the way with the fewest hops, then the best engines; raise `NoRoute` without one.

    Between languages the primary tags count. An orthography (`be-tarask`, `be-Latn`) is left
    before the first hop and entered after the last one; a source goes as it is where no engine
    reads its orthography.
    """
    graph, source, target = routes(engines), written(source), written(target)
    if source.endswith(TRANSLIT):
        raise NoRoute(f"the text is transliterated ({source}), and no engine reads that")
    if primary(source) == primary(target):
        return _respelling(graph, source, target)
    core = _shortest(graph, primary(source), primary(target))
    if core is None:
        raise NoRoute(_advice(primary(source), primary(target), graph))
    before = graph.get((source, primary(source)))
    first = (before,) if before else ()
    return (*first, *core, *_respelling(graph, primary(target), target))


def _respelling(graph: Graph, source: str, target: str) -> Route:
    if source == target:
        return ()
    if hop := graph.get((source, target)):
        return (hop,)
    raise NoRoute(f"no engine writes {source} as {target}; the built-in `orthography` does for be")


def all_routes(engines: Sequence[Translator]) -> dict[tuple[str, str], Route]:
    """Return the best way between every two languages that have one."""
    graph = routes(engines)
    ends = sorted({primary(tag) for pair in graph for tag in pair})
    ways = {pair: _shortest(graph, *pair) for pair in permutations(ends, 2)}
    return {pair: way for pair, way in ways.items() if way is not None}


def _shortest(graph: Graph, source: str, target: str) -> Route | None:
    """Try one hop more at a time: a model of a hundred languages has a million longer ways."""
    for length in range(MAX_HOPS + 1):
        found = list(_ways(graph, source, target, length))
        if found:
            return min(found, key=lambda way: sum(hop.engine.rank for hop in way))
    return None


def _ways(graph: Graph, source: str, target: str, length: int) -> Iterator[Route]:
    """Yield the ways of exactly this many hops."""
    if length == 0:
        yield from [()] if source == target else []
    elif length == 1:
        yield from [(graph[source, target],)] if (source, target) in graph else []
    else:
        for (start, middle), hop in graph.items():
            if start == source:
                yield from ((hop, *rest) for rest in _ways(graph, middle, target, length - 1))


def _advice(source: str, target: str, installed: Container[tuple[str, str]]) -> str:
    wanted = {source, target} - {"ru"}  # each package is between Russian and another language
    steps = [
        f"`apt install {name}` for {'-'.join(pair)}"
        for name, pair in PACKAGES.items()
        if wanted.intersection(pair) and tuple(pair) not in installed
    ]
    steps.append(f"a model: `digest models list --pair {source}-{target}`")
    return f"nothing installed translates {source} to {target}; " + ", or ".join(steps)
