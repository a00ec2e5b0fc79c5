"""Stories that go on for days: which headlines of an edition belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.archive.told import Headline, Told, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Thread:
    """A story over the days of one edition, the oldest first."""

    days: tuple[tuple[Told, Headline], ...]

    @property
    def path(self) -> str:
        """The address of its page: that of its first day, so that it stays as the story goes on."""
        told, first = self.days[0]
        return f"stories/{fingerprint(told.key, first.article)}.html"


def threads(editions: Iterable[Told]) -> list[Thread]:
    """Return the stories that the records link over several days."""
    found: dict[tuple[str, str], list[tuple[Told, Headline]]] = {}
    root: dict[tuple[str, str], tuple[str, str]] = {}
    for told in sorted(editions, key=lambda told: (told.day, told.key)):
        for headline in told.headlines:
            before = [(told.key, article) for article in headline.earlier]
            known = next((root[name] for name in before if name in root), None)
            name = (told.key, headline.article)
            first = root.setdefault(name, known or name)
            found.setdefault(first, []).append((told, headline))
    return [Thread(tuple(days)) for days in found.values() if len(days) > 1]
