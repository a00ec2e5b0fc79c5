"""Files that are whole or absent: a reader never sees half of one."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from digest.store.crashpoints import passing
from digest.store.disk import unwritten


def write(path: Path, content: bytes, mode: int = 0o644) -> Path:
    """Write a file through a temporary one beside it: fsync, then rename (R12).

    Raises `OutputError` where it cannot be written.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                temporary.chmod(mode)
                passing("document.written")
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise unwritten(path, error, "choose another -o") from error
    passing("document.renamed")
    return path


def probe(folder: Path) -> None:
    """Make sure now, before any work, that a folder can be written into (B06)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".probe."):
            pass
    except OSError as error:
        raise unwritten(f"into {folder}", error, "choose another -o") from error
