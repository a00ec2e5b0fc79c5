"""Briefings by a language model: each point with the words of the article it rests on.

A point is dropped where the article does not have its quotation, or the quotation has little to do
with it. An answer that cannot be used is asked for once more, with other words; then the briefing
is the extractive one, and says so. An article that speaks to machines is not shown to one at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.backends.extractive import Extractive
from digest.backends.llm.answers import Brief, Unusable, parse
from digest.backends.llm.model import Ask
from digest.backends.llm.quotes import located, supports
from digest.backends.prompts import fenced, prompt
from digest.records import Briefing, Failure, Point, Signature, caveat
from digest.text.sentences import sentences
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.backends.llm.answers import Quoted
    from digest.backends.llm.model import LanguageModel, Reply
    from digest.records import Article, Caveat, Spent

TRIES = 2


class Briefings:
    """The summarizer that any language model makes."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._prompt = prompt("briefing")

    @property
    def signature(self) -> Signature:
        """Return the model, its prompt and how it samples."""
        sampling = self._prompt.sampling
        asked = {"temperature": sampling.temperature, "top_p": sampling.top_p,
                 "max_tokens": sampling.max_tokens, "seed": sampling.seed}  # fmt: skip
        settings = tuple((name, str(value)) for name, value in asked.items())
        model = self._model
        return Signature(
            model.engine, model.model, model.revision, self._prompt.fingerprint, settings
        )

    def spent(self) -> tuple[Spent, ...]:
        """Return what the model has read and written so far, by task."""
        return self._model.spent()

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        """Return a briefing for each article, or a failure where it has no sentence."""
        plain = Extractive().summarize(articles, points)
        harmless = [b for b in plain if isinstance(b, Briefing) and not is_hostile(b)]
        written = self._written(harmless, points)
        return [
            result if isinstance(result, Failure) else written.get(result.article.id, result)
            for result in plain
        ]

    def _written(self, plain: Sequence[Briefing], points: int) -> dict[str, Briefing]:
        """Return for each article what the model wrote, or else the plain briefing, marked."""
        made: dict[str, Briefing] = {}
        for attempt in range(TRIES):
            left = [briefing for briefing in plain if briefing.article.id not in made]
            replies = self._model.answer([self._ask(b.article, points, attempt) for b in left])
            for briefing, reply in zip(left, replies, strict=True):
                if found := self._briefing(briefing, reply, points):
                    made[briefing.article.id] = found
        return {b.article.id: made.get(b.article.id) or self._fallen_back(b) for b in plain}

    def _ask(self, article: Article, points: int, attempt: int) -> Ask:
        sampling = self._prompt.sampling
        if attempt:
            sampling = replace(
                sampling, seed=sampling.seed + attempt, temperature=sampling.temperature + 0.4
            )
        text = self._prompt.fill(
            language=wording("en").language_name(article.language),
            points=str(points),
            article=fenced(_written(article)[: self._room()]),
        )
        return Ask(text, sampling, Brief.model_json_schema(), self._prompt.name)

    def _room(self) -> int:
        return max(0, self._model.letters - len(self._prompt.text))

    def _briefing(self, plain: Briefing, reply: Reply, points: int) -> Briefing | None:
        """Return the briefing that a reply makes, or nothing where it makes none."""
        try:
            answer = parse(reply.text, Brief)
        except Unusable:
            return None
        original = sentences(plain.article)
        made = [
            Point(one.text, grounded(one, original, plain.article.language))
            for one in answer.points
        ]
        good = tuple(point for point in made if point.evidence)
        if not good:
            return None
        return replace(
            plain,
            headline=plain.article.title.strip() or answer.headline,
            points=good[:points],
            made_by=self.signature,
            warnings=tuple(self._caveats(plain.article, len(made) - len(good))),
        )

    def _caveats(self, article: Article, lost: int) -> Iterator[Caveat]:
        if lost:
            yield caveat("ungrounded", count=lost)
        if len(_written(article)) > self._room():
            yield caveat("lead_only", engine=self._model.engine)

    def _fallen_back(self, plain: Briefing) -> Briefing:
        why = caveat("fallback", engine=self._model.engine)
        return replace(plain, warnings=(*plain.warnings, why))


def is_hostile(plain: Briefing) -> bool:
    """Tell whether an article, by its extractive briefing, has sentences for machines."""
    return any(warning.kind == "instructions" for warning in plain.warnings)


def grounded(one: Quoted, original: Sequence[str], language: str) -> tuple[int, ...]:
    """Return the sentences that a point rests on; () where they do not support what it says."""
    places = located(one.quote, original)
    quoted = [original[place] for place in places]
    return places if quoted and supports(quoted, one.text, language, language) else ()


def _written(article: Article) -> str:
    return "\n\n".join(filter(None, (article.title, *article.text)))
