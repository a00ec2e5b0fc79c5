"""The archive in a folder: files are whole, what has not changed stays, what is gone is removed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.deliver import folder
from digest.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from digest.archive.site import Leaf, Site

MANIFEST = ".digest-archive.json"
SCHEMA = "digest/archive/1"
# What the archive may ever write or remove, whatever a manifest says.
_OURS = re.compile(r"(?:[a-z0-9-]{1,60}/)?[a-z0-9-]{1,60}\.(?:html|xml|css|js)")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to, in files."""

    written: int
    unchanged: int
    removed: int


def build(site: Site, place: Path) -> Built:
    """Write the archive into a folder; make no page anew whose content cannot have changed.

    Raises `OutputError` where the folder cannot be written, or holds what is not ours.
    """
    folder.probe(place)
    before = _known(place)
    if before is None and any(not one.name.startswith(".") for one in place.iterdir()):
        raise OutputError(f"{place} holds files that are not ours; choose an empty folder as -o")
    known = before or {}
    _remember(place, known)  # killed before its end, a first build still knows its folder
    now: dict[str, str] = {}
    written = 0
    for leaf in site.leaves():
        now[leaf.path] = mark = leaf.mark()
        if not mark or known.get(leaf.path) != mark or not (place / leaf.path).is_file():
            written += _put(leaf, place)
    _remember(place, now | known)  # killed while it removes, a build still knows all
    removed = sum(_remove(place, path) for path in set(known) - set(now))
    _remember(place, now)
    return Built(written, len(now) - written, removed)


def _put(leaf: Leaf, place: Path) -> bool:
    """Write a file where it has changed; tell whether it has."""
    assert _OURS.fullmatch(leaf.path), leaf.path
    path = place / leaf.path
    content = leaf.make()
    if path.is_file() and path.read_bytes() == content:
        return False
    folder.probe(path.parent)
    folder.write(path, content)
    return True


def _remove(place: Path, path: str) -> bool:
    if not _OURS.fullmatch(path) or (place / path).parent.is_symlink():
        return False
    (place / path).unlink(missing_ok=True)
    return True


def _known(place: Path) -> dict[str, str] | None:
    """Return the fingerprints of the files of the last build; nothing where there was none."""
    try:
        told = json.loads((place / MANIFEST).read_text("utf-8"))
        files = told["files"] if told["schema"] == SCHEMA else {}
        return {str(path): str(mark) for path, mark in files.items()}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # everything is made anew


def _remember(place: Path, files: dict[str, str]) -> None:
    told = {"schema": SCHEMA, "files": dict(sorted(files.items()))}
    text = json.dumps(told, indent=1) + "\n"
    if not (place / MANIFEST).is_file() or (place / MANIFEST).read_text("utf-8") != text:
        folder.write(place / MANIFEST, text.encode())
