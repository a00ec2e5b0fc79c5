"""Who reads an edition, and which of a day's articles are for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.edition import Policy, named, topic_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.records import Article


@dataclass(frozen=True, slots=True)
class Profile:
    """What the readers of one edition get; no topics or sources are all of them."""

    key: str
    name: str
    language: str
    timezone: str
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)

    def wants(
        self, article: Article, origins: Mapping[str, Sequence[str]], meant: Mapping[str, str]
    ) -> bool:
        """Tell whether an article is of the sources and topics that are asked for.

        `origins` are the sources of articles, by ids; `meant` topics that an encoder told.
        """
        sources = {source for name in article.ids for source in origins.get(name, ())}
        if self.sources and sources.isdisjoint(self.sources):
            return False
        own = self.policy.topics
        topic = topic_of(article, own) or meant.get(article.id, "")
        topics = {topic, *(named(tag, own) for tag in article.tags)}
        return not self.topics or not topics.isdisjoint(named(name, own) for name in self.topics)
