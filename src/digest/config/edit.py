"""Changing `[[sources]]` of a digest.toml; comments and order stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from digest.config.faults import of_form, tell
from digest.config.load import load
from digest.config.sources import Source
from digest.errors import ConfigError, InputMissing
from digest.text import regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tomlkit import TOMLDocument
    from tomlkit.items import AoT


def with_sources(path: Path, entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the text of a configuration with more sources.

    Raises `ConfigError` where it is wrong already, or would be: an entry that is not valid, or
    has the name or the place of another.
    """
    import tomlkit  # here: only who changes a configuration pays for it

    known = load(path).sources
    names = {source.name for source in known}
    places = {source.url or str(Path(str(source.path)).resolve()) for source in known}
    document = _document(path)
    tables = _tables(document)
    for entry in entries:
        _validate(entry, path)
        place = entry.get("url") or str((path.parent / entry["path"]).resolve())
        if place in places:
            raise ConfigError(f"{place} is there already: `digest sources list` tells its name")
        if entry["name"] in names:
            raise ConfigError(f"there is a source {entry['name']!r} already: give another --name")
        names.add(entry["name"])
        places.add(place)
        table = tomlkit.table()
        table.update(entry)
        table.add(tomlkit.nl())
        tables.append(table)
    if "sources" not in document:
        document.add("sources", tables)
    return tomlkit.dumps(document).rstrip("\n") + "\n"


def without_source(path: Path, name: str) -> str:
    """Return the text of a configuration without a source; raise `InputMissing` if it has none."""
    import tomlkit

    document = _document(path)
    tables = _tables(document)
    for number, table in enumerate(tables):
        if table.get("name") == name:
            del tables[number]
            if not tables:
                del document["sources"]  # an empty list would be written as one
            return tomlkit.dumps(document)
    raise InputMissing(f"no source {name!r} in {path}: `digest sources list` names them")


def _validate(entry: Mapping[str, Any], path: Path) -> None:
    try:
        Source(**entry)
    except ValidationError as error:
        raise ConfigError(tell(of_form(error.errors(), Source), path, "")) from error


def _document(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(regular.read(path, "utf-8-sig"))
    except (OSError, UnicodeError, TOMLKitError) as error:
        raise ConfigError(f"cannot read {path}: {error}") from error


def _tables(document: TOMLDocument) -> AoT:
    import tomlkit
    from tomlkit.items import AoT

    found = document.get("sources", tomlkit.aot())
    if not isinstance(found, AoT):
        raise ConfigError("sources is written as a list in one: write [[sources]] tables instead")
    return found
