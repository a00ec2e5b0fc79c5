"""What a source lists: an article as far as the list tells it, and how to know it again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.records import Article, Failure, article_id, caveat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a list. Its text may be a teaser, or empty.

    `identity` is what the source calls it: a GUID, a path, a UID. `version` changes where a file
    does, so that an unchanged one need not be read again.
    """

    article: Article
    identity: str = ""
    version: str = ""


def articles(items: Iterable[Item | Failure], name: str) -> Iterator[Article | Failure]:
    """Yield the articles of a list; of one without a text, its headline."""
    return (item if isinstance(item, Failure) else told(item.article, name) for item in items)


def told(article: Article, name: str) -> Article | Failure:
    """Return an article as far as it is known, if only its headline; a failure for less."""
    if article.text:
        return article
    if not article.title:
        subject = f"{name}: {article.url or 'an entry'}"
        return Failure(subject, "read", "empty: the feed gives neither a headline nor a text of it")
    text = (article.title,)
    return replace(
        article,
        id=article_id(article.source, text),
        text=text,
        warnings=(*article.warnings, caveat("headline")),
    )
