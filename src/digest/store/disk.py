"""What it means that a file cannot be written."""

from __future__ import annotations

from errno import EDQUOT, ENOSPC
from typing import TYPE_CHECKING

from digest.errors import OutputError, StateDamaged

if TYPE_CHECKING:
    from pathlib import Path


def unwritten(path: Path | str, error: OSError, advice: str) -> OutputError:
    """Return the error of a write that failed: 74 where the disk is full (B05), else 73 (B06).

    `advice` says what to do where it is not full.
    """
    full = error.errno in (ENOSPC, EDQUOT)
    kind = StateDamaged if full else OutputError
    what = "free some disk space" if full else advice
    return kind(f"cannot write {path}: {error.strerror}; {what}")
