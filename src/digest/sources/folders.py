"""Folders and Maildirs as sources: only what is new or has changed is opened."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import DigestError, InputMissing
from digest.records import Failure
from digest.sources import files, formats
from digest.sources.item import Item

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from digest.sources.isolation import Parser
    from digest.sources.limits import Limits

_ONCE = "1"  # the version of what never changes under its name: a mail


def folder(
    place: str, versions: Mapping[str, str], parser: Parser, limits: Limits
) -> Iterator[Item | Failure]:
    """Yield the articles of the files below a folder, or of one file, that are not known."""
    root = Path(place)
    if not root.exists():
        raise InputMissing(f"{place} is not there: check the name")
    found: list[Path | Failure] = list(files.walk(root, limits)) if root.is_dir() else [root]
    return _files(_Folder(root, found, limits), versions, parser)


class _Folder:
    """The files of a folder. Their repeated lines are looked for only if one must be read."""

    def __init__(self, root: Path, found: list[Path | Failure], limits: Limits) -> None:
        self.root = root
        self.found = found
        self.limits = limits

    @cached_property
    def repeated(self) -> Collection[str]:
        return files.repeated(self.found, self.limits) if len(self.found) > 1 else ()

    def identity(self, path: Path) -> str:
        return files.printable(path.relative_to(self.root) if path != self.root else path.name)


def _files(
    folder: _Folder, versions: Mapping[str, str], parser: Parser
) -> Iterator[Item | Failure]:
    for entry in folder.found:
        if isinstance(entry, Failure):
            yield entry
            continue
        identity, version = folder.identity(entry), _version(entry)
        if versions.get(identity) != version:
            yield from _file(entry, folder, parser, (identity, version))


def _version(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""  # reading it will say why
    return f"{status.st_size}:{status.st_mtime_ns}"


def _file(
    path: Path, folder: _Folder, parser: Parser, known_as: tuple[str, str]
) -> Iterator[Item | Failure]:
    origin = formats.Origin(files.printable(path), path.suffix)
    try:
        data = files.load(path, folder.limits)
        found = parser.items(data, origin, folder.limits, folder.repeated)
    except DigestError as error:
        yield files.failure(path, str(error), error.exit_code)
        return
    yield from _numbered(found, *known_as)


def _numbered(
    found: Iterable[Item | Failure], identity: str, version: str
) -> Iterator[Item | Failure]:
    """Name the articles of a file: the first as the file, the others with their numbers."""
    for number, item in enumerate(found):
        if isinstance(item, Failure):
            yield item
        else:
            yield Item(item.article, f"{identity}#{number}" if number else identity, version)


def maildir(
    place: str, versions: Mapping[str, str], parser: Parser, limits: Limits
) -> Iterator[Item | Failure]:
    """Yield the mails of a Maildir that are not known; it is only read, nothing is marked."""
    root = Path(place)
    try:
        names = {
            name.partition(":")[0]: root / part / name  # flags after the colon change
            for part in ("cur", "new")
            for name in os.listdir(root / part)  # noqa: PTH208  # names of bytes, not paths
        }
    except OSError as error:
        raise InputMissing(f"{place} is no Maildir ({error.strerror}): check the name") from None
    unknown = sorted(names.keys() - versions.keys())[: limits.files]
    loaded = ((files.printable(name), _load(names[name], limits)) for name in unknown)
    return mails(loaded, place, parser, limits)


def _load(path: Path, limits: Limits) -> bytes | DigestError:
    try:
        return files.load(path, limits)
    except DigestError as error:
        return error


def mails(
    loaded: Iterable[tuple[str, bytes | DigestError]], name: str, parser: Parser, limits: Limits
) -> Iterator[Item | Failure]:
    """Yield the articles of mails, which come as (identity, bytes or why they cannot be had)."""
    for identity, data in loaded:
        subject = f"{name}: {identity}"
        try:
            if isinstance(data, DigestError):
                raise data
            found = parser.items(data, formats.Origin(subject, ".eml"), limits)
        except DigestError as error:
            yield files.failure(subject, str(error), error.exit_code)
        else:
            yield from _numbered(found, identity, _ONCE)
