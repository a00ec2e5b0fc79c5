"""A local sendmail program instead of SMTP (E38).

It reads the message from a file, not from a pipe: if this process dies, a pipe would end early,
and the program would send half a message.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from digest.errors import ConfigError
from digest.store.copies import Outcome
from digest.store.crashpoints import passing
from digest.store.disk import unwritten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.deliver.transport import Letter

# sysexits.h: usage, the message, its addresses, the service, try later, permission, configuration.
# With any of these a program has not taken the message; msmtp reads all of it before it says 69.
NOT_TAKEN = frozenset({64, 65, 66, 67, 68, 69, 75, 77, 78})
_TEMPFAIL = 75
SECONDS = 600.0


class Sendmail:
    """A program with sendmail's arguments: `-i -t -f ENVELOPE`.

    It reads the reader's address in `To`, where there is no other: every user of the machine reads
    the arguments of a process.
    """

    def __init__(self, program: str = "/usr/sbin/sendmail", seconds: float = SECONDS) -> None:
        self._program = program
        self._seconds = seconds

    def open(self) -> None:
        """Make sure that the program is there; see `Transport.open`."""
        if not shutil.which(self._program):
            raise ConfigError(f"no program {self._program}; see [mail] sendmail")

    def hand_over(self, letter: Letter, mark: Callable[[], None]) -> Outcome:
        """Run the program once; see `Transport.hand_over`."""
        command = (self._program, "-i", "-t", "-f", letter.envelope)
        with _file(letter.content.replace(b"\r\n", b"\n")) as file:
            passing("sendmail.written")
            mark()
            code = self._run(command, file)
            passing("sendmail.ended")
            return _outcome(code, whole=_read_whole(file))

    def close(self) -> None:
        """Nothing is held."""

    def _run(self, command: Sequence[str], file: IO[bytes]) -> int | None:
        """Return the exit status, or nothing where the program did not end in time."""
        quiet = subprocess.DEVNULL
        try:
            done = subprocess.run(  # noqa: S603  # the operator's own program, no shell
                command, stdin=file, stdout=quiet, stderr=quiet, timeout=self._seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        except OSError:
            return _TEMPFAIL  # it did not start, so it has read nothing
        return done.returncode


def _file(content: bytes) -> IO[bytes]:
    try:
        file = TemporaryFile()  # noqa: SIM115  # the caller closes it
        file.write(content)
        file.seek(0)
    except OSError as error:
        raise unwritten("a file in $TMPDIR", error, "name another folder in it") from error
    return file


def _read_whole(file: IO[bytes]) -> bool:
    """Whether the program read to the end: it shares the position in the file with us."""
    descriptor = file.fileno()
    return os.lseek(descriptor, 0, os.SEEK_CUR) >= os.fstat(descriptor).st_size


def _outcome(code: int | None, *, whole: bool) -> Outcome:
    if code == 0:
        return Outcome("sent", "sendmail")
    why = "the program did not end in time" if code is None else f"the program ended with {code}"
    if code in NOT_TAKEN or not whole:
        return Outcome("deferred", "sendmail", code or 0, text=f"{why}, and has not taken it")
    return Outcome("uncertain", "sendmail", code or 0, text=why)
