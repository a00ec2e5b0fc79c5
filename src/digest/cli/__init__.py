"""The command line: parse, wire, print, exit. Nothing is decided here."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module

import click

from digest import __version__
from digest.cli import streams
from digest.cli.logs import tell_warnings
from digest.cli.signals import Stopped, stop
from digest.errors import DigestError, OutputError
from digest.text.writing.invisible import printable

_GROUPS = {
    "Every day": ("run", "brief", "translate", "detect", "extract"),
    "Setting up": (
        "init",
        "sources",
        "config",
        "doctor",
        "languages",
        "models",
        "prompts",
        "completion",
    ),
    "Mail": ("subscribers", "send", "bounces"),
    "Looking back": ("status", "render", "search", "serve", "stats", "archive", "backup", "prune"),
}  # in the order of the help page
_COMMANDS = tuple(name for names in _GROUPS.values() for name in names)


class _Grouped(click.Group):
    """Lists commands by what they are for, and imports one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"digest.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if near := get_close_matches(args[0], _COMMANDS, n=1):
                msg = f"{error.message} Did you mean {near[0]!r}?"
                raise click.UsageError(msg, ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in _GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(n, c.get_short_help_str(200)) for n, c in commands if c], 12)


@click.group(cls=_Grouped, context_settings={"help_option_names": ["-h", "--help"]})
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
    streams.settle()  # cron's locale is C, and some parents close what they do not need
    stop.listen()
    tell_warnings()
    sys.exit(_run())


def _lines(error: DigestError) -> str:
    """Return a message; one about the configuration has a line for each mistake."""
    return "\n".join(f"digest: {printable(line)}" for line in str(error).split("\n"))


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
    except streams.ReaderGone:
        streams.discard()
        return 0
    except DigestError as error:
        click.echo(_lines(error), err=True)
        if isinstance(error, OutputError):
            streams.discard()
        return error.exit_code
    return code if isinstance(code, int) else 0
