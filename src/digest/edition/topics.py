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
    tagged = [named(tag, own) for tag in article.tags]
    return (
        likeliest(article.title, text, own)
        or next((name for name in tagged if name in own or topic(name)), "")
        or likeliest(article.title, text, words_of(article.language))
    )


def named(name: str, own: Own) -> str:
    """Return the topic that a tag or a setting names: the user's own, or one of ours, or itself."""
    same = (heading for heading in own if heading.casefold() == name.strip("# ").casefold())
    return next(same, None) or topic(name) or name
