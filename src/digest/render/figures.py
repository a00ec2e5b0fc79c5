"""A figure on which reports differ: the numbers side by side, each with its outlets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from digest.render.clean import clean

if TYPE_CHECKING:
    from digest.records import Figure
    from digest.wording import Wording


def told(figure: Figure, words: Wording) -> str:
    """Return a figure in one line: «Аб’езд займае 34 км (Веснік, Лісток); 36 км (Газета)»."""
    places: dict[str, list[str]] = {}
    for one in figure.readings:
        place = clean(one.outlet or words.language_name(one.language))
        value = words.hedged(one.hedge, Decimal(one.value), figure.unit)
        places.setdefault(value, []).append(place)
    (first, outlets), *rest = places.items()
    clause = clean(figure.counted).replace("…", first)
    return "; ".join(
        words.text("reading", value=value, outlet=", ".join(dict.fromkeys(named)))
        for value, named in ((clause, outlets), *rest)
    )
