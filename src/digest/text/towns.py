"""Towns of the news whose names are other words to a dictionary: Рига is no Belarusian клуня."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from digest.text.rows import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

Pair = tuple[tuple[str, ...], tuple[str, ...]]  # the cases of both languages, in one order
_PLACES_FIRST = (0, 1, 5, 3, 4, 2)  # a town is where something is, rather than whom it is done to


def lines() -> Iterator[tuple[Pair, bool]]:
    """Read each town, and whether its name is an ordinary word as well."""
    for here, there in pairs("towns-ru-be.txt"):
        named = there.removesuffix(" ?")
        yield (tuple(here.split()), tuple(named.split())), named != there


@cache
def towns(source: str, target: str) -> dict[str, str]:
    """Return the forms of the towns in lower case, between ru and be; of one form the likeliest."""
    known: dict[str, str] = {}
    for pair, _ in lines():
        here, there = pair if source == "ru" else pair[::-1]
        for case in _PLACES_FIRST:
            known.setdefault(here[case].lower(), there[case].lower())
    return known if {source, target} == {"ru", "be"} else {}


@cache
def ordinary(language: str) -> frozenset[str]:
    """Return the forms of towns that are other words at the head of a sentence."""
    forms = (pair[language != "ru"] for pair, also in lines() if also)
    return frozenset(form.lower() for cases in forms for form in cases)


@cache
def origins(language: str) -> frozenset[str]:
    """Return the genitives of the towns, in lower case."""
    return frozenset(pair[language != "ru"][1].lower() for pair, _ in lines())
