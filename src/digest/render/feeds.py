"""An edition as a feed: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1.

An entry for each story, and one for all that are told in brief.
"""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from digest.render.data import dumps
from digest.render.templating import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.render.view import Page, StoryView


def urn(name: str) -> str:
    """Return a name as an IRI that is the same in every run (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, name)}"


def atom(page: Page) -> str:
    """Return the edition as an Atom feed."""
    return fill("feed.atom.jinja", page, urn=urn, stamp=_rfc3339, told=_told, brief=_brief)


def rss(page: Page) -> str:
    """Return the edition as an RSS channel."""
    return fill("feed.rss.jinja", page, urn=urn, stamp=format_datetime, told=_told, brief=_brief)


def jsonfeed(page: Page) -> str:
    """Return the edition as a JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title,
        "description": page.date,
        "language": page.language,
        **({"home_page_url": page.layout.url} if page.layout.url else {}),
        "items": [*(_item(story, page) for story in stories(page)), *_items_in_brief(page)],
    }
    return dumps(feed, indent=2) + "\n"


def stories(page: Page) -> Iterator[StoryView]:
    """Return the stories of all sections."""
    for section in page.sections:
        yield from section.stories


def _item(story: StoryView, page: Page) -> dict[str, Any]:
    return {
        "id": urn(story.id),
        **({"url": story.link.url} if story.link else {}),
        "title": story.headline,
        "content_html": _told(story, page),
        "language": story.language,
        "date_published": _rfc3339(story.published or page.moment),
        **({"authors": [{"name": story.credit[0]}]} if story.credit else {}),
    }


def _items_in_brief(page: Page) -> Iterator[dict[str, Any]]:
    if page.brief:
        yield {
            "id": urn(f"{page.id}/brief"),
            **({"url": f"{page.layout.url}#brief"} if page.layout.url else {}),
            "title": page.words.text("brief"),
            "content_html": _brief(page),
            "language": page.language,
            "date_published": _rfc3339(page.moment),
        }


def _brief(page: Page) -> str:
    return fill("headlines.html.jinja", page)


def _told(story: StoryView, page: Page) -> str:
    return fill("told.html.jinja", page, story=story)


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
