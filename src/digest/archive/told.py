"""What the archive keeps in mind of an edition, so that no two of them are in memory at once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.render.clean import clean
from digest.render.translated import headline, told_text
from digest.wording import wording

if TYPE_CHECKING:
    from datetime import date, datetime

    from digest.records import Digest, Story
    from digest.wording import Wording

_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OTHER = re.compile(r"[^a-z0-9]+")
_SHORT = 240  # letters


@dataclass(frozen=True, slots=True)
class Headline:
    """A story of an edition; `earlier` are the articles of the days before that it goes on with.

    `language` is that of the text, `original` that of the article; `said` is how it begins.
    """

    article: str
    text: str
    language: str
    original: str
    earlier: tuple[str, ...]
    said: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An edition in short. `fingerprint` is the same only where all of it is the same."""

    key: str
    day: date
    name: str
    language: str
    timezone: str
    frozen: datetime
    headlines: tuple[Headline, ...]
    fingerprint: str

    @property
    def path(self) -> str:
        """The address of its page in the archive."""
        return path_of(self.key, self.day)

    @property
    def stem(self) -> str:
        """What its page is called, without the ending."""
        return self.path.partition("/")[2].removesuffix(".html")


def path_of(key: str, day: date) -> str:
    """Return the address of an edition's page in the archive: `2026/2026-11-24-main.html`."""
    return f"{day.year:04}/{day.isoformat()}-{slug(key)}.html"


def tell(key: str, digest: Digest, frozen: datetime) -> Told:
    """Return an edition in short; `frozen` is when it was made."""
    words = wording(digest.language)
    return Told(
        key=key,
        day=digest.day,
        name=clean(digest.edition) or key,
        language=digest.language or "en",
        timezone=digest.timezone,
        frozen=frozen,
        headlines=tuple(_headline(story, words) for story in digest.stories),
        fingerprint=fingerprint(repr(digest)),
    )


def _headline(story: Story, words: Wording) -> Headline:
    lead, article = story.lead, story.original.article
    return Headline(
        article=article.id,
        text=headline(lead, words),
        language=lead.language,
        original=article.language,
        earlier=tuple(one.article for one in story.earlier),
        said=shorten(told_text(lead.points[0].text, lead, words)) if lead.points else "",
        source=clean(article.source),
    )


def shorten(text: str) -> str:
    """Return the beginning of a text, whole words of it."""
    if len(text) <= _SHORT:
        return text
    return text[:_SHORT].rpartition(" ")[0].rstrip(" ,;:—–-") + "…"


def slug(name: str) -> str:
    """Return a name as part of a file name: as it is where it is safe, else with its hash."""
    if _SAFE.fullmatch(name):
        return name
    made = _OTHER.sub("-", name.lower()).strip("-")[:24]
    return f"{made}-{fingerprint(name)[:8]}".lstrip("-")


def fingerprint(*parts: str) -> str:
    """Return 16 hex digits that stand for some texts."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:16]
