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

    from digest.records import Step
    from digest.store import Database, Run

_SHOWN = 50  # failures


def live_page(database: Database, frame: dict[str, Any]) -> bytes:
    """Return the page of the newest run; a browser asks for it again while the run is at work."""
    runs = Runs(database).last(1)
    if not runs:
        return fill(
            "live.html.jinja", package="digest.serve", run=None, at_work=False, **frame
        ).encode()
    run = runs[0]
    steps = Progress(database).of(run.id)
    at_work = run.ended is None and _is_alive(database, run)
    report = run.report or {}
    caption, plot = _plot(steps)
    return fill(
        "live.html.jinja",
        package="digest.serve",
        run=run,
        at_work=at_work,
        state=_state(run, at_work=at_work),
        stages=[_stage(step) for step in _newest(steps)],
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


def _newest(steps: Sequence[Step]) -> list[Step]:
    return list({step.stage: step for step in steps}.values())


def _stage(step: Step) -> dict[str, object]:
    made = step.done - step.known
    rate = f"{made / step.seconds:.2f}" if made > 0 and step.seconds > 0 else ""
    return {
        "name": step.stage,
        "done": step.done,
        "total": step.total,
        "known": step.known,
        "failed": step.failed,
        "seconds": f"{step.seconds:.1f}",
        "rate": rate,
    }


def _plot(steps: Sequence[Step]) -> tuple[str, Any]:
    """Return the pieces of the stage in hand over the seconds of it, after what that is called."""
    if not steps:
        return "", None
    stage = steps[-1].stage
    points = [(step.seconds, step.done) for step in steps if step.stage == stage]
    title = f"{stage}: pieces over seconds"
    return title, line("throughput", title, wording("en"), points)


def _failure(failure: dict[str, str]) -> str:
    return clean(f"{failure['stage']}: {failure['subject']}: {failure['error']}")
