"""An edition to what is mailed: a text of its own, and HTML that mail programs do not cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.deliver.message import Mailing
from digest.render import render
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.records import Digest, Story


def mailing(edition: str, digest: Digest, moment: datetime) -> Mailing:
    """Return the mail of an edition: its HTML without evidence, then with ever fewer stories."""
    (text,) = render(digest, ("txt",))
    return Mailing(
        edition=edition,
        day=digest.day,
        moment=moment.astimezone(ZoneInfo(digest.timezone)),
        language=digest.language,
        subject=f"{digest.edition}, {wording(digest.language).date(digest.day)}",
        text=text.content.decode(),
        html=tuple(_versions(_bare(digest))),
        articles=tuple(articles(digest)),
    )


def articles(digest: Digest) -> list[str]:
    """Return the ids of the articles in an edition, in its order, each before its copies."""
    names = (
        name
        for story in digest.stories
        for briefing in (story.original, *story.others)
        for name in briefing.article.ids
    )
    return list(dict.fromkeys(names))


def _versions(digest: Digest) -> Iterator[str]:
    most = max((len(section.stories) for section in digest.sections), default=0)
    while most:
        (page,) = render(_first(digest, most), ("html",))
        yield page.content.decode()
        most //= 2


def _first(digest: Digest, count: int) -> Digest:
    """Return the digest with the first stories of each section."""
    cut = (replace(section, stories=section.stories[:count]) for section in digest.sections)
    return replace(digest, sections=tuple(cut))


def _bare(digest: Digest) -> Digest:
    """Return the digest without the sentences behind its points: they are in the documents."""
    sections = (
        replace(section, stories=tuple(_told(story) for story in section.stories))
        for section in digest.sections
    )
    return replace(digest, sections=tuple(sections))


def _told(story: Story) -> Story:
    points = tuple(replace(point, evidence=()) for point in story.lead.points)
    return replace(story, lead=replace(story.lead, points=points))
