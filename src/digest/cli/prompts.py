"""`digest prompts`: what a language model would be told."""

from __future__ import annotations

import click


@click.group("prompts")
def command() -> None:
    """List and show the prompts; yours in the user configuration folder come first.

    \b
    Examples:
      digest prompts list
      digest prompts show briefing
    """


@command.command("list")
def names() -> int:
    """List the prompts, each with the fingerprint that results record."""
    from digest.backends import prompts

    for name in prompts.names():
        click.echo(f"{name}\t{prompts.fingerprint(name)}")
    return 0


@command.command("show")
@click.argument("name")
def show(name: str) -> int:
    """Print one prompt."""
    from digest.backends.prompts import prompt

    click.echo(prompt(name).rstrip("\n"))
    return 0
