"""Plain text through the translation stage."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from digest import translate
from digest.errors import NoRoute
from digest.records import (
    UNDETERMINED,
    Article,
    Briefing,
    Caveat,
    Failure,
    Point,
    Signature,
    caveat,
)
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
    pairs = list(zip(lines, languages, strict=True))
    own = {tongue: [line for line, tag in pairs if tag == tongue] for tongue in languages}
    briefings = [_briefing(each, tongue) for tongue, each in own.items()]
    made = dict(zip(own, translate.translate(briefings, target, desk), strict=True))
    failures = [one for one in made.values() if isinstance(one, Failure)]
    if failures and len(failures) == len(made):
        raise NoRoute(failures[0].error)
    told = {tongue: _told(made[tongue], each, tongue) for tongue, each in own.items()}
    texts = {tongue: iter(done) for tongue, (done, _) in told.items()}
    warnings = dict.fromkeys(one for _, doubts in told.values() for one in doubts)
    return [next(texts[tag]) for tag in languages], tuple(warnings)


def _briefing(lines: Sequence[str], language: str) -> Briefing:
    split = [sentence for line in lines for sentence in sentences.split(line, language)]
    points = tuple(Point(sentence, ()) for sentence in split)
    return Briefing(Article("-", "", tuple(lines)), language, "", points, Signature("text"))


def _told(
    result: Briefing | Failure, lines: Sequence[str], language: str
) -> tuple[list[str], tuple[Caveat, ...]]:
    """Return lines as they are shown, and what should be known of them."""
    error = result.error if isinstance(result, Failure) else ""
    if error or language == UNDETERMINED:
        kept = [f"[{language}] {line}" if any(map(str.isalpha, line)) else line for line in lines]
        count = sum(one != line for one, line in zip(kept, lines, strict=True))
        why = error or "nothing tells its language"
        told = caveat("kept", kept=count, total=count, language=language, faults=why)
        return kept, (told,) * bool(count)
    assert isinstance(result, Briefing)
    points = iter(point.text for point in result.points)
    split = (sentences.split(line, language) for line in lines)
    return [" ".join(islice(points, len(each))) for each in split], result.warnings
