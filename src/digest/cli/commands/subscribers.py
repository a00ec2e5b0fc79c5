"""`digest subscribers`: who gets which edition."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import offers, texts, wiring
from digest.cli.nightly import published
from digest.errors import PARTLY, InputError, InputMissing
from digest.text.writing.invisible import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.config import Settings
    from digest.config.tables import Edition
    from digest.store.address import Address
    from digest.store.subscribers import Standing, Subscriber, Subscribers

edition_option = click.option(
    "--edition",
    default="",
    metavar="KEY",
    shell_complete=offers.editions,
    help="Only this edition.",
)
into_option = click.option(
    "--edition", default="", metavar="KEY", shell_complete=offers.editions,
    help="The edition they get, where there are several.",
)  # fmt: skip
address_argument = click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")


@click.group("subscribers")
def command() -> None:
    """Add, list and remove readers.

    Who gets which edition is a table in the ledger.

    \b
    Examples:
      digest subscribers import readers.csv
      digest subscribers add "Ann <ann@example.org>" --edition main
      digest subscribers remove ann@example.org
    """


@command.command("list")
@edition_option
@click.option("--state", type=click.Choice(["active", "suspended", "left"]), help="Only these.")
@wiring.json_option
@wiring.config_option
def listing(edition: str, state: str | None, as_json: bool, config: Path | None) -> None:
    """Print the readers, a line each."""
    with _opened(wiring.settings(config)) as subscribers:
        readers = subscribers.listed(edition, state or "")
    for reader in readers:
        told = json.dumps(asdict(reader), ensure_ascii=False) if as_json else _line(reader)
        click.echo(told)
    if not readers:
        named = " ".join(filter(None, (state, "readers"))) + f" of {edition}" * bool(edition)
        click.echo(f"digest: no {named}; `digest subscribers add ADDRESS` adds one", err=True)


@command.command("add")
@address_argument
@into_option
@wiring.config_option
def add(addresses: Sequence[str], edition: str, config: Path | None) -> None:
    """Add readers who asked for it, also such as had left or were suspended."""
    found = [_parsed(address) for address in addresses]
    settings, now = wiring.settings(config), time.time()
    made = _made(edition, settings)
    followed = made.recipients is not None
    with _opened(settings) as subscribers:
        added = sum(
            subscribers.welcome(made.key, address, now, followed=followed) for address in found
        )
    known = f", {len(found) - added} known already" * (added < len(found))
    click.echo(f"digest: {added} added to {made.key}{known}", err=True)
    _tell_silence(settings)


@command.command("remove")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--token", default="", help="The token of an unsubscribe link, instead of addresses.")
@edition_option
@wiring.config_option
def remove(addresses: Sequence[str], token: str, edition: str, config: Path | None) -> None:
    """Let readers go, at once, also from an issue that is on its way; they stay out on import."""
    if token:
        with _opened(wiring.settings(config), known=True) as subscribers:
            reader = subscribers.by_token(token)
            if not reader:
                raise InputMissing("this token is nobody's")
            subscribers.change(reader.key, "left", "one click", time.time(), reader.edition)
        click.echo("digest: 1 left", err=True)
        return
    _change(addresses, "left", "removed", edition, config)


@command.command("suspend")
@address_argument
@click.option("--reason", default="suspended by the operator", show_default=True)
@edition_option
@wiring.config_option
def suspend(addresses: Sequence[str], reason: str, edition: str, config: Path | None) -> None:
    """Send nothing to these readers until they are added again."""
    _change(addresses, "suspended", reason, edition, config)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@into_option
@wiring.config_option
def import_(file: Path, edition: str, config: Path | None) -> int:
    """Add the readers of a toml, csv or txt file; who has left or is suspended stays so."""
    from digest.deliver.roster import read_roster

    settings, roster = wiring.settings(config), read_roster(file)
    made = _made(edition, settings)
    followed = made.recipients is not None
    if made.recipients and made.recipients.resolve() == file.resolve():
        click.echo(
            f"digest: {file} is the list of {made.key}: each run and send follows it", err=True
        )
        return 0
    with _opened(settings) as subscribers:
        counts = subscribers.add(made.key, roster.addresses, time.time(), followed=followed)
    for line, reason in roster.broken:
        click.echo(f"digest: {file}, line {line}: {reason}", err=True)
    if not roster.addresses:
        click.echo(f"digest: {file} holds no address", err=True)
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    click.echo(f"digest: {made.key}: {told or 'nobody added'}", err=True)
    _tell_silence(settings)
    return PARTLY if roster.broken else 0


@command.command("export")
@click.option("-f", "--format", "form", type=click.Choice(["csv", "toml", "txt"]), default="csv",
              show_default=True)  # fmt: skip
@edition_option
@wiring.config_option
def export(form: str, edition: str, config: Path | None) -> None:
    """Print the active readers in a form that can be imported."""
    from digest.deliver.roster import write_roster

    with _opened(wiring.settings(config)) as subscribers:
        readers = subscribers.listed(edition, "active")
    click.echo(write_roster(readers, form), nl=False)


def _made(edition: str, settings: Settings) -> Edition:
    """Return an edition that is made: the one that was asked for, or the only one."""
    from digest.config.faults import meant

    made = {one.key: one for one in settings.each_edition()}
    if not edition and ("main" in made or len(made) == 1):
        return made.get("main") or next(iter(made.values()))
    if edition not in made:
        said = f"no edition {edition!r}" if edition else "several editions"
        hint = meant(edition, list(made)) if edition else ""
        raise click.UsageError(f"{said}: give --edition one of {', '.join(made)}{hint}")
    return made[edition]


def _parsed(said: str) -> Address:
    """Return an address that a person gives; an error names it, for it may be one of many."""
    from digest.store.address import parse_address

    with texts.naming(said):
        return parse_address(said)


def _tell_silence(settings: Settings) -> None:
    """Say that readers get nothing yet, where nobody writes to them."""
    if not settings.mail.sender:
        click.echo("digest: nothing is mailed yet: set [mail] sender in digest.toml", err=True)


@contextmanager
def _opened(settings: Settings, *, known: bool = False) -> Iterator[Subscribers]:
    """Open the readers; a new ledger is made for them unless they must be `known` already."""
    from digest.store import Database
    from digest.store.subscribers import Subscribers

    refuse = published.refuse_strangers if known else published.refuse_a_silent_start
    refuse(settings)
    with Database(settings.run.state) as database:
        yield Subscribers(database)


def _change(
    addresses: Sequence[str], state: Standing, reason: str, edition: str, config: Path | None
) -> None:
    with _opened(wiring.settings(config), known=True) as subscribers:
        changes = [
            subscribers.change(key, state, reason, time.time(), edition)
            for name in addresses
            for key in _meant(name, subscribers)
        ]
    if not any(changes):
        raise InputMissing("none of these is a reader; see digest subscribers list")
    click.echo(f"digest: {sum(map(bool, changes))} {state}", err=True)


def _meant(name: str, subscribers: Subscribers) -> list[str]:
    """Return whom an address means, or the name that stands for it in reports."""
    from digest.store.address import folded, parse_address

    if "@" not in name:
        return subscribers.named(name)
    try:
        return [parse_address(name).key]
    except InputError:  # a row may hold what is no address
        return [folded(name)]


def _line(reader: Subscriber) -> str:
    named = f"{reader.name} <{reader.address}>" if reader.name else reader.address
    told = (reader.edition, reader.state, named, reader.reason)
    return "\t".join(map(printable, filter(None, told)))
