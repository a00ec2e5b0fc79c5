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
    from datetime import UTC, datetime

    from digest.cli.nightly.closing import forget
    from digest.store import Database, lock, retention

    settings = wiring.overridden(wiring.settings(config), run={"state": state})
    path = wiring.existing(settings.run.state)
    with lock(path.parent), Database(path) as database:
        gone = forget(database, settings, datetime.now(UTC))
        retention.compact(database)
    told = ", ".join(f"{number} {name}" for name, number in gone.items() if number)
    click.echo(f"digest: forgotten: {told or 'nothing'}", err=True)
    return 0
