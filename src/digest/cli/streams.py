"""The three standard streams, whatever the parent process left of them."""

from __future__ import annotations

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING

import click

from digest.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import ReadableBuffer


class ReaderGone(BaseException):
    """Whoever reads standard output has seen enough, as `head` has; no handler of errors hears it.

    A `BrokenPipeError` would not do: click ends the program with 1, the code of a crash.
    """


class _Output(FileIO):
    """Standard output; a disk that is full under it is an error with a code, not a bug."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError as error:
            raise ReaderGone from error
        except OSError as error:
            raise OutputError(f"cannot write standard output: {error.strerror}") from error


class _Messages(FileIO):
    """Standard error; no work ends because nobody reads of it, or its disk is full."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def settle() -> None:
    """Give every standard stream a file, and write UTF-8 whatever the locale is.

    A stream that is closed would lend its number to the next file that is opened, the ledger for
    one. So it gets the null device: input ends at once, messages go nowhere, and output, which
    must not, is refused.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        _occupy(number, mode)
    sys.stdin = sys.stdin or open(0, encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper | None):
        sys.stdout = _text(_Output(1, "wb", closefd=False), lines=os.isatty(1))
    if isinstance(sys.stderr, TextIOWrapper | None):
        sys.stderr = _text(_Messages(2, "wb", closefd=False), lines=True)


def _text(file: FileIO, *, lines: bool) -> TextIOWrapper:
    return TextIOWrapper(BufferedWriter(file), "utf-8", "replace", line_buffering=lines)


def tell(lines: Iterable[object]) -> None:
    """Print what has been done: that nobody reads it changes neither the work nor its exit code."""
    try:
        for line in lines:
            click.echo(line)
    except ReaderGone:
        discard()


def discard() -> None:
    """Send what is left in standard output nowhere, so that the interpreter's end is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _occupy(number: int, mode: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, mode)  # the lowest free number: this one
        assert opened == number
