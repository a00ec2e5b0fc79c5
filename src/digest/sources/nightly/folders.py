"""Folders and Maildirs as sources: only what is new or has changed is opened."""

from __future__ import annotations

import heapq
import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import Failed, InputMissing, contained
from digest.records import Failure
from digest.sources import files
from digest.sources.item import Item
from digest.sources.parsing import formats

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from digest.sources.isolation import Parser
    from digest.sources.limits import Limits

_ONCE = "1"  # the version of what never changes under its name: a mail


@dataclass(frozen=True, slots=True)
class _Unread:
    """A file that is not known, by its identity and version."""

    path: Path
    identity: str
    version: str
    changed: int


@dataclass(slots=True)
class _Survey:
    """What lies in a folder: what is not known, what cannot be, and how many of other formats."""

    unread: list[_Unread] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    foreign: Counter[str] = field(default_factory=Counter)


def folder(
    place: str, versions: Mapping[str, str], parser: Parser, limits: Limits
) -> tuple[Iterator[Item | Failure], str]:
    """Return the articles of the files below a folder, or of one file, that are not known.

    What its owner should know of the files that are not read comes with them.
    """
    root = Path(place)
    files.ensure_there(root)
    survey = _surveyed(root, versions)
    is_new = survey.unread and os.path.isdir(root)
    repeated = files.repeated(files.walk(root), limits) if is_new else ()
    return _files(root, survey, repeated, parser, limits), files.left_out(survey.foreign)


def _surveyed(root: Path, versions: Mapping[str, str]) -> _Survey:
    survey = _Survey()
    for entry in files.entries(root) if os.path.isdir(root) else (root,):
        if isinstance(entry, Failure):
            survey.failures.append(entry)
        elif entry != root and not files.is_article(entry):
            survey.foreign[entry.suffix.lower()] += 1
        elif (unread := _known_as(entry, root)).version != versions.get(unread.identity):
            survey.unread.append(unread)
    return survey


def _known_as(path: Path, root: Path) -> _Unread:
    identity = files.printable(path.relative_to(root) if path != root else path.name)
    try:
        status = path.stat()
    except OSError:
        return _Unread(path, identity, "", 0)  # reading it will say why
    version = f"{status.st_size}:{status.st_mtime_ns}"
    return _Unread(path, identity, version, status.st_mtime_ns)


def _files(
    root: Path, survey: _Survey, repeated: Collection[str], parser: Parser, limits: Limits
) -> Iterator[Item | Failure]:
    """Yield what is in the files, of too many in the newest; what is left is counted."""
    yield from survey.failures
    unread = _newest(survey.unread, limits.files)
    for one in unread:
        yield from _file(one, repeated, parser, limits)
    yield from _left(root, len(survey.unread) - len(unread), limits)


def _left(root: Path, count: int, limits: Limits) -> Iterator[Failure]:
    if count > 0:
        told = f"{count} files are left for another night: at most {limits.files} are read in one"
        yield files.failure(root, told)


def _newest(unread: list[_Unread], most: int) -> list[_Unread]:
    """Return the newest files, in their order: old ones that always fail keep no new one out."""
    if len(unread) <= most:
        return unread
    newest = heapq.nlargest(most, range(len(unread)), key=lambda n: unread[n].changed)
    return [unread[n] for n in sorted(newest)]


def _file(
    one: _Unread, repeated: Collection[str], parser: Parser, limits: Limits
) -> Iterator[Item | Failure]:
    origin = formats.Origin(files.printable(one.path), one.path.suffix)
    try:
        with contained(origin.name):
            found = parser.items(files.load(one.path, limits), origin, limits, repeated)
    except Failed as error:
        yield files.failure(one.path, str(error), error.exit_code)
        return
    yield from _numbered(found, one.identity, one.version)


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
        places = {
            files.printable(name.partition(":")[0]): root / part / name  # flags follow the colon
            for part in ("cur", "new")
            for name in os.listdir(root / part)  # noqa: PTH208  # names of bytes, not paths
        }
    except OSError as error:
        raise InputMissing(f"{place} is no Maildir ({error.strerror}): check the name") from None
    names = sorted(places.keys() - versions.keys())
    unread = [_Unread(places[name], name, _ONCE, _changed(places[name])) for name in names]
    newest = _newest(unread, limits.files)
    loaded = ((one.identity, _load(one.path, limits)) for one in newest)
    left = _left(root, len(unread) - len(newest), limits)
    return chain(mails(loaded, place, parser, limits), left)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0  # reading it will say why


def _load(path: Path, limits: Limits) -> bytes | Failed:
    try:
        return files.load(path, limits)
    except Failed as error:
        return error


def mails(
    loaded: Iterable[tuple[str, bytes | Failed]], name: str, parser: Parser, limits: Limits
) -> Iterator[Item | Failure]:
    """Yield the articles of mails, which come as (identity, bytes or why they cannot be had)."""
    for identity, data in loaded:
        subject = f"{name}: {identity}"
        try:
            if isinstance(data, Failed):
                raise data
            with contained(subject):
                found = parser.items(data, formats.Origin(subject, ".eml"), limits)
        except Failed as error:
            yield files.failure(subject, str(error), error.exit_code)
        else:
            yield from _numbered(found, identity, _ONCE)
