"""A figure on which reports differ: what one of them says, and the numbers of the others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from digest.render.clean import clean

if TYPE_CHECKING:
    from digest.records import Figure, Reading
    from digest.wording import Wording


def told(figure: Figure, words: Wording) -> str:
    """Return a figure in one line: «Аб’езд займае 34 км (Веснік); 36 км (Газета, Лісток)»."""
    said, *others = figure.readings
    clause = clean(figure.counted).replace("…", _value(said, figure, words))
    places = {clause: [_place(said, words)]}
    for one in others:
        places.setdefault(_value(one, figure, words), []).append(_place(one, words))
    return "; ".join(
        words.text("reading", value=value, outlet=", ".join(outlets))
        for value, outlets in places.items()
    )


def _value(reading: Reading, figure: Figure, words: Wording) -> str:
    return words.hedged(reading.hedge, Decimal(reading.value), figure.unit)


def _place(reading: Reading, words: Wording) -> str:
    return clean(reading.outlet or words.language_name(reading.language))
