"""How long an edition takes to read, and what has to be told in a line for it to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.words import WORDS_A_MINUTE, reading_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.edition.policy import Policy
    from digest.edition.ranking import Ranked
    from digest.records import Story


def minutes(told: Iterable[Story]) -> int:
    """Return the reading time of stories in minutes, at least 1 where there is any text."""
    return reading_minutes(sum(map(_words, told)))


def fit(ranked: Sequence[Ranked], policy: Policy) -> int:
    """Return how many of the ranked stories can be told in full; the first one always is.

    The lines of those in brief do not count: they are looked over, and on a great day they alone
    would fill the edition.
    """
    most = policy.stories or len(ranked)
    if not policy.minutes:
        return min(most, len(ranked))
    left = policy.minutes * WORDS_A_MINUTE
    for count, one in enumerate(ranked[:most]):
        left -= _words(one.story)
        if left < 0:
            return max(count, 1)
    return min(most, len(ranked))


def _words(story: Story) -> int:
    texts = [story.lead.headline, *(point.text for point in story.lead.points)]
    texts += [addition.point.text for addition in story.additions]
    return sum(len(text.split()) for text in texts)
