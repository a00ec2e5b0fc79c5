"""An edition to what is mailed: a text of its own, and HTML that mail programs do not cut."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.deliver.message import Mailing
from digest.render import Layout, render, render_mail
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.records import Digest

_PLAIN = Layout()


def mailing(edition: str, digest: Digest, moment: datetime, layout: Layout = _PLAIN) -> Mailing:
    """Return the mail of an edition: its HTML without evidence, then with ever fewer stories."""
    (text,) = render(digest, ("txt",))
    return Mailing(
        edition=edition,
        day=digest.day,
        moment=moment.astimezone(ZoneInfo(digest.timezone)),
        language=digest.language,
        subject=f"{digest.edition}, {wording(digest.language).date(digest.day)}",
        text=text.content.decode(),
        html=tuple(_versions(digest, layout)),
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


def _versions(digest: Digest, layout: Layout) -> Iterator[str]:
    most = sum(len(section.stories) for section in digest.sections)
    while True:
        yield render_mail(digest, most, layout)
        if not most:
            return
        most = most * 3 // 4
