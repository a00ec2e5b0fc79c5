"""Which sentences of an article a statement rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.words import roots, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

STATEMENT = 2  # words at least; one states nothing
MOST = 3  # sentences that one statement may be drawn from
LEAST = 0.2  # of the statement's words that each further sentence must add
# Of the statement's words that they must have together. Of the sentences in which editors sum up an
# article it keeps 63 and 72 in a hundred (two halves of 297), and 5 and 6 beside another article.
ENOUGH = 0.3


def evidence(statement: str, sentences: Sequence[str], language: str) -> tuple[int, ...]:
    """Return the indices of the sentences that hold the words of a statement; () if none do.

    The fewest that do, greedily: each next one is that with most of the words still missing.
    """
    words = roots(statement, language)
    own = [words & roots(sentence, language) for sentence in sentences]
    missing, chosen = set(words), list[int]()
    while own and missing and len(chosen) < MOST:
        best = max(range(len(own)), key=lambda index: (len(own[index] & missing), -index))
        if len(own[best] & missing) < max(1, LEAST * len(words)):
            break
        chosen.append(best)
        missing -= own[best]
    found = len(words) - len(missing)
    is_said = words and len(tokens(statement)) >= STATEMENT and found >= ENOUGH * len(words)
    return tuple(sorted(chosen)) if is_said else ()
