"""Numbers on which the reports of an event differ, side by side.

Only what surely counts the same is set against each other: dead against dead, kilometres of the
same detour. Each report must have a single number that could be meant, and the numbers must not
be too far apart; a hedge (about, at least) that covers the other number is no difference.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING

from digest.records import Figure, Reading, primary
from digest.text.numbers.counted import FATE, THING, UNIT, Counted, content, counted
from digest.text.numbers.toll import is_untold
from digest.text.sentences import sentences
from digest.text.statements.corrections import is_dated
from digest.text.writing.typography import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from digest.records import Briefing

MOST = 3  # figures a story
_APART = 3  # times; what differs by more hardly counts the same
_MANY = 100  # things; so many are the event's own, however the sentence goes on
_SHARED = 2  # words that two sentences have in common, at least
_USUAL = 2  # sentences; a word in more of them tells nothing about any one
_ROUNDED = 0.1  # what "about" covers
_BEYOND = 1.25  # what "more than" covers


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a report counts in its n-th sentence; `words` are what tells the sentence apart.

    It is not `held` where the report says that it was told before or is wrong, nor, of people's
    fates, where another sentence tells of nobody or of a number that was not understood.
    """

    report: Briefing
    shown: Briefing
    sentence: int
    said: Counted
    words: frozenset[str]
    held: bool

    @property
    def value(self) -> Decimal:
        return self.said.value

    @property
    def key(self) -> tuple[str, str]:
        return self.said.kind, self.said.what


def figures(reports: Sequence[tuple[Briefing, Briefing]], language: str) -> tuple[Figure, ...]:
    """Return where reports, (original, shown), differ; told in the words of a readable one."""
    claims = [list(_claims(original, shown)) for original, shown in reports]
    found: dict[tuple[str, str], Figure] = {}
    for claim in chain.from_iterable(claims):
        if claim.key not in found:
            readings = list(_readings(claim, claims))
            if _differ(readings) and (figure := _figure(readings, language)):
                found[claim.key] = figure
    return tuple(found.values())[:MOST]


def _figure(readings: Sequence[_Claim], language: str) -> Figure | None:
    """Return the readings, first the one whose clause is shown; nothing where none is readable."""
    said = max(readings, key=lambda one: (_is_own(one, language), len(_clause(one, language))))
    if not (clause := _clause(said, language)):
        return None
    rest = (one for one in readings if one is not said)
    unit = said.said.what if said.said.kind == UNIT else ""
    return Figure(capital(clause), tuple(map(_reading, (said, *rest))), unit)


def _claims(report: Briefing, shown: Briefing) -> Iterator[_Claim]:
    article = report.article
    said = sentences(article)
    words = [content(sentence, article.language) for sentence in said]
    is_doubtful = any(is_untold(sentence, article.language) for sentence in said)
    spread = Counter(word for found in words for word in found)
    for n, sentence in enumerate(said):
        telling = frozenset(word for word in words[n] if spread[word] <= _USUAL)
        for number in counted(sentence, article.language):
            held = not (is_dated(sentence) or (number.kind == FATE and is_doubtful))
            yield _Claim(report, shown, n, number, telling, held)


def _readings(claim: _Claim, claims: Sequence[Sequence[_Claim]]) -> Iterator[_Claim]:
    """Yield the one claim of each outlet that counts the same, that of `claim` itself included."""
    told: set[str] = set()
    for report in claims:
        near = [one for one in report if one.key == claim.key and _comparable(one, claim)]
        outlet = near[0].report.article.outlet if near else ""
        sure = len({one.value for one in near}) == 1 and all(one.held for one in near)
        if sure and (not outlet or outlet not in told):
            same = [one for one in near if one is claim or _is_same(one, claim)]
            yield from same[:1]
            told.add(outlet)


def _comparable(one: _Claim, other: _Claim) -> bool:
    return max(one.value, other.value) <= _APART * min(one.value, other.value)


def _is_same(one: _Claim, other: _Claim) -> bool:
    """Tell whether two claims with one key and near values are about the same thing."""
    if one.said.kind == FATE or (one.said.kind == THING and min(one.value, other.value) >= _MANY):
        return True
    complements = {one.said.complement, other.said.complement} - {""}
    shared = (one.words & other.words) - {one.said.own, other.said.own}
    near = shared & one.said.near & other.said.near
    return len(complements) < 2 and len(shared) >= _SHARED and bool(near)


def _differ(readings: Iterable[_Claim]) -> bool:
    pairs = combinations(readings, 2)
    return any(not (_covers(one, other) or _covers(other, one)) for one, other in pairs)


def _covers(one: _Claim, other: _Claim) -> bool:
    """Tell whether what `one` says leaves room for the value of `other`."""
    ratio = float(other.value / one.value)
    match one.said.hedge:
        case "≈":
            return abs(ratio - 1) <= _ROUNDED
        case "≥" | ">":
            return 1 <= ratio <= _BEYOND
        case "≤" | "<":
            return 1 / _BEYOND <= ratio <= 1
    return ratio == 1


def _clause(claim: _Claim, language: str) -> str:
    """Return the clause of a claim in the reader's language, where a text says it whole."""
    shown = claim.shown
    if _is_own(claim, language):
        return claim.said.phrase
    for point in shown.points if primary(shown.language) == primary(language) else ():
        if claim.sentence in point.evidence and "[" not in point.text:
            for number in counted(point.text, shown.language):
                if number.value == claim.value:
                    return number.phrase
    return ""


def _is_own(claim: _Claim, language: str) -> bool:
    return primary(claim.report.language) == primary(language)


def _reading(claim: _Claim) -> Reading:
    article = claim.report.article
    value = f"{claim.value.normalize():f}"
    language = claim.report.language
    return Reading(value, article.outlet, language, article.id, claim.sentence, claim.said.hedge)
