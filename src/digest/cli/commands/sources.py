"""`digest sources`: which sources there are, and whether they can be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli import entries, offers, source_lines, tags, wiring
from digest.cli.columns import listed
from digest.errors import PARTLY, ConfigError, InputMissing, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.config import Settings
    from digest.sources import Source
    from digest.store.sources import SourceState


@click.group("sources")
def command() -> None:
    """Add, check, list and remove what is read each night.

    Sources are feeds, web pages, folders, Maildirs and IMAP mailboxes.

    \b
    Examples:
      digest sources add https://nn.by/rss.xml --language be
      digest sources import subscriptions.opml
      digest sources check
    """


@command.command("list")
@wiring.json_option
@wiring.config_option
def listing(as_json: bool, config: Path | None) -> int:
    """List the sources, and how they fared.

    \b
    Examples:
      digest sources list
      digest sources list --json | jq -r 'select(.failing_since) | .name'
    """
    settings = wiring.settings(config)
    found = _sources(settings, ())
    told = [
        source_lines.record(*pair) for pair in zip(found, _states(settings, found), strict=True)
    ]
    lines = (json.dumps(one, ensure_ascii=False) for one in told)
    for line in lines if as_json else listed([source_lines.row(one) for one in told]):
        click.echo(line)
    if not found:
        click.echo("digest: no sources yet; `digest sources add URL` adds one", err=True)
    return 0


@command.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=offers.sources)
@wiring.json_option
@wiring.config_option
def check(names: tuple[str, ...], as_json: bool, config: Path | None) -> int:
    """Ask the sources now.

    Nothing is recorded. The exit code is 3 where some, 69 where all of them fail.

    \b
    Examples:
      digest sources check
      digest sources check "Наша Ніва" --json
    """
    from digest.sources import Fetcher
    from digest.sources.nightly.checking import check

    settings = wiring.settings(config)
    fetcher = Fetcher(settings.network.rules())
    verdicts = []
    for verdict in check(_sources(settings, names), fetcher, datetime.now(UTC) - entries.WINDOW):
        verdicts.append(verdict)
        told = json.dumps(source_lines.answer(verdict), ensure_ascii=False)
        click.echo(told if as_json else source_lines.line(verdict))
    failed = sum(bool(verdict.error) for verdict in verdicts)
    if failed and failed == len(verdicts):
        return Unavailable.exit_code
    return PARTLY if failed else 0


@command.command("add")
@click.argument("place", metavar="URL|PATH", shell_complete=wiring.files)
@click.option("--name", help="What readers call it; else its own title, or a folder's name.")
@click.option("--kind", type=click.Choice(["feed", "page", "folder", "maildir", "imap"]),
              help="Where the place does not tell; a web page is always said.")  # fmt: skip
@click.option("--language", type=tags.LANGUAGE, help="A hint, where the text does not tell.")
@click.option("--topic", "topics", multiple=True, help="A topic of it; may be repeated.")
@click.option("--no-check", is_flag=True, help="Add it without asking it.")
@wiring.config_option
def add(place: str, no_check: bool, config: Path | None, **given: Any) -> int:
    """Add a source to digest.toml.

    It is asked first; of a site, its feed is looked for.

    \b
    Examples:
      digest sources add https://nn.by/ --language be --topic politics
      digest sources add ~/Maildir --name Newsletters
      digest sources add https://example.org/news --kind page --name "The ministry"
    """
    from digest.config import edit

    path = _path(config)
    given["topics"] = list(given["topics"])
    entry = entries.entry(place, given, path, ask=not no_check)
    _write(path, edit.with_sources(path, [entry]))
    click.echo(f"{entry['name']}\t{entry.get('url') or entry['path']}")
    return 0


@command.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=offers.sources)
@wiring.config_option
def remove(names: tuple[str, ...], config: Path | None) -> int:
    """Take sources out of digest.toml.

    What they have listed stays known, so that nothing is told twice if they come back.

    \b
    Examples:
      digest sources remove "Наша Ніва"
    """
    from digest.config import edit

    path = _path(config)
    for name in names:
        _write(path, edit.without_source(path, name))
    return 0


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@wiring.json_option
@wiring.config_option
def bring(file: Path, as_json: bool, config: Path | None) -> int:
    """Add the feeds of an OPML file.

    Its folders become topics; what is there already stays as it is.

    \b
    Examples:
      digest sources import subscriptions.opml
    """
    from digest.config import edit, load

    path = _path(config)
    settings = load(path)
    found, refused = entries.imported(file, settings)
    _write(path, edit.with_sources(path, found))
    for entry in found:
        told = json.dumps(entry, ensure_ascii=False)
        click.echo(told if as_json else f"{entry['name']}\t{entry['url']}")
    for reason in refused:
        click.echo(f"digest: {reason}", err=True)
    click.echo(f"digest: {len(found)} added", err=True)
    return PARTLY if refused else 0


def _path(config: Path | None) -> Path:
    from digest.config import locate

    path = locate(config)
    if path is None:
        raise ConfigError("no digest.toml here: `digest init` writes one")
    return path


def _write(path: Path, text: str) -> None:
    """Replace the configuration; it may hold a secret, so its mode stays."""
    from digest.deliver import folder

    folder.write(path, text.encode(), path.stat().st_mode & 0o777)


def _sources(settings: Settings, names: Sequence[str]) -> list[Source]:
    known = {source.name: source for source in settings.sources}
    if unknown := [name for name in names if name not in known]:
        raise InputMissing(f"no source {unknown[0]!r}: `digest sources list` names them")
    wanted = [known[name] for name in names] if names else known.values()
    return [source.source() for source in wanted]


def _states(settings: Settings, sources: Iterable[Source]) -> list[SourceState]:
    """Return how the sources fared; of a ledger that is not there yet, that nothing is known."""
    from digest.store import Database
    from digest.store.schema import is_there
    from digest.store.sources import SourceStates

    path = settings.run.state
    with Database(path if is_there(path) else None) as database:
        states = SourceStates(database)
        return [states.get(source.name, source.place) for source in sources]
