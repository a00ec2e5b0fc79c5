"""The archive's Atom feed (RFC 4287): an entry for each edition."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from digest import __version__
from digest.archive.pages import fill
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.archive.told import Told

LATEST = 30  # editions
_NONE = datetime(1970, 1, 1, tzinfo=UTC)


def feed(editions: Sequence[Told], title: str, language: str, here: str, url: str) -> bytes:
    """Return the feed of the newest editions. `url` is where the archive is published, or nothing.

    The ids do not depend on it, so that an archive that moves stays the same feed.
    """
    newest = sorted(editions, key=lambda told: (told.day, told.key), reverse=True)[:LATEST]
    text = fill(
        "feed.xml.jinja",
        words=wording(language),
        title=title,
        author=newest[0].name if newest else title,
        id=_urn(here, *sorted({told.key for told in editions})),
        updated=_moment(max((told.frozen for told in newest), default=_NONE)),
        version=__version__,
        url=url,
        up="../" * here.count("/"),
        here=here,
        home=here.replace("feed.xml", "index.html"),
        entries=[_entry(told) for told in newest],
    )
    return text.encode()


def _entry(told: Told) -> dict[str, str]:
    return {
        "language": told.language,
        "title": f"{told.name} — {wording(told.language).date(told.day)}",
        "id": _urn(told.key, told.day.isoformat(), told.language),
        "updated": _moment(told.frozen),
        "path": told.path,
        "text": "\n".join(headline.text for headline in told.headlines),
    }


def _urn(*names: str) -> str:
    return uuid5(NAMESPACE_URL, "digest:" + "/".join(names)).urn


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
