"""`digest search`: stories of the frozen editions, by any form of their words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from digest.cli import tags, wiring

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from digest.store.search import Hit


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Of this day or later.")
@click.option("--language", default="", type=tags.LANGUAGE, help="Editions in this language only.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@wiring.json_option
@wiring.state_option
@wiring.config_option
def command(
    query: tuple[str, ...],
    since: datetime | None,
    language: str,
    limit: int,
    as_json: bool,
    state: Path | None,
    config: Path | None,
) -> int:
    """Find stories in all editions.

    Looked at are headlines, points and original titles. Words are found in any of their forms, all
    of them in one story. "Quoted words" follow each other, -excluded ones are absent (after --, as
    all that begins with a dash), begin* goes on.

    \b
    Examples:
      digest search мост                         finds «на мосце», too
      digest search '"новы мост" Гомель' --since 2026-11-01
      digest search --language be --json -- мост -чыгунка
    """
    from digest.store import Database
    from digest.store.search import Search

    path = wiring.existing(state or wiring.settings(config).run.state)
    with Database(path) as database:
        search = Search(database)
        search.update()
        day = since.date() if since else None
        hits = search.find(" ".join(query), since=day, language=language, limit=limit)
    for hit in hits:
        click.echo(json.dumps(_data(hit), ensure_ascii=False) if as_json else _text(hit))
    if not hits:
        click.echo("digest: nothing found", err=True)
    return 0


def _data(hit: Hit) -> dict[str, object]:
    return {
        "schema": "digest/hit/1",
        "edition": hit.edition,
        "day": hit.day.isoformat(),
        "language": hit.language,
        "headline": hit.headline,
        "points": hit.points.splitlines(),
        "article": {"id": hit.article, "source": hit.source, "url": hit.url},
    }


def _text(hit: Hit) -> str:
    from digest.render.clean import clean  # titles are strangers': no terminal escapes of theirs

    said = [clean(point) for point in hit.points.splitlines()[:1]]
    credit = f"{clean(hit.source)}  {clean(hit.url)}".strip()
    lines = [f"{hit.day} {hit.edition} ({hit.language})  {clean(hit.headline)}", *said, credit]
    return "\n    ".join(line for line in lines if line)
