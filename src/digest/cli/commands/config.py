"""`digest config`: which settings are in force, and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli import wiring
from digest.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@click.group("config")
def command() -> None:
    """Show and check the settings.

    \b
    Examples:
      digest config show
      digest config check --config /etc/digest.toml
    """


@command.command("show")
@wiring.config_option
def show(config: Path | None) -> int:
    """Print the settings in force, as JSON."""
    click.echo(wiring.settings(config).model_dump_json(indent=2))
    return 0


@command.command("check")
@wiring.config_option
def check(config: Path | None) -> int:
    """Check the settings, all mistakes at once; exit 78 where there is one.

    Engines, models, files, templates, prompts, topics and mail are looked at, too; nothing is
    loaded, and nobody is asked. What is only doubtful is told, and is no mistake.
    """
    from digest.cli import checking
    from digest.config import checks, draft, exposed_secrets

    found = draft(config)
    wrong = checking.wrong(found)
    if wrong or found.settings is None:
        raise ConfigError(found.tell(wrong))
    told = found.tell(checks.doubts(found.settings)).splitlines()
    for doubt in (*told, *exposed_secrets(config)):
        click.echo(f"warning: {doubt}", err=True)
    source = found.path or "no digest.toml, so the defaults"
    click.echo(f"{source}: the settings are right", err=True)
    return 0


@command.command("schema")
def schema() -> int:
    """Print the JSON Schema of digest.toml, for an editor."""
    import json

    from digest.config import Settings

    click.echo(json.dumps(Settings.model_json_schema(), indent=2))
    return 0
