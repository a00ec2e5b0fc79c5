"""What is kept of an article that a source has listed, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.records import Article


@dataclass(frozen=True, slots=True)
class Trace:
    """What stays of a listed article, to know it again."""

    identity: str
    link: str
    version: str
    title: bytes
    fingerprint: bytes
    sketch: bytes
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that no edition has taken yet. `row` names it for `settle`."""

    row: int
    source: str
    article: Article


def columns(trace: Trace) -> tuple[Any, ...]:
    """Return a trace as it is stored."""
    published = utc(trace.published) if trace.published else None
    texts = (trace.title, trace.fingerprint, trace.sketch)
    return (trace.identity, trace.link, trace.version, *texts, published)


def trace_of(row: tuple[Any, ...]) -> Trace:
    """Return the trace that `columns` made into a row."""
    identity, link, version, title, fingerprint, sketch, published = row
    moment = datetime.fromisoformat(published) if published else None
    return Trace(identity, link, version, title, fingerprint, sketch, moment)


def utc(moment: datetime) -> str:
    """Return a moment as it is stored."""
    return moment.astimezone(UTC).isoformat()
