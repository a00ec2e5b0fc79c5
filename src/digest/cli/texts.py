"""Plain text from files and pipes, for the commands that take no articles."""

from __future__ import annotations

import sys
from pathlib import Path


def read(name: str) -> str:
    """Return the text of a file, or of standard input for `-`, in whatever encoding it is.

    Raises `InputMissing` where there is no such file, `InputError` where it holds no text.
    """
    from digest.errors import InputError
    from digest.sources import Limits, files
    from digest.sources.decode import decode

    shown = "standard input" if name == "-" else name
    try:
        data = sys.stdin.buffer.read() if name == "-" else files.load(Path(name), Limits())
        text = decode(data).text
    except InputError as error:
        raise type(error)(f"{shown}: {error}") from error
    if not text.strip():
        raise InputError(f"{shown}: empty: there is nothing to read")
    return text
