"""Every error that `digest` raises on purpose.

    DigestError                 70  a check of our own failed
    ├── Failed                  70  one input, source, engine or setting
    │   ├── Unforeseen          70  a bug, ours or a library's, that one of them has brought out
    │   ├── InputError          65  an input is there but cannot be used
    │   │   └── InputMissing    66  an input is not there
    │   ├── Unavailable         69  a source, a server or an engine cannot be reached
    │   │   └── NoRoute         69  nothing installed translates this pair of languages
    │   ├── Forbidden           77  authentication or permission
    │   └── ConfigError         78  the configuration is wrong
    │       └── ModelMissing    78  an engine, an extra or a model is not installed
    ├── OutputError             73  a result cannot be written
    │   └── StateDamaged        74  the ledger is damaged, or the disk is full
    └── TryLater                75  locked, or worth another try

What works on many things catches `Failed`, makes it a value (a `Failure`, a fault, a note) and
goes on with the others. Any other `DigestError` is of what all work rests on, and ends the run:
only an edge catches it, where errors become text and an exit code. A bug that one input or source
brings out is `contained`: it costs that one only, and its traceback is in the log.

Exit codes are those of sysexits.h. A message says what failed, on which input, why, and what
to do about it; it is one line. Anything that is not a `DigestError` is a bug and keeps its
traceback.
"""

from __future__ import annotations

import errno
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

log = logging.getLogger(__name__)

PARTLY = 3  # the exit code of what is finished, but for some things that failed
WORST_FIRST = (78, 77, 74, 73, 70, 69, 75, 66, 65, PARTLY, 0)


def worst(codes: Iterable[int]) -> int:
    """Return the worst of several exit codes, 0 of none; what ended a process is worse than all."""
    known = WORST_FIRST.index
    return min(codes, key=lambda code: known(code) if code in WORST_FIRST else -1, default=0)


class DigestError(Exception):
    """A check of our own failed; the base of every error below."""

    exit_code: ClassVar[int] = 70


class Failed(DigestError):
    """One input, source, engine or setting fails; others go on without it."""


class Unforeseen(Failed):
    """A bug, of ours or of a library, that one input or source has brought out."""


class InputError(Failed):
    """An input is there but cannot be used."""

    exit_code = 65


class InputMissing(InputError):
    """An input is not there."""

    exit_code = 66


class Unavailable(Failed):
    """A source, a server or an engine cannot be reached."""

    exit_code = 69


class NoRoute(Unavailable):
    """Nothing installed translates this pair of languages."""


class Forbidden(Failed):
    """Authentication failed, or a permission is missing."""

    exit_code = 77


class ConfigError(Failed):
    """The configuration is wrong."""

    exit_code = 78


class ModelMissing(ConfigError):
    """An engine, an extra or a model is not installed."""


class OutputError(DigestError):
    """A result cannot be written."""

    exit_code = 73


class StateDamaged(OutputError):
    """The ledger is damaged, or the disk is full."""

    exit_code = 74


class TryLater(DigestError):
    """Another run holds the lock, or a later try may succeed."""

    exit_code = 75


_OF_THE_MACHINE = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE))


@contextmanager
def contained(subject: str) -> Iterator[None]:
    """Make a bug that the block brings out the failure of one thing, with its traceback in the log.

    What ends a run still ends it: any `DigestError`, and a machine that is out of disk or files.
    """
    try:
        yield
    except DigestError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
            raise
        log.exception("%s: a bug; please report this traceback", subject)
        told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise Unforeseen(f"a bug ({told}): report the traceback in the log") from error
