"""`digest bounces`: mail that came back."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import click

from digest.cli import wiring
from digest.cli.nightly import published
from digest.errors import TryLater


@click.command("bounces")
@click.option("--mbox", type=click.Path(path_type=Path), required=True,
              help="The mailbox of [mail] envelope, as one mbox file.")  # fmt: skip
@wiring.json_option
@wiring.config_option
def command(mbox: Path, as_json: bool, config: Path | None) -> int:
    """Record what came back, and let go who asks for it by mail.

    A mailbox that refuses three issues in a row is suspended. Reading a file twice does no harm,
    nor does reading it while issues are sent; 75 says that it is to be read once more.

    \b
    Examples:
      digest bounces --mbox /var/mail/bounces
    """
    from digest.deliver.bounces import read_bounces
    from digest.store import Database

    settings = wiring.settings(config)
    published.refuse_strangers(settings)
    with Database(settings.run.state) as database:
        found = asdict(read_bounces(mbox, database, time.time()))
    if as_json:
        click.echo(json.dumps({"schema": "digest/bounces/1", **found}))
    else:
        click.echo("digest: " + ", ".join(f"{n} {what}" for what, n in found.items()), err=True)
        if found["replied"]:
            told = (
                "who replies may want to leave: read those, and digest subscribers remove ADDRESS"
            )
            click.echo(f"digest: {told}", err=True)
    return TryLater.exit_code if found["busy"] else 0
