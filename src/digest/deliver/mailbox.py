"""Copies as files: into a Maildir, or into a folder as .eml. The rename is what the dot is."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from digest.store.copies import Outcome
from digest.store.crashpoints import passing
from digest.store.disk import unwritten

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.deliver.transport import Letter
    from digest.errors import OutputError


class Files:
    """A folder that takes each copy as a file of its own.

    The name of a file is that of its copy, so a copy written again after a doubt replaces itself.
    """

    def __init__(self, folder: Path) -> None:
        self._drafts = self._final = folder
        self._folders: tuple[Path, ...] = (folder,)

    def open(self) -> None:
        """Make the folders; see `Transport.open`."""
        try:
            for folder in self._folders:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise _unwritable(self._final, error) from error

    def hand_over(self, letter: Letter, mark: Callable[[], None]) -> Outcome:
        """Write the copy aside, then rename it; see `Transport.hand_over`."""
        draft = self._drafts / f".{letter.name}.part"
        try:
            _write(draft, self._content(letter))
            passing("file.written")
            mark()
            draft.replace(self._final / self._name(letter))
            passing("file.renamed")
            _sync(self._final)
        except OSError as error:
            raise _unwritable(self._final, error) from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        return Outcome("sent", "rename")

    def close(self) -> None:
        """Nothing is held."""

    def _name(self, letter: Letter) -> str:
        return f"{letter.name}.eml"

    def _content(self, letter: Letter) -> bytes:
        return letter.content


class Maildir(Files):
    """A Maildir, as mail programs on this machine read it; lines end as theirs do."""

    def __init__(self, folder: Path) -> None:
        self._drafts, self._final = folder / "tmp", folder / "new"
        self._folders = (self._drafts, self._final, folder / "cur")

    def _name(self, letter: Letter) -> str:
        return f"{letter.name}.{socket.gethostname().replace('/', '-').replace(':', '-')}"

    def _content(self, letter: Letter) -> bytes:
        return letter.content.replace(b"\r\n", b"\n")


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(folder: Path, error: OSError) -> OutputError:
    return unwritten(f"into {folder}", error, "see [mail] path")
