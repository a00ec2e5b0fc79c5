"""`digest brief`: single articles to briefings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import stages, tags, wiring
from digest.records import USUAL_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.config import Settings
    from digest.pipeline import Day
    from digest.records import Briefing


@click.command("brief")
@wiring.inputs_argument
@click.option(
    "-t", "--to", "to", type=tags.LANGUAGE, help="Translate into this language: be, ru, en, …"
)
@click.option("--points", type=click.IntRange(1, 12), help="Points a briefing (default 4).")
@click.option("--engine", metavar="NAME", help="Summarizer (default extractive).")
@click.option("-f", "--format", "fmt", type=click.Choice(USUAL_FORMATS),
              help="Else by the suffix of -o, else txt.")  # fmt: skip
@wiring.json_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here.")
@wiring.urls_option
@wiring.config_option
def command(
    inputs: tuple[str, ...],
    to: str | None,
    points: int | None,
    engine: str | None,
    fmt: str | None,
    as_json: bool,
    output: Path | None,
    urls: bool,
    config: Path | None,
) -> int:
    """Brief single articles: files, directories, - or a pipe.

    \b
    Examples:
      digest brief article.html
      digest brief article.txt --to be --json
      curl -s https://news.example/story | digest brief -f md
    """
    from digest.deliver import folder
    from digest.render import render_briefings

    form, reader = _format(fmt, as_json, output), to or ""
    inputs = wiring.piped(inputs)
    if output and not folder.is_stream(output):
        folder.probe(output.parent)
    settings = wiring.overridden(
        wiring.settings(config), brief={"points": points, "engine": engine}
    )
    day = _processed(inputs, settings, reader, urls=urls)
    failures = (*day.failures, *day.untranslated.get(reader, ()))
    wiring.explain(failures)
    if day.originals:
        text = render_briefings(_pairs(day, reader), form, reader)
        if output:
            folder.write(output, text.encode())
        else:
            click.echo(text.rstrip("\n"))
    elif not failures:
        raise wiring.nothing(inputs)
    return wiring.exit_code(failures, good=len(day.originals))


def _processed(inputs: Sequence[str], settings: Settings, reader: str, *, urls: bool) -> Day:
    from digest.pipeline import Plan, process
    from digest.store import Database, Ledger

    engines = stages.engines(settings, translating=bool(reader))
    plan = Plan((reader,) if reader else (), settings.brief.points, settings.run.batch)
    articles = wiring.articles(inputs, urls=urls, settings=settings)
    with Database(None) as database:
        return process(articles, engines, Ledger(database), plan)


def _pairs(day: Day, reader: str) -> list[tuple[Briefing, tuple[Briefing, ...]]]:
    """Return each briefing with its translation, where there is one."""
    made = {one.article.id: (one,) for one in day.translations.get(reader, ())}
    return [(one, made.get(one.article.id, ())) for one in day.originals]


def _format(fmt: str | None, as_json: bool, output: Path | None) -> str:
    """Return the format that is asked for, or that the file's name tells.

    Two of them, and one that we cannot write, are mistakes.
    """
    if fmt and as_json and fmt != "json":
        msg = f"--json and -f {fmt} are two formats: give one"
        raise click.UsageError(msg)
    if fmt or as_json:
        return fmt or "json"
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if suffix and suffix not in USUAL_FORMATS:
        msg = f"no format .{suffix} here: give -f with one of {', '.join(USUAL_FORMATS)}"
        raise click.UsageError(msg)
    return suffix or "txt"
