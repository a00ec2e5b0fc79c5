"""What an engine of translation is, and the way from one language to another through several."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Protocol

from digest.errors import NoRoute

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from digest.records import Signature

MAX_HOPS = 3
PACKAGES = {"apertium-bel-rus": ("be", "ru"), "apertium-rus-ukr": ("ru", "uk")}


class Translator(Protocol):
    """Something that translates sentences, several pairs of languages at most."""

    name: str
    pairs: frozenset[tuple[str, str]]  # (source, target), BCP 47 primary tags
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


def spoken(tag: str) -> str:
    """Return the primary tag, which is what engines know: `be` for `be-tarask`."""
    return tag.partition("-")[0].lower()


def routes(engines: Sequence[Translator]) -> dict[tuple[str, str], Hop]:
    """Return the graph of languages: the best engine's hop for each pair."""
    graph: dict[tuple[str, str], Hop] = {}
    for engine in sorted(engines, key=lambda engine: engine.rank, reverse=True):
        graph |= {pair: Hop(*pair, engine) for pair in engine.pairs}
    return graph


def best_route(engines: Sequence[Translator], source: str, target: str) -> Route:
    """Return the way with the fewest hops, then the best engines; raise `NoRoute` without one."""
    source, target = spoken(source), spoken(target)
    found = list(_ways(tuple(routes(engines).values()), source, target, ()))
    if not found:
        raise NoRoute(_advice(source, target, routes(engines)))
    return min(found, key=lambda way: (len(way), sum(hop.engine.rank for hop in way)))


def all_routes(engines: Sequence[Translator]) -> dict[tuple[str, str], Route]:
    """Return the best way between every two languages that have one."""
    ends = sorted({tag for pair in routes(engines) for tag in pair})
    found: dict[tuple[str, str], Route] = {}
    for pair in permutations(ends, 2):
        with suppress(NoRoute):
            found[pair] = best_route(engines, *pair)
    return found


def _ways(hops: Route, source: str, target: str, taken: Route) -> Iterator[Route]:
    if source == target:
        yield taken
    elif len(taken) < MAX_HOPS:
        seen = {hop.source for hop in taken}
        for hop in hops:
            if hop.source == source and hop.target not in seen:
                yield from _ways(hops, hop.target, target, (*taken, hop))


def _advice(source: str, target: str, installed: Container[tuple[str, str]]) -> str:
    wanted = {source, target} - {"ru"}  # each package is between Russian and another language
    steps = [
        f"`apt install {name}` for {'-'.join(pair)}"
        for name, pair in PACKAGES.items()
        if wanted.intersection(pair) and tuple(pair) not in installed
    ]
    steps.append("point [translate] models at a Marian or M2M100 directory")
    return f"nothing installed translates {source} to {target}; " + ", or ".join(steps)
