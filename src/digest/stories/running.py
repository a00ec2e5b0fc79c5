"""Stories that go on: what an earlier edition told of the same affair.

The measure is that of one day's events. A follow-up shares fewer words with the first report than
another first report does, so links are missed rather than wrong. What an outlet prints every day
(the weather, rates, a horoscope) is alike because it is a column, and no story.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.records import Earlier
from digest.stories.likeness import across
from digest.text.columns import frame, is_column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from digest.records import Article, Digest, Story

DAYS = 10  # that an edition looks back
_REPORTS = 4  # of today's that are compared; more would say no more


def follow(today: Sequence[Story], editions: Sequence[Digest]) -> tuple[Story, ...]:
    """Return today's stories with those of earlier editions that they continue, if any.

    A story takes over what the newest one it continues has noted as its own past.
    """
    past = [(digest.day, story) for digest in editions for story in digest.stories]
    reports = [(n, article) for n, story in enumerate(today) for article in _reports(story)]
    likeness = across(
        [article for _, article in reports], [story.original.article for _, story in past]
    )
    found: dict[int, tuple[date, float, int]] = {}
    for (i, j), alike in likeness.items():
        if alike >= 1 and not _is_serial(reports[i][1], past[j][1].original.article):
            n = reports[i][0]
            found[n] = max(found.get(n, (past[j][0], 0.0, j)), (past[j][0], alike, j))
    return tuple(
        replace(story, earlier=_thread(*past[found[n][2]])) if n in found else story
        for n, story in enumerate(today)
    )


def _reports(story: Story) -> list[Article]:
    others = (other.article for other in story.others)
    return [story.original.article, *others][:_REPORTS]


def _is_serial(one: Article, other: Article) -> bool:
    """Tell whether two articles are instalments of a column, alike because it is written daily."""
    if is_column(one.title, one.language) or is_column(other.title, other.language):
        return True
    return (
        one.outlet == other.outlet
        and one.title != other.title
        and frame(one.title, one.language) == frame(other.title, other.language) != ()
    )


def _thread(day: date, story: Story) -> tuple[Earlier, ...]:
    headline = story.lead.headline or story.original.article.title
    return (*story.earlier, Earlier(day, headline, story.original.article.id))
