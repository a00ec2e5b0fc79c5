"""`digest run`: a day's articles to a digest document; or a whole night, from sources to mail."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import tags, wiring
from digest.cli.nightly import published
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config import Settings


@click.command("run")
@wiring.inputs_argument
@click.option("-t", "--to", "to", type=tags.LANGUAGE, help="The reader's language: be, ru, en, …")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False),
              help="Directory for the documents.")  # fmt: skip
@wiring.state_option
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the edition.")
@click.option("--dry-run", is_flag=True, help="Print what would be done; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where all is well.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="json: one object a line on stderr.")  # fmt: skip
@click.option("--new-state", is_flag=True, help="Begin a new ledger beside old editions.")
@wiring.json_option
@wiring.urls_option
@wiring.config_option
def command(
    inputs: tuple[str, ...],
    to: str | None,
    output: Path | None,
    state: Path | None,
    day: object,
    dry_run: bool,
    quiet: bool,
    log_format: str,
    new_state: bool,
    as_json: bool,
    urls: bool,
    config: Path | None,
) -> int:
    """Make the day's digest from articles, in the reader's language.

    Inputs come from the arguments, or else from digest.toml. What is finished is kept in a
    ledger: a second run computes nothing twice. Where digest.toml has [[sources]] and no inputs
    are given, this is the night: each article is read once, each edition is frozen and mailed
    once, however often the run is killed and begun again.

    \b
    Examples:
      digest run articles/ --to be -o out/
      digest run --config samples/digest.toml
      digest run --quiet --config /etc/digest.toml     from cron or systemd
    """
    from digest.cli import checking
    from digest.cli.day import make
    from digest.cli.logs import Log

    settings = wiring.overridden(
        wiring.settings(config),
        edition={"language": to, "day": day.date() if hasattr(day, "date") else None},
        run={"inputs": inputs or None, "output": output, "state": state},
    )
    is_night = not inputs and bool(settings.sources)
    if dry_run or not is_night:  # what keeps a night from its work its operator is told of
        checking.ensure(settings, config)
    log = Log(sys.stderr, form="json" if log_format == "json" else "text", quiet=quiet)
    if dry_run:
        _explain_plan(settings, is_night=is_night)
        return 0
    today = settings.edition.on(datetime.now(UTC))  # a run past midnight is still of its day
    with log.hearing():
        if is_night:
            from digest.cli.nightly import night

            return night.run(night.Order(settings, log, today, config, new_state, as_json))
        if settings.sources and not new_state:  # the ledger is that of the nights
            published.refuse_a_silent_start(settings)
        if not settings.run.inputs:  # never standard input by default: cron's is empty
            raise ConfigError("nothing to read: name files or directories, or set [run] inputs")
        return make(settings, log, today, urls=urls, as_json=as_json)


def _explain_plan(settings: Settings, *, is_night: bool) -> None:
    sources = [source.name for source in settings.sources] if is_night else settings.run.inputs
    click.echo(f"read       {', '.join(sources)}")
    click.echo(f"summarize  {settings.brief.engine}, {settings.brief.points} points")
    for edition in settings.each_edition():
        click.echo(f"edition    {edition.key}: in {edition.language or '(as it is)'}")
    click.echo(f"write      {settings.run.output}: {', '.join(settings.run.formats)}")
    click.echo(f"ledger     {settings.run.state}")
    if is_night:
        click.echo(f"mail       {settings.mail.sender or '(nobody: no [mail] sender)'}")
