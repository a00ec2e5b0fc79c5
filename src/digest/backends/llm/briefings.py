"""Briefings by a language model: each point with the words of the article it rests on.

A point is dropped where the article does not have its quotation, or the quotation has little to do
with it. An answer that cannot be used is asked for once more, with other words; then the briefing
is the extractive one, and says so. An article that speaks to machines is not shown to one at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.backends.extractive import Extractive
from digest.backends.grounding import evidence
from digest.backends.llm.answers import Brief, understood
from digest.backends.llm.asking import ask_for_each, filled, signature, written
from digest.backends.llm.editor import Editor
from digest.backends.llm.quotes import grounded
from digest.backends.prompts import fenced, prompt
from digest.records import Briefing, Failure, Point, caveat
from digest.text.sentences import sentences
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.backends.llm.model import Ask, LanguageModel
    from digest.records import Article, Caveat, Signature, Spent
    from digest.text.glossary import Glossary


class Briefings:
    """The summarizer that any language model makes."""

    def __init__(self, model: LanguageModel, glossary: Glossary | None = None) -> None:
        self._model, self._glossary = model, glossary
        self._prompt = prompt("briefing")

    @property
    def signature(self) -> Signature:
        """Return the model, its prompt and how it samples."""
        return signature(self._model, self._prompt)

    @property
    def editor(self) -> Editor:
        """The same model at its other tasks: stories told once, and the day in five lines."""
        return Editor(self._model, self._glossary)

    @property
    def is_unusable(self) -> bool:
        """Tell whether the model could not be loaded."""
        return self._model.is_unusable

    def spent(self) -> tuple[Spent, ...]:
        """Return what the model has read and written so far, by task."""
        return self._model.spent()

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        """Return a briefing for each article, or a failure where it has no sentence."""
        plain = Extractive().summarize(articles, points)
        told = [b for b in plain if isinstance(b, Briefing) and b.points and not is_hostile(b)]
        written = self._written(told, points)
        return [
            result if isinstance(result, Failure) else written.get(result.article.id, result)
            for result in plain
        ]

    def _written(self, plain: Sequence[Briefing], points: int) -> dict[str, Briefing]:
        """Return for each article what the model wrote, or else the plain briefing, marked."""
        made = ask_for_each(
            self._model,
            plain,
            lambda briefing, attempt: self._ask(briefing.article, points, attempt),
            lambda briefing, said: self._briefing(briefing, said, points),
        )
        pairs = zip(plain, made, strict=True)
        return {b.article.id: found or self._fallen_back(b) for b, found in pairs}

    def _ask(self, article: Article, points: int, attempt: int) -> Ask:
        return filled(
            self._prompt,
            Brief,
            attempt,
            language=wording("en").language_name(article.language),
            points=str(points),
            article=fenced(written(article)[: self._room()]),
        )

    def _room(self) -> int:
        return max(0, self._model.letters - len(self._prompt.text))

    def _briefing(self, plain: Briefing, said: str, points: int) -> Briefing | None:
        """Return the briefing that a reply makes, or nothing where it makes none."""
        answer = understood(said, Brief)
        if answer is None:
            return None
        original, language = sentences(plain.article), plain.article.language
        made = [
            Point(one.text, grounded(one, original, language, language)) for one in answer.points
        ]
        good = tuple(point for point in made if point.evidence)
        if not good:
            return None
        titled = plain.article.title.strip() or not evidence(answer.headline, original, language)
        return replace(
            plain,
            headline=plain.headline if titled else answer.headline,
            points=good[:points],
            made_by=self.signature,
            warnings=tuple(self._caveats(plain.article, len(made) - len(good))),
        )

    def _caveats(self, article: Article, lost: int) -> Iterator[Caveat]:
        if lost:
            yield caveat("ungrounded", count=lost)
        if len(written(article)) > self._room():
            yield caveat("lead_only", engine=self._model.engine)

    def _fallen_back(self, plain: Briefing) -> Briefing:
        why = caveat("fallback", engine=self._model.engine)
        return replace(plain, warnings=(*plain.warnings, why))


def is_hostile(plain: Briefing) -> bool:
    """Tell whether an article, by its extractive briefing, has sentences for machines."""
    return any(warning.kind == "instructions" for warning in plain.warnings)
