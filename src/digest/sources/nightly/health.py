"""How a source fares, from one night to the next."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.sources.nightly.gathered import Report
from digest.sources.web.fetch import LONGEST_WAIT, BadStatus

if TYPE_CHECKING:
    from datetime import datetime

    from digest.errors import Failed
    from digest.store.sources import SourceState

_GONE = 410


def absent(state: SourceState) -> Report:
    """Report a source whose turn it is not."""
    if state.gone:
        note = f"gone for good since {state.gone:%Y-%m-%d}: remove it"
    else:
        note = f"it asked us to wait until {state.wait_until:%Y-%m-%d %H:%M} UTC"
    return Report(state.name, note=note, failing_since=state.failing_since)


def waits(state: SourceState, now: datetime) -> bool:
    """Tell whether it asked us to wait still.

    Nobody may for longer than a day: what says so is of a clock that has been set back (B07).
    """
    return state.wait_until is not None and now < state.wait_until <= now + LONGEST_WAIT


def asked(state: SourceState, now: datetime) -> SourceState:
    """Return the state to ask with: one night in seven without validators.

    A cache that says 304 for ever would else never be noticed (N11).
    """
    is_due = (now.toordinal() + zlib.crc32(state.name.encode())) % 7 == 0
    return replace(state, etag="", modified="") if is_due else state


def failed(state: SourceState, error: Failed, now: datetime) -> SourceState:
    """Return the state after a failure: since when it fails, and how long it asks us to wait."""
    status = error.status if isinstance(error, BadStatus) else 0
    wait = error.wait if isinstance(error, BadStatus) else None
    return replace(
        state,
        moved="",  # a new address that fails is not believed any more
        moves=0,
        failing_since=state.failing_since or now,
        error=str(error),
        wait_until=now + wait if wait else None,
        gone=now if status == _GONE else None,
    )


def succeeded(new: SourceState, old: SourceState, now: datetime, *, again: bool) -> SourceState:
    """Return the state after a success; `again` forgets the validators, to see the list again."""
    state = replace(new, failing_since=None, error="", wait_until=None, succeeded=now)
    if not again:
        return state
    return replace(state, etag=old.etag, modified=old.modified, content=old.content)
