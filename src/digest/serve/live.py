"""The run at work: how far its stages have come, how fast, and what failed."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

from digest.archive.pages import fill
from digest.archive.plots import line
from digest.render.clean import clean
from digest.store import Runs
from digest.store.progress import Progress
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.store import Database, Run
    from digest.store.progress import Mark

_SHOWN = 50  # failures


def live_page(database: Database, frame: dict[str, Any]) -> bytes:
    """Return the page of the newest run; a browser asks for it again while the run is at work."""
    runs = Runs(database).last(1)
    if not runs:
        return fill(
            "live.html.jinja", package="digest.serve", run=None, at_work=False, **frame
        ).encode()
    run = runs[0]
    marks = Progress(database).of(run.id)
    at_work = run.ended is None and _is_alive(database, run)
    report = run.report or {}
    caption, plot = _plot(marks)
    return fill(
        "live.html.jinja",
        package="digest.serve",
        run=run,
        at_work=at_work,
        state=_state(run, at_work=at_work),
        stages=[_stage(mark) for mark in _newest(marks)],
        plot=plot,
        caption=caption,
        failures=[_failure(one) for one in report.get("failures", ())[:_SHOWN]],
        error=clean(report.get("error", "")),
        **frame,
    ).encode()


def _is_alive(database: Database, run: Run) -> bool:
    """Tell whether the process of a run is there; on another machine, that cannot be known."""
    ((pid, host),) = database.rows("SELECT pid, host FROM run WHERE id = ?", (run.id,))
    if host != socket.gethostname():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _state(run: Run, *, at_work: bool) -> str:
    if run.ended is not None:
        return f"ended at {run.ended:%Y-%m-%d %H:%M:%S} UTC, exit {run.exit_code}"
    return "at work" if at_work else "killed: it did not end"


def _newest(marks: Sequence[Mark]) -> list[Mark]:
    return list({mark.stage: mark for mark in marks}.values())


def _stage(mark: Mark) -> dict[str, object]:
    made = mark.done - mark.known
    rate = f"{made / mark.seconds:.2f}" if made > 0 and mark.seconds > 0 else ""
    return {
        "name": mark.stage,
        "done": mark.done,
        "total": mark.total,
        "known": mark.known,
        "failed": mark.failed,
        "seconds": f"{mark.seconds:.1f}",
        "rate": rate,
    }


def _plot(marks: Sequence[Mark]) -> tuple[str, Any]:
    """Return the pieces of the stage in hand over the seconds of it, after what that is called."""
    if not marks:
        return "", None
    stage = marks[-1].stage
    points = [(mark.seconds, mark.done) for mark in marks if mark.stage == stage]
    title = f"{stage}: pieces over seconds"
    return title, line("throughput", title, wording("en"), points)


def _failure(failure: dict[str, str]) -> str:
    return clean(f"{failure['stage']}: {failure['subject']}: {failure['error']}")
