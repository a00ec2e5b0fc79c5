"""The weights of salience, fitted to give the best expected ROUGE-1, and how they fare on others.

    python -m bench.quality.weights     fit on all the articles and print the weights

A choice is taken as a draw from the softmax of the saliences, whose expected ROUGE-1 has a
gradient; a penalty on the weights keeps the choice from being made sharper than the data tell.
Cross-validation is over articles: each is judged with weights fitted on the other nine tenths,
and every set and language is spread over all the tenths.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bench.quality.summaries import Case

    Floats = NDArray[np.float64]
    Example = tuple[Floats, Floats]  # aspects, and the ROUGE-1 (0 to 100) of each sentence

FOLDS = 10
PENALTY = 0.05  # with a tenth of it the fit is 1, 2.1, 0.5; with ten times 1, 3.3, 1.0
STEPS, RATE = 200, 1.0


def fit(examples: Sequence[Example]) -> Floats:
    """Return the weights that maximize the mean expected ROUGE-1 less the penalty.

    The penalty is on the weights of aspects in units of their spread within an article. What is
    returned is relative to the first weight: the size of all only says how sure they are.
    """
    spread = np.sqrt(np.mean([aspects.var(0) for aspects, _ in examples], axis=0))
    scaled = [(aspects / spread, values) for aspects, values in examples]
    weights = np.ones(len(spread))
    for _ in range(STEPS):
        slope = np.mean([_slope(weights, *example) for example in scaled], axis=0)
        weights = weights + RATE * (slope - PENALTY * weights)
    weights = weights / spread
    return np.asarray(weights / weights[0])


def _slope(weights: Floats, aspects: Floats, values: Floats) -> Floats:
    """Return the gradient of the expected value (in tens of points) of one article's choice."""
    shares = np.exp(aspects @ weights - (aspects @ weights).max())
    shares /= shares.sum()
    return np.asarray((shares * (values - shares @ values) / 10) @ aspects)


def folds(cases: Sequence[Case]) -> list[int]:
    """Return the fold of each case; those of one set and language are spread over all."""
    order = sorted(range(len(cases)), key=lambda at: _place(cases[at]))
    fold = [0] * len(cases)
    for rank, at in enumerate(order):
        fold[at] = rank % FOLDS
    return fold


def _place(case: Case) -> tuple[str, str, str]:
    shuffled = hashlib.sha256(case.article.id.encode()).hexdigest()
    return case.group, case.article.language, shuffled


def crossvalidated(cases: Sequence[Case], examples: Sequence[Example]) -> list[Floats]:
    """Return for each case the weights fitted without its fold."""
    fold = folds(cases)
    fitted = [
        fit([example for example, own in zip(examples, fold, strict=True) if own != left_out])
        for left_out in range(FOLDS)
    ]
    return [fitted[own] for own in fold]


def main() -> None:
    """Fit on everything and print the weights, relative to the first."""
    from bench.quality.summaries import budgets, cases, example

    data = Path(os.environ.get("DIGEST_EVAL_DATA", "../shared/data"))
    found = list(cases(data))
    budget = budgets(found)
    weights = fit([example(case, budget[case.group]) for case in found])
    print(" ".join(f"{weight:.2f}" for weight in weights))


if __name__ == "__main__":
    main()
