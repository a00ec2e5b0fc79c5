"""Plain text from files and pipes, for the commands that take no articles."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(name: str) -> str:
    """Return the text of a file, or of standard input for `-`, in whatever encoding it is.

    Raises `InputMissing` where there is no such file, `InputError` where it holds no text.
    """
    from digest.errors import InputError
    from digest.sources import Limits, files
    from digest.sources.decoding.decode import decode

    with naming("standard input" if name == "-" else name):
        data = sys.stdin.buffer.read() if name == "-" else files.load(Path(name), Limits())
        text = decode(data).text
        if not text.strip():
            raise InputError("empty: there is nothing to read")
        return text


@contextmanager
def naming(input_: str) -> Iterator[None]:
    """Name the input in the errors of the block."""
    from digest.errors import Failed

    try:
        yield
    except Failed as error:
        raise type(error)(f"{input_}: {error}") from error
