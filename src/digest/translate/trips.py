"""Texts on their way through the hops of their routes, in the order that asks each engine once.

An engine may be a model that is loaded when it is asked and makes room for the next one. So it
waits until all texts that need it have come to it: a day in five languages that passes through
Russian loads the last hop's model once, not five times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import Failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.translate.routes import Route, Translator


@dataclass(slots=True)
class Trip:
    """Texts of one language, the hops ahead of them, and where they have come to.

    `left` are the words that no engine knew, by the text as it set out; `error` is why it ended.
    """

    hops: Route
    texts: list[str]
    left: dict[str, tuple[str, ...]]
    error: Failed | None = None

    @property
    def next(self) -> Translator:
        """Return the engine that is asked next."""
        return self.hops[0].engine

    def needs_later(self, engine: Translator) -> bool:
        """Tell whether a hop after the next one is this engine's."""
        return any(hop.engine is engine for hop in self.hops[1:])

    def go(self) -> None:
        """Take the next hop."""
        hop, self.hops = self.hops[0], self.hops[1:]
        before = self.texts
        try:
            self.texts = ask(hop.engine, before, hop.source, hop.target)
        except Failed as error:
            self.hops, self.error = (), error
            return
        words = getattr(hop.engine, "untranslated", {})
        for text, step, made in zip(self.left, before, self.texts, strict=True):
            still = (word for word in self.left[text] if not _carried(word, step, made))
            self.left[text] = (*still, *words.get(step, ()))


def _carried(word: str, before: str, made: str) -> bool:
    """Tell whether a hop has a word that the one before had left in square brackets."""
    marked = f"[{word}]".replace("'", "’")
    return marked in before and marked not in made


def travel(trips: Sequence[Trip]) -> None:
    """Take all trips to their ends."""
    while going := [trip for trip in trips if trip.hops]:
        engine = _next(going)
        for trip in going:
            if trip.next is engine:
                trip.go()


def _next(going: Sequence[Trip]) -> Translator:
    """Return an engine that no trip needs later; the first one where there is none."""
    heads = [trip.next for trip in going]
    ready = (one for one in heads if not any(trip.needs_later(one) for trip in going))
    return next(ready, heads[0])


def ask(engine: Translator, texts: Sequence[str], source: str, target: str) -> list[str]:
    """Return an engine's translation of each text; raise `Failed` where one is missing."""
    made = engine.translate(texts, source, target)
    if len(made) != len(texts):
        raise Failed(f"{engine.name} returned {len(made)} texts for {len(texts)}")
    return made
