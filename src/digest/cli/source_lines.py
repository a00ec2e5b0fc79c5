"""How a source is told: a row or a record of what it is, how it fared, and whether it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from digest.sources import Source
    from digest.sources.nightly.checking import Verdict
    from digest.store.sources import SourceState


def record(source: Source, state: SourceState) -> dict[str, Any]:
    """Return what a source is, and how it has fared so far."""
    times = ("succeeded", "failing_since", "wait_until", "gone")
    told = {
        "name": source.name,
        "kind": source.kind,
        "place": source.place,
        "language": source.language,
        "topics": list(source.topics),
        "enabled": source.enabled,
        "error": state.error,
    }
    return told | {name: _iso(getattr(state, name)) for name in times}


def row(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a record as the cells of a list."""
    if not told["enabled"]:
        fared = "off"
    elif told["gone"]:
        fared = f"gone since {told['gone'][:10]}"
    elif told["failing_since"]:
        fared = f"failing since {told['failing_since'][:10]}: {told['error']}"
    else:
        fared = f"read {told['succeeded'][:16]}" if told["succeeded"] else "never read"
    return told["name"], told["kind"], told["place"], fared


def answer(verdict: Verdict) -> dict[str, Any]:
    """Return what asking a source came to."""
    return {
        "name": verdict.source.name,
        "place": verdict.source.place,
        "articles": verdict.articles,
        "newest": _iso(verdict.newest),
        "error": verdict.error,
    }


def line(verdict: Verdict) -> str:
    """Return the same as a line for people."""
    if verdict.error:
        return f"{verdict.source.name}\tfailed\t{verdict.error}"
    newest = f", the newest of {verdict.newest:%Y-%m-%d %H:%M}" if verdict.newest else ""
    return f"{verdict.source.name}\tok\t{verdict.articles} articles{newest}"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
