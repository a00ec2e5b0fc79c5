"""Entries of `[[sources]]` from what a person names: an address, a path, an OPML file."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.cli import texts
from digest.errors import Failed, InputError, InputMissing, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.config import Settings
    from digest.sources import Fetcher, Source
    from digest.sources.nightly.checking import Verdict

WINDOW = timedelta(hours=36)  # how far back a source is looked at
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:/|$)")  # news.example/feed


def entry(place: str, given: Mapping[str, Any], path: Path, *, ask: bool) -> dict[str, Any]:
    """Return the entry of a place for the digest.toml at `path`; `given` is what a person says.

    Raises the `Failed` of a source that is asked and cannot be read.
    """
    told = {key: value for key, value in given.items() if value}
    told |= {"url": place} if "://" in place else {"path": _beside(path, Path(place))}
    if "path" in told and _HOST.match(place) and not os.path.exists(place):
        raise InputMissing(f"there is no {place} here; did you mean https://{place}?")
    if ask:
        told = _asked(told, path)
    return _ordered({"name": _named(place)} | told)


def imported(file: Path, settings: Settings) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the entries of an OPML file that are new, and why others are refused."""
    from digest.sources import Limits, files
    from digest.sources.parsing import opml
    from digest.sources.web.network import parse

    rules = settings.network.rules()
    names = {source.name for source in settings.sources}
    urls = {source.url for source in settings.sources}
    entries, refused = [], []
    with texts.naming(str(file)):
        outlines = opml.read(files.load(file, Limits()))
    for found in outlines:
        try:
            parse(found.url, rules)
        except Failed as error:
            refused.append(f"{found.name}: {error}")
            continue
        if found.url not in urls:
            name = _unused(found.name, names)
            names.add(name)
            entries.append({"name": name, "url": found.url, "topics": list(found.topics)})
    return [_ordered(entry) for entry in entries], refused


def _named(place: str) -> str:
    """Return what readers call a place that has no title: neither a path nor a login."""
    if place.startswith("imap"):
        return urlsplit(place).hostname or place
    return place if "://" in place else Path(place).expanduser().resolve().name or place


def _unused(name: str, names: set[str]) -> str:
    tries = (name, *(f"{name} ({number})" for number in range(2, len(names) + 3)))
    return next(one for one in tries if one not in names)


def _ordered(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as a person would write it: its name first, nothing that is empty."""
    keys = ("name", "url", "path", "kind", "language", "topics")
    return {key: entry[key] for key in keys if entry.get(key)}


def _beside(config: Path, place: Path) -> str:
    """Return a place as digest.toml names it: below its folder as a relative path, else whole."""
    place, folder = place.expanduser().resolve(), config.resolve().parent
    return str(place.relative_to(folder) if place.is_relative_to(folder) else place)


def _asked(entry: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the entry as the source itself answers: its feed's address, its own title.

    Raises `Unavailable` where it cannot be read.
    """
    from digest.config import load
    from digest.config.sources import Source as Table
    from digest.sources import Fetcher
    from digest.sources.nightly.checking import check

    fetcher = Fetcher(load(path).network.rules())
    made = dict(entry) | _feed(entry, fetcher)
    there = {"path": str(path.parent / entry["path"])} if "path" in entry else {}
    source = Table(**{"name": "-"} | made | there).source()
    (verdict,) = check([source], fetcher, datetime.now(UTC) - WINDOW)
    if verdict.error:
        raise _refusal(source.place, verdict.error + _hint(source, verdict))
    titled = verdict.title if source.kind in {"feed", "page"} else ""
    return ({"name": titled} if titled else {}) | made


def _feed(entry: Mapping[str, Any], fetcher: Fetcher) -> dict[str, str]:
    """Return the address of the feed behind a web address, where it is one of a feed or a site."""
    from digest.sources.nightly.checking import feed_of

    url = str(entry.get("url", ""))
    if not url.startswith("http") or entry.get("kind", "feed") != "feed":
        return {}
    try:
        return {"url": feed_of(url, fetcher)}
    except Failed as error:
        raise _refusal(url, str(error)) from error


def _refusal(place: str, reason: str) -> Unavailable:
    return Unavailable(f"{place}: {reason}; --no-check adds it all the same")


def _hint(source: Source, verdict: Verdict) -> str:
    """Say what may be meant by a place that cannot be read as it stands."""
    if source.kind == "feed" and verdict.exit_code == InputError.exit_code:
        return "; a web page is added with --kind page"
    return ""
