"""`digest archive`: the frozen editions as a static site."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli import wiring


@click.group("archive")
def command() -> None:
    """Make a site of all editions, to publish or to read offline.

    \b
    Examples:
      digest archive build
    """


@command.command("build")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False),
              help="Directory of the site (default: archive/ in the output folder).")  # fmt: skip
@click.option(
    "--url", default="", help="Where the site is published, for its feed (default: [render] url)."
)
@click.option("--nights", default=60, show_default=True, type=click.IntRange(1),
              help="Nights in the statistics.")  # fmt: skip
@wiring.state_option
@wiring.config_option
def build(
    output: Path | None, url: str, nights: int, state: Path | None, config: Path | None
) -> int:
    """Write a page for each edition in the ledger, an index, a search, a feed and statistics.

    It needs no server: the search works on a disk, too, and nothing is fetched from elsewhere.
    Only what has changed is written; an edition that the ledger has forgotten is removed.

    \b
    Examples:
      digest archive build
      digest archive build -o /var/www/digest --url https://digest.example/
    """
    from digest.archive import build as write
    from digest.archive import site_of
    from digest.cli import checking
    from digest.store import Database

    settings = wiring.settings(config)
    checking.ensure(settings, config, "render")
    place = output or settings.run.output / "archive"
    address = f"{url.rstrip('/')}/" if url else settings.render.url
    layout = settings.render.layout()
    with Database(wiring.existing(state or settings.run.state)) as database:
        site = site_of(database, settings.home, nights, address, layout=layout)
        built = write(site, place)
    click.echo(place / "index.html")
    told = f"{built.written} written, {built.unchanged} unchanged, {built.removed} removed"
    click.echo(f"digest: {told}", err=True)
    return 0
