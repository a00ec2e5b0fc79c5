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
from digest.records import Briefing, caveat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.gate import Detect, Verdict
    from digest.records import Caveat, Failure, Point

ENGINE = Extractive().signature.engine


def gated(results: Sequence[Briefing | Failure], detect: Detect) -> list[Briefing | Failure]:
    """Return the results with every refused point and headline replaced; failures as they are."""
    return [
        _gated(result, detect)
        if isinstance(result, Briefing) and result.made_by.engine != ENGINE
        else result
        for result in results
    ]


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
    """Yield what cannot be judged by rule, of the points that will be shown."""
    known = gate.Known(made.article)
    for point, bad in zip(made.points, verdict.points, strict=True):
        if not bad:
            yield from gate.doubt_point(point.text, known, made.language)
