"""Doubts about sense: a point that denies what its article affirms, or says the opposite.

Each sentence of a point is held against those of the article on the same matter: that a word is
denied elsewhere, of something else, says nothing. Tuned on half of the articles of NTREX-128 with a
"not" planted or taken away; in the other half 93 to 96 % of these are flagged in be, pl, ru and uk.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from digest.text.negation import implies_negation, negations, polarities
from digest.text.opposites import sides

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Claims = dict[str, set[bool]]
_OTHERS = 3  # stems that two sentences on one matter share beside the word in question
_NEAREST = 2  # stems that a sentence shares at least with the one that it was made from


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says of its stems and on which side of opposites, and whether it denies."""

    polarities: Claims
    sides: Claims
    denies: bool
    may_deny: bool

    @classmethod
    def of(cls, sentence: str, language: str) -> Statement:
        """Return what a sentence says."""
        return cls(
            polarities(sentence, language),
            sides(sentence, language),
            bool(negations(sentence, language)),
            implies_negation(sentence, language),
        )

    def shared(self, other: Statement) -> int:
        """Return how many stems two sentences share."""
        return len(self.polarities.keys() & other.polarities.keys())


def turned(ours: Statement, theirs: Sequence[Statement]) -> Iterator[str]:
    """Yield "negation_added", "negation_lost" or "opposite" where a sentence turns an article's."""
    shared = [(ours.shared(other), other) for other in theirs]
    same = [other.polarities for count, other in shared if count > _OTHERS]
    for said in _contradicted(ours.polarities, same):
        yield "negation_added" if True in said else "negation_lost"
    for _ in _contradicted(ours.sides, [o.sides for count, o in shared if count >= _OTHERS]):
        yield "opposite"
    most = max((count for count, _ in shared), default=0)
    nearest = [other for count, other in shared if count == most >= _NEAREST]
    if ours.denies and nearest and not any(other.may_deny for other in nearest):
        yield "negation_added"


def _contradicted(ours: Claims, theirs: Sequence[Claims]) -> Iterator[set[bool]]:
    """Yield what ours say of a thing of which theirs say the reverse, and nothing else."""
    for thing, said in ours.items():
        told = set(chain.from_iterable(claims.get(thing, ()) for claims in theirs))
        if told and told.isdisjoint(said):
            yield said
