"""An edition to what is mailed: a text of its own, and HTML that mail programs do not cut."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.deliver.message import Mailing
from digest.render import Layout, render, render_mail, render_mail_text
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.records import Digest

_PLAIN = Layout()


def mailing(edition: str, digest: Digest, moment: datetime, layout: Layout = _PLAIN) -> Mailing:
    """Return the mail of an edition: its text, and its HTML without evidence.

    Of both there are shorter versions, with ever fewer stories and the way to the rest.
    """
    (text,) = render(digest, ("txt",))
    fewer = list(_fewer(digest))
    return Mailing(
        edition=edition,
        day=digest.day,
        moment=moment.astimezone(ZoneInfo(digest.timezone)),
        language=digest.language,
        subject=f"{digest.edition}, {wording(digest.language).date(digest.day)}",
        text=(text.content.decode(), *(render_mail_text(digest, n, layout) for n in fewer[1:])),
        html=tuple(render_mail(digest, n, layout) for n in fewer),
        articles=digest.articles,
    )


def _fewer(digest: Digest) -> Iterator[int]:
    """Yield how many stories each version tells: all, and ever fewer."""
    most = sum(len(section.stories) for section in digest.sections)
    while most:
        yield most
        most = most * 3 // 4
    yield 0
