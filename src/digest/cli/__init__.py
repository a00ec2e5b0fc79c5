"""The command line: parse, wire, print, exit. Nothing is decided here."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from digest import __version__
from digest.cli.signals import Stopped, stop
from digest.errors import DigestError

_COMMANDS = (
    "run", "send", "status", "sources", "subscribers", "bounces", "brief", "translate", "detect",
    "extract", "render", "search", "stats", "archive", "languages", "prompts",
    "init", "config", "doctor", "backup", "prune",
    "completion",
)  # fmt: skip  # in the order of the help page, the most used first


class _InOrder(click.Group):
    """Lists commands in the order they are added, and imports one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"digest.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest")
def cli() -> None:
    """Many articles in many languages in, one trustworthy briefing in yours out.

    \b
    Examples:
      digest brief article.html --to be      one article, in four points, in Belarusian
      digest run articles/ --to ru -o out/   a day's digest as md, html, txt and json
      cat page.txt | digest brief --json     a Unix filter
    """


def main() -> None:
    """Run the command line and exit with one of the codes of docs/exit-codes.md."""
    for stream in (sys.stdout, sys.stderr):  # cron's locale is C; our texts are not
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    stop.listen()
    sys.exit(_run())


def _run() -> int:
    try:
        code = cli(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except Stopped as stopped:
        return stopped.exit_code
    except BrokenPipeError:  # `| head` has seen enough; keep the interpreter's own flush quiet
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except DigestError as error:
        click.echo(f"digest: {error}", err=True)
        return error.exit_code
    return code if isinstance(code, int) else 0
