"""How long an edition takes to read, and what has to be told in a line for it to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.words import WORDS_A_MINUTE, reading_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.edition.policy import Policy
    from digest.edition.ranking import Ranked
    from digest.records import Story


def minutes(told: Iterable[Story], brief: Iterable[Story]) -> int:
    """Return the reading time of an edition in minutes, at least 1 where there is any text."""
    return reading_minutes(sum(map(_full, told)) + sum(map(_headline, brief)))


def fit(ranked: Sequence[Ranked], policy: Policy) -> int:
    """Return how many of the ranked stories can be told in full; the first one always is."""
    most = policy.stories or len(ranked)
    if not policy.minutes:
        return min(most, len(ranked))
    left = policy.minutes * WORDS_A_MINUTE - sum(_headline(one.story) for one in ranked)
    for count, one in enumerate(ranked[:most]):
        left -= _full(one.story) - _headline(one.story)
        if left < 0:
            return max(count, 1)
    return min(most, len(ranked))


def _full(story: Story) -> int:
    texts = [point.text for point in story.lead.points]
    texts += [addition.point.text for addition in story.additions]
    return _headline(story) + sum(len(text.split()) for text in texts)


def _headline(story: Story) -> int:
    return len(story.lead.headline.split())
