"""The topic of an article: the user's own ones first, then what its tags say, then its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.topics import likeliest, words_of
from digest.wording import topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.records import Article

    Own = Mapping[str, tuple[str, ...]]


def topic_of(article: Article, own: Own) -> str:
    """Return the key of a topic that we know, a heading of the user's own, or nothing."""
    text = " ".join(article.text)
    return (
        likeliest(article.title, text, own)
        or next(filter(None, map(topic, article.tags)), "")
        or likeliest(article.title, text, words_of(article.language))
    )
