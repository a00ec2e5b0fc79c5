"""`digest prompts`: what a language model would be told."""

from __future__ import annotations

import click

from digest.cli import offers
from digest.cli.columns import listed


@click.group("prompts")
def command() -> None:
    """List and show what a language model is told.

    Prompts of yours in the user configuration folder come first.

    \b
    Examples:
      digest prompts list
      digest prompts show briefing > ~/.config/digest/prompts/briefing.md
    """


@command.command("list")
def names() -> int:
    """List the prompts, each with the fingerprint that results record, and check them."""
    from digest.backends import prompts

    rows = []
    for name in prompts.names():
        found = prompts.prompt(name)
        unused = "" if name in prompts.TASKS else "no task has it: it is never used"
        rows.append((name, found.fingerprint, str(found.path), unused))
    for line in listed(rows):
        click.echo(line)
    return 0


@command.command("show")
@click.argument("name", shell_complete=offers.prompts)
def show(name: str) -> int:
    """Print one prompt, as its file has it."""
    from digest.backends.prompts import prompt

    click.echo(prompt(name).path.read_text(encoding="utf-8").rstrip("\n"))
    return 0
