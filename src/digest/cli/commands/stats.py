"""`digest stats`: figures of the last nights."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from digest.cli import wiring

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from digest.archive.stats import Night, Stats

_SHOWN = 10  # languages, sources and failures in the text; JSON has all


@click.command("stats")
@click.option("--nights", default=14, show_default=True, type=click.IntRange(1), help="How many.")
@wiring.json_option
@wiring.state_option
@wiring.config_option
def command(nights: int, as_json: bool, state: Path | None, config: Path | None) -> int:
    """Tell the figures of the last nights.

    Articles, languages, sources, failures, and how long each stage took.

    The archive has the same as plots: digest archive build.

    \b
    Examples:
      digest stats
      digest stats --nights 30 --json | jq '.nights[].seconds'
    """
    from digest.archive import stats_of
    from digest.store import Database

    with Database(wiring.existing(state or wiring.settings(config).run.state)) as database:
        stats = stats_of(database, nights)
    if as_json:
        told = {"schema": "digest/stats/1", **asdict(stats)}
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    else:
        for line in _lines(stats):
            click.echo(line)
    return 0


def _lines(stats: Stats) -> Iterator[str]:
    from digest.render.clean import clean  # names of sources go to a terminal

    if not stats.nights:
        yield "no night yet"
        return
    heads = ["night", "articles", "stories", "translated", "failed", "code", "s", *stats.stages]
    yield from _table([heads, *(_row(night, stats.stages) for night in stats.nights)])
    yield from _list("languages", [f"{tag} {count}" for tag, count in stats.languages])
    new = [f"{clean(one.name)} {one.new}" for one in stats.sources if one.new]
    yield from _list("sources", new)
    bad = [(one.name, one.nights, one.error) for one in stats.sources if one.nights]
    yield from _list("unread", [f"{clean(name)} {n}x: {clean(error)}" for name, n, error in bad])
    yield from _list("failures", [f"{stage} {count}" for stage, count in stats.failures])


def _row(night: Night, stages: Sequence[str]) -> list[str]:
    spent = {stage.name: f"{stage.seconds:.1f}" for stage in night.stages}
    counts = (night.articles, night.stories, night.translated, night.failed)
    code = "killed" if night.code is None else str(night.code)
    head = [night.day.isoformat(), *map(str, counts), code, f"{night.seconds:.0f}"]
    return [*head, *(spent.get(name, "-") for name in stages)]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *cells])


def _list(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        more = f", and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
        yield f"{title}: {', '.join(items[:_SHOWN])}{more}"
