"""`digest extract`: the story without the site around it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from digest.cli import wiring
from digest.text.writing.invisible import printable

if TYPE_CHECKING:
    from digest.records import Article


@click.command("extract")
@wiring.inputs_argument
@wiring.json_option
@click.option("--cuts", is_flag=True, help="Also show, on stderr, what was cut and why.")
@wiring.urls_option
def command(inputs: tuple[str, ...], as_json: bool, cuts: bool, urls: bool) -> int:
    """Print the story without the site around it.

    That is its title and paragraphs, without menus, teasers and footers.

    \b
    Examples:
      digest extract page.html
      digest extract saved.txt --cuts
      digest extract articles/ --json | jq -r .title
    """

    def text(place: str, article: Article) -> str:
        if cuts:
            for cut in article.cuts:
                click.echo(printable(f"cut ({cut.reason}): {cut.text}"), err=True)
        if as_json:
            return _json(place, article)
        title = "" if article.is_headline else article.title
        return "\n\n".join(filter(None, (title, *article.text)))

    return wiring.each(wiring.piped(inputs), urls, text)


def _json(place: str, article: Article) -> str:
    record = {"schema": "digest/article/1", "input": place, **asdict(article)}
    record["published"] = article.published.isoformat() if article.published else None
    return json.dumps(record, ensure_ascii=False)
