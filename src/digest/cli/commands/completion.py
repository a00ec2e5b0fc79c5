"""`digest completion`: the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_MENDED = (
    ('split ","', 'split -m 1 ","'),  # fish: descriptions have commas, too
    ("COMPREPLY+=($value)", 'COMPREPLY+=("$(printf %q "$value")")'),  # bash: names have spaces
)  # of click's scripts


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script of a shell.

    \b
    Examples:
      digest completion bash > ~/.local/share/bash-completion/completions/digest
      digest completion zsh > ~/.zfunc/_digest     with fpath+=~/.zfunc before compinit
      digest completion fish > ~/.config/fish/completions/digest.fish
    """
    from digest.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(cli, {}, "digest", "_DIGEST_COMPLETE").source()
    for ours in _MENDED:
        script = script.replace(*ours)
    click.echo(script)
    return 0
