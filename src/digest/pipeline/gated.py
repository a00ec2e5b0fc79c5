"""Nothing that a model wrote is published unchecked: what the gate refuses is replaced.

A point that says what its article does not is replaced by a sentence of the article, and the
reader is told. The extractive summarizer quotes, so it needs no gate and is what replaces.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from digest import gate
from digest.backends.extractive import Extractive
from digest.records import Briefing, Failure, caveat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.gate import Detect, Verdict
    from digest.records import Caveat, Point

ENGINE = Extractive().signature.engine


def gated(results: Sequence[Briefing | Failure], detect: Detect) -> list[Briefing | Failure]:
    """Return the results with every refused point and headline replaced; failures as they are."""
    return [
        _gated(result, detect)
        if isinstance(result, Briefing) and result.made_by.engine != ENGINE
        else result
        for result in results
    ]


def passed(parts: Sequence[Briefing], detect: Detect) -> tuple[Briefing, ...] | Failure:
    """Return what several articles say together without what the gate refuses, or a failure.

    Each point is held against the article that it quotes, whatever their languages; the headline
    must pass for one of them, or gives way to the first article's title, else to its first point.
    What is left must rest on the first article and another one.
    """
    verdicts = [gate.check_summary(part, detect=detect) for part in parts]
    good = [_without(part, verdict) for part, verdict in zip(parts, verdicts, strict=True)]
    left = [part for part in good if part.points]
    if not good[0].points or len(left) < 2:
        faults = dict.fromkeys(str(f) for v in verdicts for f in chain.from_iterable(v.points))
        return Failure(parts[0].article.id, "merge", f"refused: {'; '.join(faults)}")
    title = "" if all(verdict.headline for verdict in verdicts) else parts[0].headline
    headline = title or parts[0].article.title or left[0].points[0].text
    first, *rest = (replace(part, headline=headline) for part in left)
    lost = sum(len(part.points) for part in parts) - sum(len(part.points) for part in left)
    return (_lacking(first, lost), *rest)


def _lacking(part: Briefing, lost: int) -> Briefing:
    """Add to the number of statements that were left out."""
    before = (w for w in part.warnings if w.kind == "ungrounded")
    count = lost + sum(int(dict(warning.values)["count"]) for warning in before)
    others = (warning for warning in part.warnings if warning.kind != "ungrounded")
    told = (caveat("ungrounded", count=count),) if count else ()
    return replace(part, warnings=(*others, *told))


def _without(part: Briefing, verdict: Verdict) -> Briefing:
    """Return a part with its good points, and what is doubtful about them."""
    good = tuple(p for p, bad in zip(part.points, verdict.points, strict=True) if not bad)
    return replace(part, points=good, warnings=(*part.warnings, *_doubts(part, verdict)))


def refused(line: str, told: Briefing, detect: Detect) -> bool:
    """Tell whether a line says what a briefing, in the reader's language, does not."""
    texts = tuple(point.text for point in told.points)
    shown = replace(told.article, title=told.headline, text=texts, language=told.language)
    said = replace(told, article=shown, headline=line, points=())
    return not line or bool(gate.check_summary(said, detect=detect).headline)


def _gated(made: Briefing, detect: Detect) -> Briefing:
    verdict = gate.check_summary(made, detect=detect)
    warnings = (*made.warnings, *_doubts(made, verdict))
    if not verdict:
        return replace(made, warnings=warnings)
    (plain,) = Extractive().summarize([made.article], len(made.points))
    assert isinstance(plain, Briefing), "it has been briefed, so it has a sentence"
    good = [point for point, bad in zip(made.points, verdict.points, strict=True) if not bad]
    return replace(
        made,
        headline=plain.headline if verdict.headline else made.headline,
        points=(*good, *_others(plain, good))[: len(made.points)],
        warnings=(*warnings, _told(verdict)),
    )


def _others(plain: Briefing, good: Sequence[Point]) -> Iterator[Point]:
    """Yield the article's own sentences that no good point rests on."""
    used = set(chain.from_iterable(point.evidence for point in good))
    return (point for point in plain.points if not used.intersection(point.evidence))


def _told(verdict: Verdict) -> Caveat:
    faults = [*verdict.headline, *chain.from_iterable(verdict.points)]
    bad = bool(verdict.headline) + sum(map(bool, verdict.points))
    return caveat("replaced", count=bad, faults="; ".join(map(str, faults)))


def _doubts(made: Briefing, verdict: Verdict) -> Iterator[Caveat]:
    """Yield what cannot be judged by rule, of the headline and the points that will be shown."""
    known = gate.Known(made.article)
    texts = (made.headline, *(point.text for point in made.points))
    for text, bad in zip(texts, (verdict.headline, *verdict.points), strict=True):
        if not bad:
            yield from gate.doubt_point(text, known, made.language)
