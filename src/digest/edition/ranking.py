"""What readers should see first. The factors are judgements, not learned from clicks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from math import log2
from typing import TYPE_CHECKING

from digest.records import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from digest.edition.policy import Policy
    from digest.records import Article, Story

HALF_LIFE = 12.0  # hours after which a report is half as fresh
_COPY = 0.25  # of a report: who prints an agency's text has not looked into it
_FRESH = 0.5  # how much freshness adds; a second outlet adds 0.6
_AMENDED = 2.0  # a correction: who has read what was wrong must not miss it
_OLD_NEWS = 0.8  # a story that goes on from an earlier edition
_UNREADABLE = 0.6  # a story that could not be translated
_UNDATED = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story with its topic and its score: the higher, the earlier it is told."""

    story: Story
    topic: str
    score: float


def rank(
    stories: Sequence[Story], topics: Sequence[str], policy: Policy, reader: str
) -> list[Ranked]:
    """Return the stories in the order of their scores; of two with one score, the longer first."""
    newest = max(filter(None, (_moment(story.original.article) for story in stories)), default=None)
    ranked = [
        Ranked(story, topic, _score(story, topic, policy, reader, newest))
        for story, topic in zip(stories, topics, strict=True)
    ]
    return sorted(ranked, key=lambda one: (-one.score, *_shortness(one.story.original.article)))


def _shortness(article: Article) -> tuple[int, str]:
    return -sum(map(len, article.text)), article.id  # an outlet gives room to what matters to it


def outlets(story: Story) -> int:
    """Return how many outlets tell a story, with those that only print the same text."""
    return len(_names(_reports(story)) | _printed(story))


def readable(story: Story, reader: str) -> bool:
    """Tell whether the story is in the reader's language; without one, everything is."""
    return not reader or primary(story.lead.language) == primary(reader)


def _score(story: Story, topic: str, policy: Policy, reader: str, newest: datetime | None) -> float:
    reports = _reports(story)
    named = _names(reports)
    breadth = log2(1 + len(named) + _COPY * len(_printed(story) - named))
    fresh = max((_freshness(article, newest) for article in reports), default=_UNDATED)
    weight = max(policy.weights.get(article.id, 1.0) for article in reports)
    factors = (
        weight,
        policy.prefer.get(topic, 1.0),
        _AMENDED if any(map(_is_amended, reports)) else 1.0,
        _OLD_NEWS if story.earlier else 1.0,
        1.0 if readable(story, reader) else _UNREADABLE,
    )
    score = breadth + _FRESH * fresh
    for factor in factors:
        score *= factor
    return score


def _is_amended(article: Article) -> bool:
    return any(warning.kind == "corrected" for warning in article.warnings)


def _reports(story: Story) -> list[Article]:
    return [story.original.article, *(other.article for other in story.others)]


def _names(articles: Iterable[Article]) -> set[str]:
    return {article.outlet for article in articles}


def _printed(story: Story) -> set[str]:
    return {copy.outlet for article in _reports(story) for copy in article.copies}


def _freshness(article: Article, newest: datetime | None) -> float:
    moment = _moment(article)
    if moment is None or newest is None:
        return _UNDATED
    return float(0.5 ** ((newest - moment).total_seconds() / 3600 / HALF_LIFE))


def _moment(article: Article) -> datetime | None:
    """Return when an article was published; midnight sharp is a day without an hour."""
    published = article.published
    return published if published and published.time() != time.min else None
