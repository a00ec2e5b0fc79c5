"""`digest run`: a day's articles to a digest document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import wiring
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.pipeline import Day
    from digest.records import Digest


@click.command("run")
@wiring.inputs_argument
@click.option("--to", "to", metavar="LANG", help="The reader's language (be, ru, en, …).")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False),
              help="Directory for the documents.")  # fmt: skip
@click.option("--state", type=click.Path(path_type=Path), help="The ledger of finished work.")
@click.option("--points", type=click.IntRange(1, 12), help="Points a briefing.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the edition.")
@click.option("--dry-run", is_flag=True, help="Print what would be done; write nothing.")
@wiring.json_option
@wiring.urls_option
@wiring.config_option
def command(
    inputs: tuple[str, ...],
    to: str | None,
    output: Path | None,
    state: Path | None,
    points: int | None,
    day: object,
    dry_run: bool,
    as_json: bool,
    urls: bool,
    config: Path | None,
) -> int:
    """Make the day's digest from articles, in the reader's language.

    Inputs come from the arguments, or else from digest.toml. What is finished is kept in a
    ledger: a second run computes nothing twice.

    \b
    Examples:
      digest run articles/ --to be -o out/
      digest run --config samples/digest.toml
    """
    from digest.config import load

    settings = wiring.overridden(
        load(config),
        edition={"language": to, "day": day.date() if hasattr(day, "date") else None},
        run={"inputs": inputs or None, "output": output, "state": state},
        brief={"points": points},
    )
    chosen = settings.run.inputs
    if not chosen:  # never standard input by default: cron's is empty, and not a terminal
        raise ConfigError("nothing to read: name files or directories, or set [run] inputs")
    if dry_run:
        _explain_plan(chosen, settings)
        return 0
    return _make(chosen, settings, urls=urls, as_json=as_json)


def _explain_plan(inputs: tuple[str, ...], settings: Settings) -> None:
    click.echo(f"read       {', '.join(inputs)}")
    click.echo(f"summarize  {settings.brief.engine}, {settings.brief.points} points")
    click.echo(f"translate  into {settings.edition.language or '(nothing)'}")
    click.echo(f"write      {settings.run.output}: {', '.join(settings.run.formats)}")
    click.echo(f"ledger     {settings.run.state}")


def _make(inputs: tuple[str, ...], settings: Settings, *, urls: bool, as_json: bool) -> int:
    from digest.deliver import folder
    from digest.pipeline import Plan, process
    from digest.render import render
    from digest.store import Database, Ledger

    reader = settings.edition.language
    folder.probe(settings.run.output)
    engines = wiring.engines(settings, translating=bool(reader))
    plan = Plan((reader,) if reader else (), settings.brief.points, settings.run.batch)
    with Database(settings.run.state) as database:
        ledger = Ledger(database)
        done = process(wiring.articles(inputs, urls=urls), engines, ledger, plan)
    failures = (*done.failures, *done.untranslated.get(reader, ()))
    wiring.explain(failures)
    if not done.originals:
        click.echo("digest: no article could be briefed, so no digest was written", err=True)
        return failures[0].exit_code if failures else 0
    digest = _assemble(done, settings)
    paths = [
        folder.write(settings.run.output / document.filename, document.content)
        for document in render(digest, settings.run.formats)
    ]
    _report(digest, paths, as_json=as_json)
    return wiring.exit_code(failures, good=len(done.originals))


def _assemble(done: Day, settings: Settings) -> Digest:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from digest.pipeline import assemble

    edition = settings.edition
    day = edition.day or datetime.now(ZoneInfo(edition.timezone)).date()
    return assemble(done, edition.name, day, edition.timezone, edition.language)


def _report(digest: Digest, paths: list[Path], *, as_json: bool) -> None:
    import json

    if as_json:
        written = [str(path) for path in paths]
        report = {"schema": "digest/run/1", "counts": digest.counts, "written": written}
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    for path in paths:
        click.echo(path)
    counts = ", ".join(f"{number} {name}" for name, number in digest.counts.items())
    click.echo(f"digest: {counts}", err=True)
