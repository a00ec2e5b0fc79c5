"""`digest languages`: who translates what, and by which route."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from digest.cli import stages, tags, wiring
from digest.cli.columns import listed

if TYPE_CHECKING:
    from pathlib import Path

_ADVICE = "install apertium-bel-rus (Debian), or set [translate] models or [endpoint]"


@click.command("languages")
@click.option("-t", "--to", "to", type=tags.LANGUAGE, help="Only routes into this language.")
@wiring.json_option
@wiring.config_option
def command(to: str | None, as_json: bool, config: Path | None) -> int:
    """List the translation routes that this machine has.

    \b
    Examples:
      digest languages
      digest languages --to be --json
    """
    from digest.translate import all_routes

    every = all_routes(stages.translators(wiring.settings(config)))
    found = {pair: route for pair, route in every.items() if to in {None, pair[1]}}
    rows = []
    for (source, target), route in sorted(found.items()):
        via = [source, *(hop.target for hop in route)]
        names = ", ".join(dict.fromkeys(hop.engine.name for hop in route))
        if as_json:
            record = {"source": source, "target": target, "route": via, "engines": names}
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            rows.append((" → ".join(via), names))
    for line in listed(rows):
        click.echo(line)
    if not found:
        click.echo(f"digest: nothing here translates {f'into {to}' if to else 'yet'}; {_ADVICE}",
                   err=True)  # fmt: skip
    return 0
