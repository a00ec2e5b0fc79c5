"""Whether a source can be read, without reading it for an edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from digest.errors import Failed, contained
from digest.records import Failure
from digest.sources.isolation import Parser
from digest.sources.limits import DEFAULT
from digest.sources.nightly.listing import Desk, listing
from digest.sources.parsing import articles, fragment
from digest.sources.web.robots import Robots
from digest.store.sources import SourceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from digest.sources.source import Source
    from digest.sources.web.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Verdict:
    """What asking a source came to. `title` is what it calls itself."""

    source: Source
    articles: int = 0
    newest: datetime | None = None
    title: str = ""
    error: str = ""
    exit_code: int = 0


def check(sources: Iterable[Source], fetcher: Fetcher, start: datetime) -> Iterator[Verdict]:
    """Ask each source; nothing is recorded. Of a mailbox only mails since `start` are read."""
    with Parser() as parser:
        desk = Desk(fetcher, Robots(fetcher), parser, DEFAULT, start)
        for source in sources:
            yield _checked(source, desk)


def _checked(source: Source, desk: Desk) -> Verdict:
    try:
        with contained(source.name):
            told = listing(source, SourceState(source.name, source.place), {}, desk)
            items = list(told.items)
    except Failed as error:
        return Verdict(source, error=str(error), exit_code=error.exit_code)
    found = [item.article for item in items if not isinstance(item, Failure)]
    dates = [article.published for article in found if article.published]
    title = found[0].source if found else ""
    return Verdict(source, len(found), max(dates, default=None), title)


def feed_of(url: str, fetcher: Fetcher) -> str:
    """Return the feed that a page names, or the address itself where it names none.

    Raises a `Failed` where the page cannot be fetched.
    """
    page = fetcher.get(url)
    named = fragment.alternate(page.body)
    found = urljoin(page.url, named) if named else url
    return found if articles.host(found) else url
