"""What a source lists: an article as far as the list tells it, and how to know it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.records import Article, Failure

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
    """Yield the articles of a list; an item without a text is a failure of its own."""
    for item in items:
        if isinstance(item, Failure):
            yield item
        elif item.article.text:
            yield item.article
        else:
            yield empty(item, name)


def empty(item: Item, name: str) -> Failure:
    """Return the failure of an item without a text."""
    subject = item.article.url or item.article.title or "an entry"
    return Failure(f"{name}: {subject}", "read", "empty: the feed gives no text of it")
