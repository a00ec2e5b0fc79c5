"""The engines of a run: what they have spent, and whether what they made is for now only."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from digest import __version__
from digest.text.glossary import Glossary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.language import Detector
    from digest.pipeline.editing import Editor
    from digest.pipeline.meaning import Encoder
    from digest.records import Briefing, Spent
    from digest.summarize import Summarizer
    from digest.translate import Translator


@dataclass(frozen=True, slots=True)
class Engines:
    """One engine for each stage; several for translation, since routes pass through many."""

    detector: Detector
    summarizer: Summarizer
    translators: tuple[Translator, ...] = ()
    glossary: Glossary = field(default_factory=lambda: Glossary({}))
    encoder: Encoder | None = None

    @property
    def editor(self) -> Editor | None:
        """Who tells stories once and sums up the day, where the summarizer can do that."""
        found: Editor | None = getattr(self.summarizer, "editor", None)
        return found

    @property
    def spent(self) -> tuple[Spent, ...]:
        """What language models have read and written so far; engines may share a meter."""
        engines = (self.summarizer, *self.translators)
        every: Iterable[tuple[Spent, ...]] = (getattr(e, "spent", tuple)() for e in engines)
        return tuple(dict.fromkeys(chain.from_iterable(every)))


def is_stopgap(made: Briefing, mark: str, engines: Sequence[object]) -> bool:
    """Tell whether a briefing may be no better only because of what an engine could not do today.

    A server may not have been reached; a model may not have been loaded, and then others have done
    its work, perhaps without a mark.
    """
    if any(getattr(engine, "is_unusable", False) for engine in engines):
        return True
    asked = any(getattr(engine, "needs", "") == "server" for engine in engines)
    return asked and any(warning.kind == mark for warning in made.warnings)


def maker(detector: Detector) -> str:
    """Name what decides about languages; it changes with the program, and so do the keys."""
    return f"{type(detector).__qualname__} {__version__}"
