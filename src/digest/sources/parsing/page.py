"""What an extractor finds on a page, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from digest.records import Caveat, Cut


@dataclass(frozen=True, slots=True)
class Page:
    """A story without its furniture. `text` is its paragraphs, the title not among them."""

    title: str
    text: tuple[str, ...]
    url: str = ""
    source: str = ""
    byline: str = ""
    credit: str = ""
    published: datetime | None = None
    tags: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    warnings: tuple[Caveat, ...] = ()

    def under(self, title: str) -> Page:
        """Return the page under a title that is known from elsewhere, if it is.

        The line that had been taken for one is of the text again.
        """
        if not title:
            return self
        lost = () if self.title in ("", title) else (self.title,)
        return replace(self, title=title, text=(*lost, *self.text))
