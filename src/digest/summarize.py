"""The stage that makes briefings: articles in, one briefing or failure for each of them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from digest.errors import DigestError
from digest.records import Briefing, Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Article, Signature


class Summarizer(Protocol):
    """What an engine of this stage offers."""

    @property
    def signature(self) -> Signature:
        """Say what is needed to make the same briefings again."""
        ...

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        """Return for each article, in order, its briefing of at most `points` points.

        An article without a usable sentence gets a `Failure` in its place.
        """
        ...


def summarize(
    articles: Sequence[Article], summarizer: Summarizer, points: int
) -> list[Briefing | Failure]:
    """Return one briefing or failure for each article, in order.

    Raises `DigestError` where the engine returns another number of results or another order.
    """
    results = summarizer.summarize(articles, points)
    if [_subject(result) for result in results] != [article.id for article in articles]:
        engine = summarizer.signature.engine
        raise DigestError(f"summarizer {engine!r} did not return one result per article, in order")
    return results


def _subject(result: Briefing | Failure) -> str:
    return result.article.id if isinstance(result, Briefing) else result.subject
