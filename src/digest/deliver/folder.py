"""Files that are whole or absent: a reader never sees half of one."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

from digest.store.crashpoints import passing
from digest.store.disk import unwritten

_STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd/")


def write(path: Path, content: bytes, mode: int | None = None) -> Path:
    """Write a file through a temporary one beside it: fsync, then rename (R12).

    A link stays one, and a device, a pipe or a socket is written into: none is replaced. Without a
    `mode` the umask has the say. Raises `OutputError` where it cannot be written.
    """
    try:
        if is_stream(path):
            path.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(path)), content, mode)
    except OSError as error:
        raise unwritten(path, error, "choose another -o") from error
    passing("document.renamed")
    return path


def is_stream(path: Path) -> bool:
    """Tell whether a path is written into as it is: `/dev/stdout`, a pipe, a device."""
    return str(path).startswith(_STREAMS) or (path.exists() and not path.is_file())


def _replace(path: Path, content: bytes, mode: int | None) -> None:
    temporary = path.with_name(f".{uuid4().hex}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        descriptor = os.open(temporary, flags, 0o666 if mode is None else mode)
        with os.fdopen(descriptor, "wb") as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing("document.written")
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def probe(folder: Path) -> None:
    """Make sure now, before any work, that a folder can be written into (B06)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".probe."):
            pass
    except OSError as error:
        raise unwritten(f"into {folder}", error, "choose another -o") from error
