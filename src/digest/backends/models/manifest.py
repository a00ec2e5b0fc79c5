"""`SHA256SUMS` in a model's directory, as `sha256sum` writes and checks it.

It is written when a model is pulled or converted, from what its source says, so that any change
afterwards is found, and named. A comment in its first line says what was pulled: the repository
and the commit.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from digest.errors import InputError, InputMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME = "SHA256SUMS"
_ORIGIN = "# "  # sha256sum takes it for a comment


def digest(file: Path) -> str:
    """Return a file's SHA-256."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def read(folder: Path) -> dict[str, str]:
    """Return the sums by path within the folder; none where there is no manifest."""
    found = (line.partition("  ") for line in _lines(folder) if not line.startswith(_ORIGIN))
    return {path: value for value, _, path in found if path}


def origin(folder: Path) -> str:
    """Return `repository@commit`, of which a model was pulled; nothing where none is known."""
    said = (line for line in _lines(folder) if line.startswith(_ORIGIN))
    return next(said, _ORIGIN).removeprefix(_ORIGIN)


def add(folder: Path, files: Iterable[Path], pulled: str = "") -> None:
    """Write the sums of files beside those that are there; theirs stay, of other files.

    `pulled` is the origin of the model; one that is known already stays.
    """
    said = pulled or origin(folder)
    head = f"{_ORIGIN}{said}\n" if said else ""
    sums = read(folder) | {file.relative_to(folder).as_posix(): digest(file) for file in files}
    new = folder / f"{NAME}.new"
    new.write_text(head + "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)), "utf-8")
    new.replace(folder / NAME)


def verify(folder: Path) -> int:
    """Read every file listed; return how many they are.

    Raises `InputMissing` without a manifest, and `InputError` naming the files that changed.
    """
    if not folder.is_dir():
        raise InputMissing(f"there is no model {folder}, as a folder or pulled")
    sums = read(folder)
    if not sums:
        raise InputMissing(f"{folder} has no {NAME}: it was not pulled or converted by digest")
    wrong = [path for path, value in sums.items() if not _is(folder / path, value)]
    if wrong:
        raise InputError(f"{folder}: damaged or missing: {', '.join(wrong)}; pull or convert again")
    return len(sums)


def check(folder: Path, known: Mapping[Path, str]) -> None:
    """Compare sums that are known already with the manifest, if there is one.

    Raises `InputError` naming the first file that differs.
    """
    sums = read(folder)
    for file, value in known.items():
        path = file.relative_to(folder).as_posix()
        if sums.get(path, value) != value:
            raise InputError(f"{file} is not what was pulled or converted: do it again")


def _lines(folder: Path) -> list[str]:
    file = folder / NAME
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def _is(file: Path, value: str) -> bool:
    return file.is_file() and digest(file) == value
