"""False alarms by verdicts of a person, who read what the gate refuses of human translations.

A reference may really say something else than its source: another number, a sentence more. Such
rows are `different` in `judged.toml`; in `same` are those that say the same, so that the refusal
is a false alarm. A refusal without a verdict counts as one, too, and is printed: read it, and add
it. The rows are named by their id in the data, and by the direction; nothing was tuned after they
were read.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

JUDGED = Path(__file__).with_name("judged.toml")


def passing(refused: Mapping[str, Mapping[str, bool]]) -> dict[str, float]:
    """Return by target, and of all, the share of references without a false alarm.

    `refused` tells by target which of its rows (`ntrex-0044 en-be`) are refused.
    """
    verdicts = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    different, same = set(verdicts["different"]), set(verdicts["same"])
    shares = {}
    everything = {row: is_refused for rows in refused.values() for row, is_refused in rows.items()}
    for target, rows in {**refused, "all": everything}.items():
        alarms = {row for row, is_refused in rows.items() if is_refused} - different
        shares[target] = 1 - len(alarms) / len(rows)
        print(f"to {target}: {len(alarms)} false alarms by judged verdicts in {len(rows)}")
        if unknown := sorted(alarms - same):
            print(f"  without a verdict: {', '.join(unknown)}")
    return shares
