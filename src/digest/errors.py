"""Every error that `digest` raises on purpose.

    DigestError                 70  a check of our own failed
    ├── InputError              65  an input is there but cannot be used
    │   └── InputMissing        66  an input is not there
    ├── Unavailable             69  a source, a server or an engine cannot be reached
    │   └── NoRoute             69  nothing installed translates this pair of languages
    ├── OutputError             73  a result cannot be written
    │   └── StateDamaged        74  the ledger is damaged, or the disk is full
    ├── TryLater                75  locked, or worth another try
    ├── Forbidden               77  authentication or permission
    └── ConfigError             78  the configuration is wrong
        └── ModelMissing        78  an engine, an extra or a model is not installed

Exit codes are those of sysexits.h. A message says what failed, on which input, why, and what
to do about it; it is one line. Anything that is not a `DigestError` is a bug and keeps its
traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

WORST_FIRST = (78, 77, 74, 73, 70, 69, 75, 66, 65, 3, 0)


def worst(codes: Iterable[int]) -> int:
    """Return the worst of several exit codes, 0 of none; what ended a process is worse than all."""
    known = WORST_FIRST.index
    return min(codes, key=lambda code: known(code) if code in WORST_FIRST else -1, default=0)


class DigestError(Exception):
    """A check of our own failed; the base of every error below."""

    exit_code: ClassVar[int] = 70


class InputError(DigestError):
    """An input is there but cannot be used."""

    exit_code = 65


class InputMissing(InputError):
    """An input is not there."""

    exit_code = 66


class Unavailable(DigestError):
    """A source, a server or an engine cannot be reached."""

    exit_code = 69


class NoRoute(Unavailable):
    """Nothing installed translates this pair of languages."""


class OutputError(DigestError):
    """A result cannot be written."""

    exit_code = 73


class StateDamaged(OutputError):
    """The ledger is damaged, or the disk is full."""

    exit_code = 74


class TryLater(DigestError):
    """Another run holds the lock, or a later try may succeed."""

    exit_code = 75


class Forbidden(DigestError):
    """Authentication failed, or a permission is missing."""

    exit_code = 77


class ConfigError(DigestError):
    """The configuration is wrong."""

    exit_code = 78


class ModelMissing(ConfigError):
    """An engine, an extra or a model is not installed."""
