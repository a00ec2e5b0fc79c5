"""A story told once out of all its reports, in place of the lead's points and the additions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from digest.records import MULTIPLE, UNDETERMINED, Addition
from digest.text.statements.instructions import instructs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Article, Briefing, Failure, Story


class Merger(Protocol):
    """An engine that tells an event once."""

    def merge(
        self, events: Sequence[Sequence[Article]], points: int
    ) -> Sequence[tuple[Briefing, ...] | Failure]:
        """Return for each event, in order, what it says in at most `points` points.

        That is a briefing for each article that a point rests on, all in the language of the
        event's first article, whose briefing comes first.
        """
        ...


def reports(story: Story) -> list[Article]:
    """Return the articles that a story can be told from, the lead's first; nothing where just one.

    One that speaks to machines is not shown to any.
    """
    lead, *others = story.original.article, *(other.article for other in story.others)
    if lead.language in {MULTIPLE, UNDETERMINED} or _is_hostile(lead):
        return []
    harmless = [article for article in others if not _is_hostile(article)]
    return [lead, *harmless] if harmless else []


def retold(story: Story, parts: Sequence[tuple[Briefing, Briefing]]) -> Story:
    """Return a story with parts, (original, shown), the lead's first, in place of its points."""
    (original, lead), *rest = parts
    return replace(
        story,
        lead=replace(lead, article=story.lead.article),  # which names its copies
        original=replace(original, article=story.original.article),
        additions=tuple(Addition(point, shown) for _, shown in rest for point in shown.points),
    )


def _is_hostile(article: Article) -> bool:
    return any(map(instructs, (article.title, *article.text)))
