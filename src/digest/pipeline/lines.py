"""Plain text through the translation stage."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from digest import translate
from digest.errors import NoRoute
from digest.records import Article, Briefing, Caveat, Failure, Point, Signature, caveat
from digest.text import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.translate import Desk


def translate_lines(
    lines: Sequence[str], languages: Sequence[str], target: str, desk: Desk
) -> tuple[list[str], tuple[Caveat, ...]]:
    """Translate plain text, a paragraph a line, each from its language; return lines and warnings.

    Lines in a language that nothing translates stay, marked with it; raises `NoRoute` where that
    would be all of them.
    """
    tongues = list(dict.fromkeys(languages))
    own = [
        [line for line, tag in zip(lines, languages, strict=True) if tag == tongue]
        for tongue in tongues
    ]
    briefings = [_briefing(each, tongue) for each, tongue in zip(own, tongues, strict=True)]
    made = translate.translate(briefings, target, desk)
    failures = [one for one in made if isinstance(one, Failure)]
    if failures and len(failures) == len(made):
        raise NoRoute(failures[0].error)
    told = {
        tongue: _told(result, each, tongue)
        for result, each, tongue in zip(made, own, tongues, strict=True)
    }
    texts = {tongue: iter(done) for tongue, (done, _) in told.items()}
    return [next(texts[tag]) for tag in languages], tuple(
        dict.fromkeys(warning for _, warnings in told.values() for warning in warnings)
    )


def _briefing(lines: Sequence[str], language: str) -> Briefing:
    split = [sentence for line in lines for sentence in sentences.split(line, language)]
    points = tuple(Point(sentence, ()) for sentence in split)
    return Briefing(Article("-", "", tuple(lines)), language, "", points, Signature("text"))


def _told(
    result: Briefing | Failure, lines: Sequence[str], language: str
) -> tuple[list[str], tuple[Caveat, ...]]:
    """Return lines as they are shown, and what should be known of them."""
    if isinstance(result, Failure):
        count = sum(map(bool, map(str.strip, lines)))
        kept = caveat("kept", kept=count, total=count, language=language, faults=result.error)
        return [f"[{language}] {line}" if line.strip() else line for line in lines], (kept,)
    points = iter(point.text for point in result.points)
    split = (sentences.split(line, language) for line in lines)
    return [" ".join(islice(points, len(each))) for each in split], result.warnings
