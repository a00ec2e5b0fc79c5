"""Pages that stand in an article's place, or before its end: banners, errors, paywalls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WALL = re.compile(
    r"\b(?:accept (?:all )?cookies|(?:uses?|using|of) cookies"
    r"|enable javascript|verify (?:that )?you are (?:a )?human|page not found|access denied"
    r"|not available in your region|just a moment|too many requests|internal server error"
    r"|(?:используе[тм]|выкарыстоўвае[мц]?)\w* (?:файл\w* )?(?:cookie|куки)"
    r"|страница не найдена|старонка не знойдзена|доступ (?:запрещ|ограничен)"
    r"|(?:не могу|cannot) (?:показать|display))"
    # A status as a server writes it, not "500 people came".
    r"|^\W*(?:error |ошибка |памылка )?(?:404|403|500|502|503)"
    r"(?:\W*$|\W+(?:not found|forbidden|internal|bad gateway|service|error|ошибк|страниц|старонк))",
    re.IGNORECASE | re.MULTILINE,
)
_FEW = 80  # words; a story that only mentions cookies is longer
_PAYWALL = re.compile(
    r"\bsubscribe to (?:continue|read|keep)|\balready a subscriber|\bfor subscribers only\b"
    r"|\b(?:only|exclusive(?:ly)?) (?:for|to) subscribers\b|\bunlimited access\b"
    r"|подпишитесь, чтобы|доступ\w+ (?:только )?(?:по подписке|подписчикам)"
    r"|падпішы\w*ся, каб|даступн\w+ (?:толькі )?(?:па падпісцы|падпісчыкам)"
    r"|підпишіться, щоб|доступн\w+ (?:лише |тільки )?(?:за передплатою|передплатникам)"
    r"|dla (?:prenumeratorów|subskrybentów)|czytaj dalej z subskrypcją"
    r"|nur für abonnent|jetzt weiterlesen mit|bereits abonnent",
    re.IGNORECASE,
)
_LONG = 250  # words; what is free of an article is shorter
_OFFER = 160  # letters; a longer paragraph about subscribers is of the story
_STORY = 40  # letters that are left of an article behind a paywall, at least


def wall(title: str, paragraphs: Sequence[str]) -> str:
    """Return the words that tell that there is no article here, only a wall; "" where there is."""
    text = "\n".join((title, *paragraphs))
    if len(text.split()) >= _FEW:
        return ""
    found = _WALL.search(text) or (_is_shut(paragraphs) and _PAYWALL.search(text))
    return found[0].strip() if found else ""


def is_stub(paragraphs: Sequence[str]) -> bool:
    """Tell whether an article ends at a paywall; under a long one, an offer is an advertisement."""
    return sum(map(len, map(str.split, paragraphs))) < _LONG and any(map(_is_offer, paragraphs))


def _is_shut(paragraphs: Sequence[str]) -> bool:
    """Tell whether a paywall leaves nothing of the article to read."""
    return sum(len(text) for text in paragraphs if not _is_offer(text)) < _STORY


def _is_offer(text: str) -> bool:
    return len(text) <= _OFFER and bool(_PAYWALL.search(text))
