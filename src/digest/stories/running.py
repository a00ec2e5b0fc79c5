"""Stories that go on: what an earlier edition told of the same affair.

The measure is that of one day's events. A follow-up shares fewer words with the first report than
another first report does, so links are missed rather than wrong. What an outlet prints every day
(the weather, rates, a horoscope) is alike because it is a column, and no story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from digest.records import Earlier, Story
from digest.stories.likeness import Comparison
from digest.text.columns import frame, is_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Article

Past = Callable[[], Iterable[tuple[date, Story]]]
DAYS = 10  # that an edition looks back
_REPORTS = 4  # of today's that are compared; more would say no more


def nothing() -> Iterable[tuple[date, Story]]:
    """Return the past of an edition that has none."""
    return ()


def follow(today: Sequence[Story], past: Past) -> tuple[Story, ...]:
    """Return today's stories with those of earlier editions that they continue, if any.

    `past` gives the earlier ones with their days, the oldest first, and is asked again and again,
    as they may be too many to be held. A story takes over what the newest one it continues has
    noted as its own past.
    """
    if next(iter(past()), None) is None:
        return tuple(today)
    reports = [(n, article) for n, story in enumerate(today) for article in _reports(story)]
    articles = [article for _, article in reports]
    comparison = Comparison(articles, (story.original.article for _, story in past()))
    found: dict[int, tuple[tuple[date, float], Story]] = {}
    for day, story in past():
        for i, alike in comparison.alike(story.original.article).items():
            if alike >= 1 and not _is_serial(articles[i], story.original.article):
                n = reports[i][0]
                if n not in found or found[n][0] <= (day, alike):
                    found[n] = ((day, alike), story)
    return tuple(
        replace(story, earlier=_thread(found[n][0][0], found[n][1])) if n in found else story
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
