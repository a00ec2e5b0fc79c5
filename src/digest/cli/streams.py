"""The three standard streams, whatever the parent process left of them."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any

from digest.errors import OutputError


class _Output(TextIOWrapper):
    """Standard output; a disk that is full under it is an error with a code, not a bug."""

    def write(self, text: str, /) -> int:
        return int(self._told(super().write, text))

    def flush(self) -> None:
        self._told(super().flush)

    @staticmethod
    def _told(act: Any, *arguments: str) -> Any:
        try:
            return act(*arguments)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"cannot write standard output: {error.strerror}") from error


def settle() -> None:
    """Give every standard stream a file, and write UTF-8 whatever the locale is.

    A stream that is closed would lend its number to the next file that is opened, the ledger for
    one. So it gets the null device: input ends at once, messages go nowhere, and output, which
    must not, is refused.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        _occupy(number, mode)
    sys.stdin = sys.stdin or open(0, encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdout, TextIOWrapper | None):
        terminal = sys.stdout.line_buffering if sys.stdout else False
        binary = sys.stdout.detach() if sys.stdout else open(1, "wb")  # noqa: SIM115
        sys.stdout = _Output(binary, "utf-8", "replace", line_buffering=terminal)


def discard() -> None:
    """Send what is left in standard output nowhere, so that the interpreter's end is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _occupy(number: int, mode: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, mode)  # the lowest free number: this one
        assert opened == number
