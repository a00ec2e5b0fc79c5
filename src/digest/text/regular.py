"""Files of text that somebody has named, opened so that none can hold a night (F14)."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, encoding: str = "utf-8") -> str:
    """Return the text of a regular file; raise `OSError` for any other, without waiting for it."""
    with open(path, encoding=encoding, opener=_opened) as file:
        return file.read()


def _opened(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NONBLOCK)  # else a FIFO would wait for its writer
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", path)
    return descriptor
