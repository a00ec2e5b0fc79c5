"""Sentences that a costly engine has translated, remembered one by one.

A model wants the whole day at once, to be loaded once and to fill its batches. So it gets it, and
what it makes is in the ledger after each `batch` sentences: a killed run loses at most those. Nor
is a sentence translated again on its way to another reader's language.
"""

from __future__ import annotations

from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, Protocol, TypeGuard

from digest.pipeline.work import Stage, once
from digest.records import Failure, Step
from digest.store import key_of
from digest.translate import Translator, ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.pipeline.work import Watch
    from digest.records import Signature
    from digest.store import Ledger


class Costly(Translator, Protocol):
    """A translator whose work is worth remembering."""

    batch: int  # sentences that are asked for and recorded at once


def is_costly(engine: Translator) -> TypeGuard[Costly]:
    """Tell whether an engine says how many sentences it should be asked for at once."""
    return hasattr(engine, "batch")


def remembered(
    engines: Sequence[Translator], ledger: Ledger, watch: Watch
) -> tuple[Translator, ...]:
    """Return the engines, the costly ones with the ledger before them."""
    return tuple(
        Remembered(engine, ledger, watch) if is_costly(engine) else engine for engine in engines
    )


class Remembered:
    """A costly translator, with the ledger before it."""

    def __init__(self, engine: Costly, ledger: Ledger, watch: Watch) -> None:
        """Look like the engine."""
        self.name, self.pairs = engine.name, engine.pairs
        self.rank, self.draft = engine.rank, engine.draft
        self.needs = getattr(engine, "needs", "")
        self._engine, self._ledger, self._watch = engine, ledger, watch
        self._steps: dict[str, Step] = {}
        self._lost: set[tuple[str, str, str]] = set()  # it would be lost again, and cost a load

    @property
    def is_unusable(self) -> bool:
        """Tell whether the engine's model could not be loaded."""
        return getattr(self._engine, "is_unusable", False)

    def signature(self, source: str, target: str) -> Signature:
        """Return the engine's own."""
        return self._engine.signature(source, target)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return one translation for each sentence; "" for one that did not succeed.

        Such a one is not asked for again by this run, but it is not recorded, and the next one is.
        """
        wanted = [text for text in sentences if (text, source, target) not in self._lost]
        stage = self._stage(source, target)
        results = once(stage, wanted, self._ledger, self._engine.batch, self._added(stage.name))
        made = dict(zip(wanted, results, strict=True))
        self._lost |= {(t, source, target) for t, new in made.items() if isinstance(new, Failure)}
        return [new if isinstance(new := made.get(text), str) else "" for text in sentences]

    def _added(self, stage: str) -> Watch:
        """Return what watches a call; readers, merged stories and stand-ins each make one."""
        before = self._steps.get(stage, Step(stage, 0, 0, 0, 0, 0.0))

        def watch(step: Step) -> None:
            counts = zip(astuple(before)[1:], astuple(step)[1:], strict=True)
            self._steps[stage] = Step(stage, *map(sum, counts))
            self._watch(self._steps[stage])

        return watch

    def _stage(self, source: str, target: str) -> Stage[str, str]:
        signature = asdict(self.signature(source, target))

        def work(batch: Sequence[str]) -> list[str | Failure]:
            made = ask(self._engine, batch, source, target)
            return [text or Failure(source, "translate", "nothing came out", 1) for text in made]

        return Stage(
            f"{self.name} {source}-{target}",
            key=lambda text: key_of("sentence", text, source, target, signature),
            work=work,
            subject=lambda _: f"{source}-{target}",
            pack=str,
            unpack=lambda value, _: str(value),
        )
