"""One stage over all its pieces: what is in the ledger is not done again.

What a batch produced is in the ledger before the next batch starts, so a killed run loses at
most the batch in hand, and a second run computes nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from digest.errors import DigestError, Unforeseen, contained
from digest.records import Failure, Step
from digest.store.crashpoints import passing

if TYPE_CHECKING:
    from digest.store import Ledger

In = TypeVar("In")
Out = TypeVar("Out")


Watch = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Stage(Generic[In, Out]):
    """What a stage does with a batch, and how its results are named and kept.

    What `keep` refuses is a result for now only: it is not recorded, and the next run tries again.
    """

    name: str
    key: Callable[[In], bytes]
    work: Callable[[Sequence[In]], Sequence[Out | Failure]]
    subject: Callable[[In], str]
    pack: Callable[[Out], Any]
    unpack: Callable[[Any, In], Out]
    keep: Callable[[Out], bool] = lambda _: True

    def shared(self, result: Out | Failure, piece: In) -> Out | Failure:
        """Return the result of another piece with the same key as that of this one."""
        if isinstance(result, Failure):
            return replace(result, subject=self.subject(piece))
        return self.unpack(self.pack(result), piece)

    def alone(self, piece: In) -> Out | Failure:
        """Work on one piece; a bug that it brings out is its failure."""
        subject = self.subject(piece)
        try:
            with contained(f"{self.name}: {subject}"):
                return self.work([piece])[0]
        except Unforeseen as error:
            return Failure(subject, self.name.partition(" ")[0], str(error), error.exit_code)


def once(
    stage: Stage[In, Out], pieces: Sequence[In], ledger: Ledger, batch: int, watch: Watch
) -> list[Out | Failure]:
    """Do what is not in the ledger yet, batch by batch, and return all results in order.

    Failures are not recorded: the next run tries them again.
    """
    start = time.monotonic()
    keys = [stage.key(piece) for piece in pieces]
    known = ledger.known(keys)
    lacking = {k: piece for k, piece in zip(keys, pieces, strict=True) if k not in known}
    done: dict[bytes, Out | Failure] = {}

    def tell() -> None:
        old = sum(key in known for key in keys)
        failed = sum(isinstance(result, Failure) for result in done.values())
        seconds = time.monotonic() - start
        watch(Step(stage.name, old + len(done), len(pieces), old, failed, seconds))

    tell()
    for part in _batches(list(lacking.items()), batch):
        made = _do(stage, part, ledger)
        done |= made
        tell()

    def own(key: bytes, piece: In) -> Out | Failure:
        if key in known:
            return stage.unpack(known[key], piece)
        return done[key] if piece is lacking[key] else stage.shared(done[key], piece)

    return [own(key, piece) for key, piece in zip(keys, pieces, strict=True)]


def _do(
    stage: Stage[In, Out], part: Sequence[tuple[bytes, In]], ledger: Ledger
) -> dict[bytes, Out | Failure]:
    results = _worked(stage, [piece for _, piece in part])
    made = {
        key: (stage.subject(piece), stage.pack(result))
        for (key, piece), result in zip(part, results, strict=True)
        if not isinstance(result, Failure) and stage.keep(result)
    }
    ledger.record(stage.name, made)
    passing("work.recorded")
    return {key: result for (key, _), result in zip(part, results, strict=True)}


def _worked(stage: Stage[In, Out], pieces: Sequence[In]) -> Sequence[Out | Failure]:
    """Work on a batch; where one piece brings out a bug, it fails alone."""
    try:
        return stage.work(pieces)
    except DigestError:
        raise
    except Exception:  # told where one piece alone brings it out
        return list(map(stage.alone, pieces))


def _batches(items: Sequence[In], size: int) -> Iterator[Sequence[In]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
