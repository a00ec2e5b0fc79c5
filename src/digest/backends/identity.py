"""What tells two sets of large files apart: a hash of all they hold, computed once a file.

A gigabyte takes a second, which every run would pay; so a file's hash is kept under its path,
size and time of change. In the hub's cache a file is a link to a blob that is named by its
SHA-256, and nothing is read at all.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def digests(files: Iterable[Path]) -> dict[Path, str]:
    """Return the SHA-256 of each file."""
    known = _read()
    before = dict(known)
    found = {file: _digest(file, known) for file in files}
    if known != before:
        _write(known)
    return found


def fingerprint(files: Iterable[Path]) -> str:
    """Return 16 hex digits of SHA-256 over the names and contents of the files."""
    return combined(digests(files))


def combined(found: Mapping[Path, str]) -> str:
    """Return the fingerprint of files whose digests are known."""
    lines = sorted(f"{file.name} {value}" for file, value in found.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _digest(file: Path, known: dict[str, str]) -> str:
    blob = file.resolve()
    if file.is_symlink() and _SHA256.fullmatch(blob.name):
        return blob.name
    stat = blob.stat()
    key = f"{blob} {stat.st_size} {stat.st_mtime_ns} {stat.st_ino}"
    if key not in known:
        with blob.open("rb") as content:
            known[key] = hashlib.file_digest(content, "sha256").hexdigest()
    return known[key]


def _path() -> Path:
    return user_cache_path("digest") / "files.json"


def _read() -> dict[str, str]:
    """Return the hashes kept; none where they cannot be read, for they can be made again."""
    try:
        found = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(known: dict[str, str]) -> None:
    path = _path()
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(known), "utf-8")
        new.replace(path)
    except OSError:  # a read-only home costs a second a run, not the run
        return
