"""A figure on which reports differ: the numbers side by side, each with its outlets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from digest.render.clean import clean

if TYPE_CHECKING:
    from digest.records import Figure
    from digest.wording import Wording


def told(figure: Figure, words: Wording) -> str:
    """Return a figure in one line: «Аб’езд займае … км: 34 (Веснік, Лісток); 36 (Газета)»."""
    places: dict[str, list[str]] = {}
    for one in figure.readings:
        place = clean(one.outlet or words.language_name(one.language))
        value = words.hedged(one.hedge, Decimal(one.value))
        places.setdefault(value, []).append(place)
    readings = (
        words.text("reading", value=value, outlet=", ".join(outlets))
        for value, outlets in places.items()
    )
    return words.text("figure", counted=clean(figure.counted), readings="; ".join(readings))
