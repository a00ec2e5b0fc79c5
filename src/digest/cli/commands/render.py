"""`digest render`: an edition again, from the ledger, in another format."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli import offers, streams, wiring
from digest.records import FORMATS

if TYPE_CHECKING:
    from digest.store import Editions


@click.command("render")
@click.argument("day", required=False, metavar="[DAY|today|yesterday]", shell_complete=offers.days)
@click.option("--edition", default="", metavar="KEY", shell_complete=offers.editions,
              help="Where there are several.")  # fmt: skip
@click.option("-f", "--format", "formats", multiple=True, type=click.Choice(list(FORMATS)),
              help="One or more (default md).")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False),
              help="Directory for the documents; else standard output.")  # fmt: skip
@click.option("--bilingual", is_flag=True, help="Each point with its original beside it.")
@wiring.state_option
@wiring.config_option
def command(
    day: str | None,
    edition: str,
    formats: tuple[str, ...],
    output: Path | None,
    state: Path | None,
    config: Path | None,
    bilingual: bool,
) -> int:
    """Print an edition again, as it was frozen.

    It is the newest one, if no day is named.

    \b
    Examples:
      digest render
      digest render yesterday -f txt
      digest render 2026-11-24 -f html -f md -o out/
      digest render -f epub --bilingual -o out/
    """
    from digest.archive import path_of
    from digest.deliver import folder
    from digest.render import render
    from digest.store import Database, Editions

    settings = wiring.settings(config)
    asked = _day(day, settings.edition.timezone) if day else None
    path = wiring.existing(state or settings.run.state)
    with Database(path) as database:
        editions = Editions(database)
        name = _chosen(editions, asked, edition)
        digest = editions.find(*name)
    assert digest is not None, "it was listed"
    layout = settings.render.layout(path_of(*name))
    layout = replace(layout, bilingual=bilingual or layout.bilingual)
    made = render(digest, formats or ("md",), layout)
    if output is None:
        for document in made:
            sys.stdout.buffer.write(document.content)
        return 0
    folder.probe(output)
    streams.tell([folder.write(output / one.filename, one.content) for one in made])
    return 0


def _day(said: str, timezone: str) -> date:
    """Return a day as people say it, by the readers' clock."""
    today = datetime.now(ZoneInfo(timezone)).date()
    words = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        return words.get(said) or date.fromisoformat(said)
    except ValueError as error:
        msg = f"{said!r} is no day: give one such as {today}, today or yesterday"
        raise click.BadParameter(msg) from error


def _chosen(editions: Editions, day: date | None, edition: str) -> tuple[str, date]:
    from digest.errors import InputMissing

    known = [found for found in editions.known(day) if edition in {"", found[0]}]
    newest = [found for found in known if found[1] == known[0][1]]
    if len(newest) == 1:
        return newest[0]
    if not newest:
        asked = f"edition {edition}" if edition else "edition"
        kept = "the ledger keeps the editions that are made from [[sources]]"
        raise InputMissing(f"no {asked} of {day or 'any day'}: {kept}")
    keys = ", ".join(key for key, _ in newest)
    raise click.UsageError(f"several editions of {newest[0][1]}: say --edition, one of {keys}")
