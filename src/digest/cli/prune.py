"""`digest prune`: forget what is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli import wiring

if TYPE_CHECKING:
    from pathlib import Path


@click.command("prune")
@wiring.state_option
@wiring.config_option
def command(state: Path | None, config: Path | None) -> int:
    """Forget what is older than [retention] says.

    Every night forgets by itself; this also gives the space back to the disk.

    \b
    Examples:
      digest prune
      DIGEST_RETENTION__WORK=30 digest prune
    """
    from datetime import UTC, datetime, timedelta

    from digest.config import load
    from digest.store import Database, lock, retention

    settings = load(config)
    path = wiring.existing(state or settings.run.state)
    now, keep = datetime.now(UTC), settings.retention
    with lock(path.parent), Database(path) as database:
        before = (now - timedelta(days=keep.editions)).date()
        gone = retention.prune(database, now - timedelta(days=keep.work), before)
        retention.compact(database)
    told = ", ".join(f"{number} {name}" for name, number in gone.items() if number)
    click.echo(f"digest: forgotten: {told or 'nothing'}", err=True)
    return 0
