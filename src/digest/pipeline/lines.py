"""Plain text through the translation stage."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from digest import translate
from digest.errors import NoRoute
from digest.records import Article, Briefing, Failure, Point, Signature
from digest.text import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Caveat
    from digest.translate import Desk


def translate_lines(
    lines: Sequence[str],
    source: str,
    target: str,
    desk: Desk,
) -> tuple[list[str], tuple[Caveat, ...]]:
    """Translate plain text, a paragraph a line; return the lines and the warnings.

    Raises `NoRoute` where nothing installed translates this pair.
    """
    split = [sentences.split(line, source) for line in lines]
    points = tuple(Point(text, ()) for line in split for text in line)
    whole = Briefing(Article("-", "", tuple(lines)), source, "", points, Signature("text"))
    (result,) = translate.translate([whole], target, desk)
    if isinstance(result, Failure):
        raise NoRoute(result.error)
    texts = iter(point.text for point in result.points)
    return [" ".join(islice(texts, len(line))) for line in split], result.warnings
