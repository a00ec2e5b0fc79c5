"""An edition to what is mailed: a text of its own, and HTML that mail programs do not cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload
from zoneinfo import ZoneInfo

from digest.deliver.body import HTML_BYTES, MESSAGE_BYTES
from digest.deliver.message import Mailing
from digest.render import Layout, Letters
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from digest.records import Digest

_PLAIN = Layout()
_STORY_BYTES = 50  # of a story in a letter, at the very least: a headline, its outlet, a point


def mailing(edition: str, digest: Digest, moment: datetime, layout: Layout = _PLAIN) -> Mailing:
    """Return the mail of an edition: its text, and its HTML without evidence.

    Of both there are shorter versions, with ever fewer stories and the way to the rest. Each is
    made when it is asked for: of a large edition all of them are many times its size.
    """
    counts, letters = list(_fewer(digest)), Letters(digest, layout)
    return Mailing(
        edition=edition,
        day=digest.day,
        moment=moment.astimezone(ZoneInfo(digest.timezone)),
        language=digest.language,
        subject=f"{digest.edition}, {wording(digest.language).date(digest.day)}",
        text=Versions(letters.text, _possible(counts, MESSAGE_BYTES)),
        html=Versions(letters.html, _possible(counts, HTML_BYTES)),
        articles=digest.articles,
    )


class Versions(Sequence[str]):
    """A text in several lengths, each made anew when it is looked at."""

    def __init__(self, make: Callable[[int], str], counts: Sequence[int]) -> None:
        """Keep how many stories each version tells, and what makes it."""
        self._make, self._counts = make, counts

    def __len__(self) -> int:
        return len(self._counts)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return Versions(self._make, self._counts[at])
        return self._make(self._counts[at])


def _possible(counts: Sequence[int], limit: int) -> list[int]:
    """Leave out the versions with more stories than can fit into `limit` bytes."""
    return [most for most in counts if most * _STORY_BYTES <= limit]


def _fewer(digest: Digest) -> Iterator[int]:
    """Yield how many stories each version tells: all, and ever fewer."""
    most = sum(len(section.stories) for section in digest.sections)
    while most:
        yield most
        most = most * 3 // 4
    yield 0
