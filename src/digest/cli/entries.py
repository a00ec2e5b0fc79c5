"""Entries of `[[sources]]` from what a person names: an address, a path, an OPML file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.cli import texts
from digest.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.config import Settings

WINDOW = timedelta(hours=36)  # how far back a source is looked at


def entry(place: str, given: Mapping[str, Any], path: Path, *, ask: bool) -> dict[str, Any]:
    """Return the entry of a place for the digest.toml at `path`; `given` is what a person says.

    Raises the `DigestError` of a source that is asked and cannot be read.
    """
    told = {key: value for key, value in given.items() if value}
    told |= {"url": place} if "://" in place else {"path": _beside(path, Path(place))}
    if ask:
        told = _asked(told, path)
    return _ordered({"name": place} | told)


def imported(file: Path, settings: Settings) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the entries of an OPML file that are new, and why others are refused."""
    from digest.errors import DigestError
    from digest.sources import Limits, files, opml
    from digest.sources.network import parse

    rules = settings.network.rules()
    names = {source.name for source in settings.sources}
    urls = {source.url for source in settings.sources}
    entries, refused = [], []
    with texts.naming(str(file)):
        outlines = opml.read(files.load(file, Limits()))
    for found in outlines:
        try:
            parse(found.url, rules)
        except DigestError as error:
            refused.append(f"{found.name}: {error}")
            continue
        if found.url not in urls:
            name = _unused(found.name, names)
            names.add(name)
            entries.append({"name": name, "url": found.url, "topics": list(found.topics)})
    return [_ordered(entry) for entry in entries], refused


def _unused(name: str, names: set[str]) -> str:
    tries = (name, *(f"{name} ({number})" for number in range(2, len(names) + 3)))
    return next(one for one in tries if one not in names)


def _ordered(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as a person would write it: its name first, nothing that is empty."""
    keys = ("name", "url", "path", "kind", "language", "topics", "weight", "full_text")
    return {key: entry[key] for key in keys if entry.get(key)}


def _beside(config: Path, place: Path) -> str:
    """Return a place as digest.toml names it: below its folder as a relative path, else whole."""
    place, folder = place.expanduser().resolve(), config.resolve().parent
    return str(place.relative_to(folder) if place.is_relative_to(folder) else place)


def _asked(entry: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the entry as the source itself answers: its feed's address, its own title.

    Raises the `DigestError` of a source that cannot be read.
    """
    from digest.config import load
    from digest.config.sources import Source as Table
    from digest.sources import Fetcher
    from digest.sources.checking import check, feed_of

    made, fetcher = dict(entry), Fetcher(load(path).network.rules())
    url = str(entry.get("url", ""))
    if url.startswith("http") and entry.get("kind", "feed") == "feed":
        made["url"] = feed_of(url, fetcher)
    there = {"path": str(path.parent / entry["path"])} if "path" in entry else {}
    source = Table(**{"name": "-"} | made | there).source()
    (verdict,) = check([source], fetcher, datetime.now(UTC) - WINDOW)
    if verdict.error:
        raise Unavailable(f"{source.place}: {verdict.error}; --no-check adds it all the same")
    titled = verdict.title if source.kind in {"feed", "page"} else ""
    return {"name": titled or source.place} | made
