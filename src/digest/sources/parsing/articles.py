"""The last step of every reader: a page becomes an article."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.records import UNDETERMINED, Article, Caveat, Cut, article_id
from digest.sources.decoding.decode import clean
from digest.text.pages.boilerplate import furniture, labels
from digest.text.statements.asides import is_syndication

if TYPE_CHECKING:
    from digest.sources.parsing.page import Page

_TITLE = 180
# Signs without a blank between them, nor the punctuation of Chinese, which has no blanks.
_ENDLESS = re.compile(r"[^\s\u3000-\u303f\uff00-\uffef]{1000,}")
_OPEN_END = re.compile(r"\s+\S*$")


def host(url: str) -> str:
    """Return the host of an http(s) URL without `www.`, else an empty string.

    An address with a name in it, as http://bank.by@evil.example, is none: it is meant to mislead.
    """
    try:
        parts = urlsplit(url)
        name = "" if "@" in parts.netloc else parts.hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.") if parts.scheme in {"http", "https"} else ""


def line(text: str, limit: int = _TITLE) -> str:
    """Return one safe line: no format or control characters, blanks folded, trimmed."""
    kept = "".join(sign for sign in text[: limit * 20] if unicodedata.category(sign) != "Cf")
    folded = " ".join(
        "".join(" " if ord(s) < 32 or 127 <= ord(s) < 160 else s for s in kept).split()
    )
    if len(folded) <= limit:
        return folded
    return _OPEN_END.sub("", folded[: limit - 1]) + "…"


def title(text: str) -> str:
    """Return a title as one line, or nothing where it has not one letter or digit."""
    folded = line(text)
    return folded if any(map(str.isalnum, folded)) else ""


def moment(value: datetime | None, now: datetime | None = None) -> datetime | None:
    """Return an aware time that is not in the future; nothing for one before 1980.

    Up to 26 hours ahead are let through: that is a local time under a wrong zone (the zones span
    UTC-12 to UTC+14), and a clamped one would change with every reading.
    """
    if value is None:
        return None
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    if aware.year < 1980:  # 1970 is a zero in somebody's database, not a date
        return None
    present = now or datetime.now(UTC)
    return present if aware > present + timedelta(hours=26) else aware


def iso(value: object) -> datetime | None:
    """Return the time of an ISO 8601 string, or nothing for anything else."""
    try:
        return moment(datetime.fromisoformat(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def rfc(value: str) -> datetime | None:
    """Return the time of a mail's or a feed's date (RFC 5322), or nothing for anything else."""
    try:
        return moment(parsedate_to_datetime(value))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the non-empty lines, blanks folded, without what nobody sees (H11)."""
    folded = (" ".join(part.split()) for part in clean(text).split("\n"))
    return tuple(part for part in folded if part)


def parted(text: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Cut, ...]]:
    """Part the paragraphs of a page from its known phrases: "Read also", "Subscribe to our"."""
    why = [_furniture(line, label) for line, label in zip(text, labels(text), strict=True)]
    kept = tuple(line for line, reason in zip(text, why, strict=True) if not reason)
    cuts = tuple(Cut(line, reason) for line, reason in zip(text, why, strict=True) if reason)
    return kept, cuts


def _furniture(line: str, label: str) -> str:
    if is_syndication(line):
        return "phrase"
    return "" if label == "copyright" else furniture(line, label)  # a story may name a right


def wordless(text: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Cut, ...]]:
    """Part from a text what is no word, however it was meant: data, or a trap for regexes."""
    cuts = tuple(Cut(run, "no word") for part in text for run in _ENDLESS.findall(part))
    if not cuts:
        return text, ()
    kept = (" ".join(_ENDLESS.sub(" … ", part).split()) for part in text)
    return tuple(part for part in kept if part.strip("… ")), cuts


def from_page(page: Page, language: str = "", warnings: tuple[Caveat, ...] = ()) -> Article:
    """Return the article of a page, named by its source, or else its host, and its text."""
    text, cuts = wordless(page.text)
    return Article(
        id=article_id(page.source or host(page.url), text),
        title=title(page.title),
        text=text,
        language=language or UNDETERMINED,
        url=page.url,
        source=line(page.source),
        byline=line(page.byline),
        credit=page.credit,
        published=moment(page.published),
        tags=page.tags,
        cuts=page.cuts + cuts,
        warnings=warnings + page.warnings,
    )
