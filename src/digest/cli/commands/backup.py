"""`digest backup`: a whole copy of the state, and back."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli import wiring
from digest.cli.nightly.mailing import SETTLE


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--restore", "copy", type=click.Path(path_type=Path, dir_okay=False),
              help="Put this backup in the place of the state.")  # fmt: skip
@wiring.state_option
@wiring.config_option
def command(file: Path | None, copy: Path | None, state: Path | None, config: Path | None) -> int:
    """Copy the ledger, or restore a copy.

    It goes to FILE, or to backups/ beside it, while runs go on, and is checked.

    Never copy the file by other means: what its write-ahead log holds would be lost.

    \b
    Examples:
      digest backup
      digest backup /mnt/backup/digest.db
      digest backup --restore /mnt/backup/digest.db
    """
    from digest.store import backup, lock

    if file and copy:
        raise click.UsageError("give FILE to make a copy, or --restore to take one, not both")
    path = state or wiring.settings(config).run.state
    if copy is None:
        click.echo(backup.back_up(path, file))
        return 0
    with lock(path.parent):
        done = backup.restore(copy, path)
    before = f"; before: {done.replaced}" if done.replaced else ""
    click.echo(f"digest: {path} is {copy} again{before}", err=True)
    click.echo("digest: what was sent since that backup is not known to it; see status", err=True)
    if done.gone is None:
        told = (
            "the state before it cannot be read: who has left since that backup is a reader again"
        )
        click.echo(f"digest: {told}; digest subscribers remove", err=True)
    elif done.gone:
        click.echo(f"digest: {done.gone} readers left since that backup, and stay out", err=True)
    if done.joined:
        told = f"{done.joined} readers joined since that backup, and are none in it"
        export = f"DIGEST_RUN__STATE={done.replaced} digest subscribers export"
        click.echo(f"digest: {told}; who was one: {export}", err=True)
    if done.held:
        told = f"digest: {done.held} copies were due in it and may have been sent since; they are"
        click.echo(f"{told} {SETTLE['in doubt']}", err=True)
    return 0
