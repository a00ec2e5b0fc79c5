"""Which runtime a model's directory is for, by what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.backends.models import converted
from digest.backends.neural.firefox import is_firefox

if TYPE_CHECKING:
    from pathlib import Path


def engine_of(path: Path) -> str:
    """Return the name of the engine for a directory: converted weights come first.

    They need less memory and, on a CPU, less time (bench/RESULTS.md); where CTranslate2 is
    missing, the original weights serve, if they are there.
    """
    path = path.expanduser()
    if is_firefox(path):
        return "firefox"
    original = any(path.glob("*.safetensors"))
    if converted.is_converted(path) and (converted.is_installed() or not original):
        return "ctranslate2"
    return "seq2seq"
