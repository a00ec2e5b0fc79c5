"""What the other reports of an event add to the one that tells it: new names and new numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.records import Addition, primary
from digest.text.numbers import numbers
from digest.text.numbers.counted import NOUNS_LIKE_NAMES
from digest.text.skeletons import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.records import Briefing

MOST = 2  # additions a story: what follows is for those who open the other report

_NAME = re.compile(r"(?<![.!?…:«“„\"'’\w]) +([^\W\d_a-zа-яўіїєґё][^\W\d_]{3,})")


def additions(lead: Briefing, others: Sequence[tuple[Briefing, Briefing]]) -> tuple[Addition, ...]:
    """Return the points of other reports with names or numbers that nothing before them has.

    `others` are (original, shown). A point is judged in its own language, against the whole of
    the lead's article, and shown as the reader reads it.
    """
    known = facts((lead.article.title, *lead.article.text), lead.article.language)
    offered = [
        (original.points[n].text, original.language, Addition(shown.points[n], shown))
        for original, shown in others
        for n in range(min(len(original.points), len(shown.points)))
    ]
    chosen: list[Addition] = []
    while offered and len(chosen) < MOST:
        news = [facts((text,), language) - known for text, language, _ in offered]
        best = max(range(len(offered)), key=lambda n: (len(news[n]), -n))
        if not news[best]:
            break
        chosen.append(offered.pop(best)[2])
        known |= news[best]
    return tuple(chosen)


def facts(texts: Iterable[str], language: str) -> set[str]:
    """Return the numbers of two digits and the names of texts, names as skeletons.

    The first word of a sentence may be any word, so it is no name.
    """
    found: set[str] = set()
    for text in texts:
        found |= {f"{number:f}" for number in numbers(text) if number >= 10}
        if primary(language) not in NOUNS_LIKE_NAMES:
            found |= {skeleton(name) for name in _NAME.findall(text)}
    return found
