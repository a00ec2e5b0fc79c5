"""A language model at an editor's tasks: one event told once, and the day in five lines.

Each point of a story quotes one of its articles, which is how it is known whose it is. A line of
the overview rests on the story that it names. What does not is left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.backends.grounding import evidence
from digest.backends.llm.answers import Brief, Overview, understood
from digest.backends.llm.asking import ask_for_each, filled, listed, signature, written
from digest.backends.llm.quotes import grounded, supports
from digest.backends.prompts import fenced, prompt
from digest.records import Briefing, Failure, Point, caveat, primary
from digest.text.sentences import sentences
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.backends.llm.model import Ask, LanguageModel
    from digest.records import Article, Signature
    from digest.text.glossary import Glossary

    Event = Sequence[Article]
    Parts = tuple[Briefing, ...]

REPORTS = 6  # articles of one event that are read; the others add little
LONGEST = 240  # letters of a line of the overview


class Editor:
    """The editor that any language model makes."""

    def __init__(self, model: LanguageModel, glossary: Glossary | None = None) -> None:
        self._model, self._glossary = model, glossary
        self._merge, self._overview = prompt("merge"), prompt("overview")

    @property
    def signatures(self) -> tuple[Signature, Signature]:
        """The model with its prompt for stories, and with that for overviews."""
        merge = signature(self._model, self._merge)
        terms = self._glossary.fingerprint if self._glossary else ""
        merge = replace(merge, settings=(*merge.settings, ("glossary", terms)))
        return merge, signature(self._model, self._overview)

    def merge(self, events: Sequence[Event], points: int) -> list[Parts | Failure]:
        """Return each event told once, in the language of its first article.

        That is a briefing for every article that a point rests on, the first one's first; with
        points of just one article, nothing has been merged, and the answer is of no use.
        """
        made = ask_for_each(
            self._model,
            events,
            lambda event, attempt: self._ask_to_merge(event, points, attempt),
            lambda event, said: self._parts(event, said, points),
        )
        return [
            found or Failure(event[0].id, "merge", f"{self._model.engine} could not tell it once")
            for event, found in zip(events, made, strict=True)
        ]

    def overview(self, days: Sequence[Sequence[str]], language: str) -> list[tuple[str, ...]]:
        """Return a line for each story of a day, told in `language`; "" where there is none."""
        made = ask_for_each(
            self._model,
            days,
            lambda stories, attempt: self._ask_for_lines(stories, language, attempt),
            lambda stories, said: _lines(stories, said, language),
        )
        return [found or ("",) * len(stories) for stories, found in zip(days, made, strict=True)]

    def _ask_to_merge(self, event: Event, points: int, attempt: int) -> Ask:
        read = event[:REPORTS]
        room = max(0, self._model.letters - len(self._merge.text)) // len(read)
        fences = (f"=== ARTICLE ===\n{fenced(written(a)[:room])}\n=== END ===" for a in read)
        return filled(
            self._merge,
            Brief,
            attempt,
            language=wording("en").language_name(event[0].language),
            points=str(points),
            glossary=listed(self._terms(read, event[0].language)),
            articles="\n\n".join(fences),
        )

    def _terms(self, read: Event, language: str) -> dict[tuple[str, str], None]:
        """Return the glossary's rows for what reports in other languages name, in order."""
        foreign = [a for a in read if primary(a.language) != primary(language)]
        rows = (self._glossary.rows(written(a), a.language, language) for a in foreign
                if self._glossary)  # fmt: skip
        return dict.fromkeys(row for own in rows for row in own)

    def _ask_for_lines(self, stories: Sequence[str], language: str, attempt: int) -> Ask:
        return filled(
            self._overview,
            Overview,
            attempt,
            language=wording("en").language_name(language),
            stories="\n>\n".join(fenced(f"{n}. {story}") for n, story in enumerate(stories, 1)),
        )

    def _parts(self, event: Event, said: str, points: int) -> Parts | None:
        answer = understood(said, Brief)
        if answer is None:
            return None
        language, made_by = event[0].language, self.signatures[0]
        told: dict[int, list[Point]] = {}
        original = [sentences(article) for article in event[:REPORTS]]
        for one in answer.points[:points]:
            for n, (article, said_there) in enumerate(zip(event, original, strict=False)):
                if places := grounded(one, said_there, language, article.language):
                    told.setdefault(n, []).append(Point(one.text, places))
                    break
        if 0 not in told or len(told) < 2:
            return None
        texts = [point.text for own in told.values() for point in own]
        is_said = evidence(answer.headline, texts, language)
        headline = answer.headline if is_said else event[0].title or texts[0]
        lost = len(answer.points[:points]) - sum(map(len, told.values()))
        warnings = (caveat("ungrounded", count=lost),) if lost else ()
        return tuple(
            Briefing(
                event[n], language, headline, tuple(told[n]), made_by,
                route=_route(event[n].language, language), warnings=() if n else warnings,
            )
            for n in sorted(told)
        )  # fmt: skip


def _route(source: str, target: str) -> tuple[str, ...]:
    """Return the languages passed; a model that tells in another language has translated."""
    return () if primary(source) == primary(target) else (source, target)


def _lines(stories: Sequence[str], said: str, language: str) -> tuple[str, ...] | None:
    answer = understood(said, Overview)
    if answer is None:
        return None
    told = {line.story: line.text for line in reversed(answer.lines)}
    return tuple(
        text
        if len(text := told.get(n, "")) <= LONGEST and supports([story], text, language, language)
        else ""
        for n, story in enumerate(stories, 1)
    )
