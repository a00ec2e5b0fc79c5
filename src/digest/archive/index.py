"""The index: all editions by month and day."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from babel.dates import format_skeleton

from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.archive.told import Told
    from digest.wording import Wording


def months(editions: Sequence[Told], words: Wording, *, several: bool) -> list[tuple[str, Any]]:
    """Return the months, the newest first, each with its days; `several` names languages."""
    ordered = sorted(editions, key=lambda told: told.key)
    ordered.sort(key=lambda told: told.day, reverse=True)
    return [
        (
            format_skeleton("yMMMM", month[0].day, locale=words.locale),
            [_day(list(day), words, several=several) for day in _runs(month, "%Y-%m-%d")],
        )
        for month in _runs(ordered, "%Y-%m")
    ]


def _runs(editions: Sequence[Told], form: str) -> list[list[Told]]:
    return [list(run) for _, run in groupby(editions, key=lambda told: told.day.strftime(form))]


def _day(editions: list[Told], words: Wording, *, several: bool) -> tuple[dict[str, str], Any]:
    day = editions[0].day
    shown = [
        {
            "path": told.path,
            "name": told.name,
            "language": told.language,
            "shown": own_name(told.language) if several else "",
            "size": words.count("stories", len(told.headlines)),
            "first": told.headlines[0] if told.headlines else None,
        }
        for told in editions
    ]
    return {"iso": day.isoformat(), "text": words.date(day)}, shown


def own_name(tag: str) -> str:
    """Return the name of a language in itself."""
    return wording(tag).language_name(tag)
