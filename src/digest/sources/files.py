"""Files and directories, opened so that no input can hang, flood or mislead a run."""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digest.errors import Failed, Forbidden, InputError, InputMissing
from digest.records import Failure
from digest.sources.decoding.decode import decode
from digest.sources.parsing import plaintext
from digest.sources.parsing.formats import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from digest.sources.limits import Limits

_TEXTS = frozenset((".txt", ".text", ".md"))
_NAMED = 5  # formats that a note names
_SAMPLE = 200  # files that are compared for repeated lines


def printable(path: os.PathLike[str] | str) -> str:
    """Return a path as one line of valid UTF-8, whatever bytes its name holds."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def failure(subject: os.PathLike[str] | str, error: str, exit_code: int = 65) -> Failure:
    """Return what went wrong with one input while it was read."""
    return Failure(printable(subject), "read", error, exit_code)


def walk(root: Path) -> Iterator[Path | Failure]:
    """Yield the articles' files below `root` in order, hidden ones and foreign formats left out."""
    return (one for one in entries(root) if isinstance(one, Failure) or is_article(one))


def is_article(path: Path) -> bool:
    """Tell whether a file is named as one that may hold articles."""
    return not path.suffix or path.suffix.lower() in SUFFIXES


def left_out(suffixes: Iterable[str]) -> str:
    """Say how many files are not read since they are named as no articles, or nothing."""
    foreign = Counter(suffixes)
    if not foreign:
        return ""
    named = ", ".join(f"{suffix} ({count})" for suffix, count in foreign.most_common(_NAMED))
    return f"files of other formats are left out: {named}"


def bounded(
    found: Iterable[Path | Failure], root: Path, limits: Limits
) -> Iterator[Path | Failure]:
    """Yield no more than the first files of a folder, and then how many are left out."""
    rest = iter(found)
    yield from islice(rest, limits.files)
    if left := sum(1 for _ in rest):
        yield failure(root, f"more than {limits.files} files: {left} are left out, split it")


def entries(root: Path) -> Iterator[Path | Failure]:
    """Yield the files below `root` in order, hidden ones left out."""
    top, pending = root.resolve(), [_Entry(root, is_link=False, is_folder=True)]
    while pending:  # no recursion: folders lie deeper in each other than calls can
        path, is_link, is_folder = pending.pop()
        if is_folder:
            found = _listed(path)
            if isinstance(found, Failure):
                yield found
            else:
                pending += reversed(found)
        elif is_link and (refused := _outside(path, top)):
            yield refused
        elif not (is_link and os.path.isdir(path)):  # a folder is walked where it lies
            yield path


class _Entry(NamedTuple):
    path: Path
    is_link: bool
    is_folder: bool


def _listed(folder: Path) -> list[_Entry] | Failure:
    try:
        with os.scandir(folder) as found:
            entries = [
                _Entry(folder / one.name, one.is_symlink(), one.is_dir(follow_symlinks=False))
                for one in found
                if not one.name.startswith(".")
            ]
    except OSError as error:
        return failure(folder, *_reason(error))
    return sorted(entries, key=lambda entry: entry.path.name)


def _outside(path: Path, root: Path) -> Failure | None:
    try:
        target = Path(os.path.realpath(path, strict=True))
    except OSError as error:
        return failure(path, *_reason(error))
    if target.is_relative_to(root):
        return None
    return failure(path, "a link that leads out of its directory: copy the file in instead")


def ensure_there(path: Path) -> None:
    """Raise the `Failed` of a path that is not there, or that is closed to this user."""
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise _refusal(error) from None


def load(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a regular file; read it once more where it changes meanwhile."""
    for _ in range(2):
        data, steady = _attempt(path, limits.bytes)
        if steady:
            return data
    raise InputError("changing while it is read: try again when it is written")


def _attempt(path: Path, limit: int) -> tuple[bytes, bool]:
    try:
        with open(path, "rb", opener=_opened) as file:
            descriptor = file.fileno()
            before = os.fstat(descriptor)
            _check(before, limit)
            data = file.read(limit + 1) or b""  # None where a kernel's file has nothing yet
            after = os.fstat(descriptor)
    except (OSError, ValueError) as error:
        raise _refusal(error) from None
    steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data, steady and len(data) == after.st_size


def _opened(path: str, flags: int) -> int:
    """Open a file; without O_NONBLOCK a FIFO would wait for its writer."""
    return os.open(path, flags | os.O_NONBLOCK)


def _check(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise InputError("not a regular file: save its content to a file, or give - for stdin")
    if status.st_size > limit:
        raise InputError(f"too large ({status.st_size} bytes, at most {limit}): split it")


def _refusal(error: OSError | ValueError) -> InputError | Forbidden:
    text, code = _reason(error)
    if code == InputMissing.exit_code:
        return InputMissing(text)
    return Forbidden(text) if code == Forbidden.exit_code else InputError(text)


def _reason(error: OSError | ValueError) -> tuple[str, int]:
    number = error.errno if isinstance(error, OSError) else 0
    if number in {errno.ENOENT, errno.ENOTDIR}:
        return "gone, or never there: check the name", InputMissing.exit_code
    if number in {errno.EACCES, errno.EPERM}:
        return "permission denied: let this user read it", Forbidden.exit_code
    if number == errno.EISDIR:
        return "a directory: name its files", InputError.exit_code
    if number == errno.ELOOP:
        return "a loop of symbolic links (ELOOP): remove the link", InputError.exit_code
    return f"cannot be read ({error}): check its name and its disk", InputError.exit_code


def repeated(found: Iterable[Path | Failure], limits: Limits) -> Collection[str]:
    """Return the lines that a site puts under all its articles, by a sample of its texts."""
    paths = (path for path in found if isinstance(path, Path) and path.suffix.lower() in _TEXTS)
    texts = (_text(path, limits) for path in islice(paths, _SAMPLE))
    return plaintext.repeated_lines([text for text in texts if text])


def _text(path: Path, limits: Limits) -> str:
    try:
        return decode(load(path, limits)).text
    except Failed:
        return ""  # the file itself is read, and its failure reported, later
