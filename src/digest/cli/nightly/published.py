"""What readers have, told beside the ledger: one that was restored does not know it (S09)."""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.config import Settings
    from digest.store import Database
    from digest.store.editions import Frozen

    Name = tuple[str, str]  # of an edition: its day, its key

log = logging.getLogger(__name__)

_DOUBTFUL = timedelta(days=30)  # after a restore; sources look back a week
_LIST = re.compile(r"(\d{4}-\d\d-\d\d)-(.+)")


def keep(settings: Settings, key: str, frozen: Frozen) -> None:
    """List the articles of a frozen edition in a file, before anybody gets it."""
    from digest.deliver import folder

    place = folder_of(settings)
    path = place / f"{frozen.head.day.isoformat()}-{key}.txt"
    before = _articles(path) if path.is_file() else set()
    if new := set(frozen.articles) - before:
        folder.probe(place)
        text = "".join(f"{name}\n" for name in sorted(before | new))
        folder.write(path, text.encode(), mode=0o600)


def unknown(database: Database, settings: Settings) -> dict[str, frozenset[str]]:
    """Return the articles that each edition has had although a restored ledger does not know it.

    They are in the lists of days that it does not know; of a day without one, in JSON documents.
    After some days no source lists them as new any more.
    """
    from digest.store import Editions, Runs

    restored = Runs(database).restored()
    if restored is None or datetime.now(UTC) - restored > _DOUBTFUL:
        return {}
    known = {(day.isoformat(), key) for key, day in Editions(database).known()}
    found: defaultdict[str, set[str]] = defaultdict(set)
    lists = list(_lists(settings))
    listed = {day for (day, _), _ in lists}
    others = [one for one in _documents(settings) if one[0][0] not in listed]
    for name, path in (*lists, *others):
        if name not in known:
            found[name[1]].update(_articles(path))
    return {key: frozenset(names) for key, names in found.items()}


def documents_in(output: Path) -> list[Path]:
    """Return the digests of any format in an output folder, and in those of its editions."""
    return sorted([*output.glob("digest-????-??-??.*"), *output.glob("*/digest-????-??-??.*")])


def refuse_a_silent_start(settings: Settings) -> None:
    """Make no empty ledger beside old editions: it would send everything again (S02).

    Nor would it know who has left. Raises `ConfigError` where there is no ledger, and editions or
    the number of its runs tell that there was one.
    """
    from digest.store.runs import counter_of
    from digest.store.schema import is_there

    state, output = settings.run.state, settings.run.output
    if is_there(state):
        return
    if documents_in(output) or counter_of(state).exists():
        trace = f"{output} holds editions" if documents_in(output) else "there were runs"
        raise ConfigError(
            f"no ledger at {state}, though {trace}: restore a backup (digest backup --restore"
            " FILE), or begin anew with digest run --new-state"
        )


def refuse_strangers(settings: Settings) -> None:
    """Take nobody for a stranger because the ledger is elsewhere: who asks to leave may be in it.

    Raises `ConfigError`, for such a wish must be kept; 66 would say that it is nobody's.
    """
    from digest.store.schema import is_there

    refuse_a_silent_start(settings)
    if not is_there(settings.run.state):
        raise ConfigError(f"no ledger at {settings.run.state}, so no readers; check [run] state")


def begin_anew(settings: Settings) -> None:
    """Forget how many runs a ledger had that is lost."""
    from digest.store.runs import counter_of
    from digest.store.schema import is_there

    if not is_there(settings.run.state):
        counter_of(settings.run.state).unlink(missing_ok=True)


def folder_of(settings: Settings) -> Path:
    """Return the folder of these lists."""
    return settings.run.state.parent / "published"


def _lists(settings: Settings) -> Iterator[tuple[Name, Path]]:
    for path in folder_of(settings).glob("*.txt"):
        if found := _LIST.fullmatch(path.stem):
            yield (found[1], found[2]), path


def _documents(settings: Settings) -> Iterator[tuple[Name, Path]]:
    """Yield the JSON documents; one in the output folder itself may be of any edition."""
    keys = [edition.key for edition in settings.each_edition()]
    for path in documents_in(settings.run.output):
        if path.suffix == ".json":
            mine = keys if path.parent == settings.run.output else [path.parent.name]
            yield from (((path.stem.removeprefix("digest-"), key), path) for key in mine)


def _articles(path: Path) -> set[str]:
    """Return the articles that a list or a JSON document names; none where it cannot be read."""
    try:
        text = path.read_text("utf-8")
        return set(text.split() if path.suffix == ".txt" else _ids(json.loads(text)))
    except (OSError, ValueError, RecursionError) as error:
        log.warning("%s cannot be read (%s): its articles may come again", path, error)
        return set()


def _ids(value: object) -> Iterator[str]:
    """Yield the ids of all articles in a digest's JSON."""
    if isinstance(value, dict):
        article = value.get("article")
        if isinstance(article, dict) and isinstance(article.get("id"), str):
            yield article["id"]
        for item in value.values():
            yield from _ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)
