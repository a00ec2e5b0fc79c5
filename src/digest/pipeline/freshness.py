"""Whether documents are up to date with what they are made of, as make(1) would ask.

The stages remember each piece of their work; this remembers a whole run, so that one with nothing
new does not even read its articles again.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from digest import __version__
from digest.sources import files
from digest.store import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from digest.pipeline.engines import Engines

STAGE = "documents"


def key(inputs: Sequence[str], engines: Engines, settings: str, day: date) -> bytes | None:
    """Return the key of a run; None where an input cannot be known without reading it."""
    if any(name == "-" or "://" in name for name in inputs):
        return None
    made_by = (
        type(engines.detector).__qualname__,
        asdict(engines.summarizer.signature),
        [asdict(one) for one in (engines.editor.signatures if engines.editor else ())],
        [asdict(one.signature(*pair)) for one in engines.translators for pair in sorted(one.pairs)],
    )
    identities = [identity for name in inputs for identity in _identities(Path(name))]
    return key_of(STAGE, __version__, made_by, settings, day.isoformat(), identities)


def _identities(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield what changes where a file, or the list of files in a folder, does."""
    found = files.walk(path) if os.path.isdir(path) else [path]
    for entry in found:
        if isinstance(entry, Path):
            yield _identity(entry)
        else:
            yield (entry.subject, entry.error)


def _identity(path: Path) -> tuple[str, ...]:
    name = os.fsencode(path).hex()
    try:
        status = path.stat()
    except OSError as error:
        return name, str(error)
    return name, f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def fingerprints(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each document, by its name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def are_there(folder: Path, wanted: Mapping[str, str]) -> bool:
    """Return whether the documents lie in a folder as they were made."""
    try:
        found = fingerprints({name: (folder / name).read_bytes() for name in wanted})
    except OSError:
        return False
    return found == wanted
