"""What every translated sentence must satisfy before a reader sees it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from digest.gate.aids import NONE, Aids
from digest.gate.form import addresses_added, loops_added, markup_added
from digest.gate.language import copied, wrong_language
from digest.gate.length import sentences_changed, wrong_length
from digest.gate.names import names_changed, names_doubtful
from digest.gate.numbers import numbers_changed
from digest.records import Caveat, caveat
from digest.text.negation import implies_negation, negations
from digest.text.opposites import sides

if TYPE_CHECKING:
    from collections.abc import Iterator

Faults = tuple[Caveat, ...]


def check_translation(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Faults:
    """Return what is wrong with a translation; nothing where it may be shown."""
    return tuple(faults(source_text, translated, source, target, aids))


def faults(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Iterator[Caveat]:
    """Yield what is wrong with a translation, each check made only when it is asked for."""
    pair = (source_text, translated, source, target)
    if not translated.strip():
        return iter((caveat("empty"),) if source_text.strip() else ())
    return chain(
        numbers_changed(*pair),
        names_changed(*pair, aids),
        wrong_language(translated, target, aids.detect),
        copied(*pair),
        wrong_length(*pair),
        sentences_changed(*pair),
        loops_added(source_text, translated),
        markup_added(source_text, translated),
        addresses_added(source_text, translated),
    )


def doubt_translation(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Faults:
    """Return what a reader should be told of a translation that may be shown nevertheless."""
    pair = (source_text, translated, source, target)
    return (*_negation(*pair), *_opposite(*pair), *names_doubtful(*pair, aids))


def _negation(source_text: str, translated: str, source: str, target: str) -> Faults:
    """Return a doubt where one side alone has a "not": another sense, or the same otherwise."""
    ours, theirs = negations(translated, target), negations(source_text, source)
    if ours and not theirs and not implies_negation(source_text, source):
        return (caveat("negation_added"),)
    if theirs and not ours and not implies_negation(translated, target):
        return (caveat("negation_lost"),)
    return ()


def _opposite(source_text: str, translated: str, source: str, target: str) -> Faults:
    """Return a doubt where a thing rose on one side and fell on the other."""
    ours, theirs = sides(translated, target), sides(source_text, source)
    turned = any(ours[pair].isdisjoint(theirs[pair]) for pair in ours.keys() & theirs.keys())
    return (caveat("opposite"),) if turned else ()
