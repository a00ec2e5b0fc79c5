"""One run at a time: a lock that the kernel frees when its holder dies (flock(2), B02-B04)."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import OutputError, TryLater
from digest.store.disk import unwritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NETWORKS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs")  # where flock is a local matter
_held: set[int] = set()


def _forget() -> None:
    """Let go in a forked child: it must not keep the lock when its parent dies."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_forget)


@contextmanager
def lock(folder: Path) -> Iterator[Callable[[], bool]]:
    """Hold `folder`/lock; yield a question whether the file is still the one that is locked.

    The file is never removed: whoever removes it makes a second lock possible. Raises `TryLater`
    at once where another run holds it, `OutputError` where it cannot be written.
    """
    path = folder / "lock"
    descriptor = _locked(path)
    _held.add(descriptor)
    try:
        _sign(descriptor)
        yield lambda: _same(descriptor, path)
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def on_network(folder: Path, mounts: str | None = None) -> bool:
    """Return whether a folder lies on a network file system, where flock cannot be trusted."""
    return file_system(folder, mounts).startswith(_NETWORKS)


def file_system(path: Path, mounts: str | None = None) -> str:
    """Return the type of the file system that a path lies on, or "" where nobody can tell."""
    try:
        table = Path("/proc/self/mounts").read_text("utf-8") if mounts is None else mounts
    except OSError:
        return ""
    rows = (line.split() for line in table.splitlines())
    places = {parts[1].replace("\\040", " "): parts[2] for parts in rows if len(parts) > 2}
    resolved = path.resolve()
    nearest = next((str(p) for p in (resolved, *resolved.parents) if str(p) in places), "/")
    return places.get(nearest, "")


def _locked(path: Path) -> int:
    while True:
        descriptor = _open(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            msg = f"another run ({_holder(descriptor)}) holds {path}; wait until it has finished"
            raise TryLater(msg) from None
        except OSError as error:
            os.close(descriptor)
            raise OutputError(f"cannot lock {path}: {error.strerror}") from error
        if _same(descriptor, path):
            return descriptor
        os.close(descriptor)  # removed between opening and locking: nobody else will see it


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise unwritten(path, error, "check the folder of [run] state") from error


def _same(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _holder(descriptor: int) -> str:
    try:
        return os.pread(descriptor, 100, 0).decode("ascii", "replace").strip() or "just started"
    finally:
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    line = f"pid {os.getpid()}, since {since}\n".encode()
    with suppress(OSError):  # who holds it is for a message only; the disk may be full
        os.pwrite(descriptor, line, 0)
        os.ftruncate(descriptor, len(line))
