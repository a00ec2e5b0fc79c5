"""Flags, inputs and failures: what most commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.failures import Complaints
from digest.errors import PARTLY, InputMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from click.shell_completion import CompletionItem

    from digest.config import Settings
    from digest.records import Article, Failure

config_option = click.option(
    "--config", "config", type=click.Path(path_type=Path), help="Settings to use (digest.toml)."
)
state_option = click.option(
    "--state", type=click.Path(path_type=Path), help="The ledger of finished work."
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON; JSON Lines for many.")
urls_option = click.option("--urls", is_flag=True, help="Allow http(s) addresses as inputs.")


def files(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell complete a name of a file, as for an option that is a path."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


inputs_argument = click.argument("inputs", nargs=-1, metavar="[INPUT]...", shell_complete=files)


def piped(inputs: Sequence[str]) -> tuple[str, ...]:
    """Return the inputs asked for; a pipe where there are none; else show the help, exit 2."""
    if inputs:
        return tuple(inputs)
    if not sys.stdin.isatty():
        return ("-",)
    context = click.get_current_context()
    click.echo(context.get_help(), err=True)
    raise click.exceptions.Exit(2)


def settings(config: Path | None) -> Settings:
    """Return the settings; pydantic is loaded only by what needs them, and no help page does."""
    from digest.config import load

    return load(config)


def existing(state: Path) -> Path:
    """Return the ledger's path; there must be one."""
    from digest.store.schema import is_there

    if not is_there(state):
        raise InputMissing(f"no ledger at {state}; check [run] state, or run digest first")
    return state


def articles(
    inputs: Sequence[str], *, urls: bool, settings: Settings | None = None
) -> Iterable[Article | Failure]:
    """Read the inputs; web addresses under the network's rules in the settings."""
    return (item for _, item in located(inputs, urls=urls, settings=settings))


def located(
    inputs: Sequence[str], *, urls: bool, settings: Settings | None = None
) -> Iterable[tuple[str, Article | Failure]]:
    """Read the inputs, and tell the file or the address of each article."""
    from digest import sources
    from digest.config import load

    fetcher = sources.Fetcher((settings or load()).network.rules()) if urls else None
    return sources.located(inputs, stdin=sys.stdin.buffer, allow_urls=urls, fetcher=fetcher)


def overridden(settings: Settings, **tables: dict[str, Any]) -> Settings:
    """Return the settings with what the flags say; a flag that was not given is None."""
    given = {
        name: getattr(settings, name).model_copy(
            update={key: value for key, value in table.items() if value is not None}
        )
        for name, table in tables.items()
    }
    return settings.model_copy(update=given)


def exit_code(failures: Sequence[Failure], *, good: int) -> int:
    """Return 0, 3 where some failed, or the failure's own code where nothing succeeded."""
    if not failures:
        return 0
    return PARTLY if good else failures[0].exit_code


def explain(failures: Iterable[Failure]) -> None:
    """Say on stderr what failed."""
    tell = Complaints()
    for failure in failures:
        tell(failure)
    tell.close()


def nothing(inputs: Sequence[str]) -> InputMissing:
    """Return the error of inputs that hold neither an article nor anything that failed."""
    return InputMissing(f"no article in {', '.join(inputs)}: nothing is there that digest reads")


def each(inputs: Sequence[str], urls: bool, work: Callable[[str, Article], str]) -> int:
    """Print `work` of every article and its place as it is read; return the exit code."""
    from digest.records import Failure

    failures: list[Failure] = []
    good, tell = 0, Complaints()
    for place, item in located(inputs, urls=urls):
        if isinstance(item, Failure):
            failures.append(item)
            tell(item)
        else:
            good += 1
            click.echo(work(place, item))
    tell.close()
    if not (good or failures):
        raise nothing(inputs)
    return exit_code(failures, good=good)
