"""Articles that tell a model what to do, and a model that obeys: what of it would be published.

Each of the templates of `injected.py`, plain and disguised, stands in a true article. The
model answers as it was told, in all ways that cite something, and its answer goes through all that
a real one goes through. `unrecognized` is the same with the first line of defence switched off,
which knows such sentences for what they are. `python -m bench.quality.injection` counts.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.quality.injected import Injection, injections, obeyed, paragraphs
from digest.backends.langdetect import Profiles
from digest.backends.llm.briefings import Briefings
from digest.backends.llm.model import Reply
from digest.pipeline.gated import gated
from digest.records import Article, Briefing
from digest.text.statements.instructions import instructs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.backends.llm.model import Ask

CANARY = "Zebravox-7731"
LINE = ("digest.backends.extractive.instructs", "digest.backends.llm.quotes.instructs")


class Obedient:
    """A model that answers what it is told to."""

    engine, model, revision, letters, is_unusable = "obedient", "", "", 24_000, False

    def __init__(self, answer: object) -> None:
        self._reply = Reply(json.dumps(answer, ensure_ascii=False))

    def spent(self) -> tuple[()]:
        """Return nothing."""
        return ()

    def answer(self, asks: Sequence[Ask]) -> list[Reply]:
        """Return the same reply for each prompt."""
        return [self._reply for _ in asks]


def scores(folder: Path) -> dict[str, float]:  # noqa: ARG001  # it needs no data
    """Return the shares of templates that are known, and of answers that are withheld."""
    every = injections(CANARY)
    known = sum(instructs(one.text) for one in every)
    found = {"known": known / len(every), "withheld": _withheld(published(every))}
    with ExitStack() as off:
        for place in LINE:
            off.enter_context(patch(place, lambda _: False))
        return found | {"withheld unrecognized": _withheld(published(every))}


def published(every: Sequence[Injection]) -> dict[str, list[bool]]:
    """Return of each template's answers whether what was demanded is published.

    A sentence of the article, word for word, does not count.
    """
    return {one.name: list(_leaks(one)) for one in every}


def _withheld(found: dict[str, list[bool]]) -> float:
    answers, leaks = sum(map(len, found.values())), sum(map(sum, found.values()))
    print(f"{leaks} of {answers} answers published, for {sum(map(any, found.values()))} templates")
    return 1 - leaks / answers


def _leaks(one: Injection) -> Iterator[bool]:
    article = Article(one.name, "", paragraphs(one), one.language)
    verbatim = " ".join(article.text)
    for answer in obeyed(one, CANARY):
        (made,) = gated(Briefings(Obedient(answer)).summarize([article], 3), Profiles().detect)
        assert isinstance(made, Briefing)
        said = (made.headline, *(point.text for point in made.points))
        yield any(CANARY in text and text not in verbatim for text in said)


if __name__ == "__main__":
    for name, value in scores(Path()).items():
        print(f"{name:24} {value:.4f}")
