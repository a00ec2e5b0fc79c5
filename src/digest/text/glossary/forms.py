"""How a term is inflected: a stem with its endings, written in one line.

`Минск{,а,у,,ом,е}` has six forms. The endings stand in one order in all the languages of a term, by
convention nominative, genitive, dative, accusative, instrumental, locative, so that the forms of a
banned spelling and of the preferred one answer each other. Several groups are inflected together:
`Светлан{а,ы,е,у,ой,е} Тихановск{ая,ой,ой,ую,ой,ой}`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_GROUP = re.compile(r"\{([^{}]*)\}")


class Form(NamedTuple):
    """One way to write a term, with all its inflected forms in the order of its endings."""

    spellings: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The dictionary form."""
        return self.spellings[0]

    def at(self, place: int) -> str:
        """Return the form of an ending; the dictionary form where there are fewer endings."""
        return self.spellings[place] if place < len(self.spellings) else self.plain


def form(pattern: str) -> Form:
    """Read a pattern; raise `ValueError` where its groups have different numbers of endings."""
    groups = [group.split(",") for group in _GROUP.findall(pattern)]
    counts = {len(group) for group in groups}
    rest = _GROUP.sub("", pattern)
    if len(counts) > 1 or "{" in rest or "}" in rest or not rest.strip():
        raise ValueError(f"{pattern!r}: every {{a,b,…}} needs the same number of endings")
    if not groups:
        return Form((pattern,))
    return Form(tuple(_filled(pattern, groups, place) for place in range(counts.pop())))


def _filled(pattern: str, groups: list[list[str]], place: int) -> str:
    endings = iter(groups)
    return _GROUP.sub(lambda _: next(endings)[place].strip(), pattern)
