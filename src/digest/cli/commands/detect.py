"""`digest detect`: the language of a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from digest.cli import stages, texts, wiring

if TYPE_CHECKING:
    from digest.records import Article, Detection


@click.command("detect")
@wiring.inputs_argument
@click.option("--lines", is_flag=True, help="Each line is a text of its own.")
@wiring.json_option
@wiring.urls_option
def command(inputs: tuple[str, ...], lines: bool, as_json: bool, urls: bool) -> int:
    """Tell the language of articles, or of lines, as a BCP 47 tag.

    `und` is "cannot tell", `mul` is "several". Belarusian is be, be-tarask or be-Latn. The second
    column is how sure that is, from 0 to 1; then come the file and the title, or the line.

    \b
    Examples:
      digest detect articles/ | sort
      digest detect --lines headlines.txt
      echo 'Прывітанне, як справы сёння?' | digest detect --json
    """
    from digest.language import detect, judged

    inputs = wiring.piped(inputs)
    detector = stages.detector()
    tell = _json if as_json else _plain

    def of_article(place: str, article: Article) -> str:
        title = article.title or article.text[0]
        return tell(place, judged(article, detector), title)

    if not lines:
        return wiring.each(inputs, urls, of_article)
    for line in (line for name in inputs for line in texts.read(name).splitlines()):
        if line.strip():
            click.echo(tell(line, detect((line,), detector)))
    return 0


def _plain(name: str, found: Detection, *title: str) -> str:
    return "\t".join((found.language, f"{found.confidence:.2f}", name, *title))


def _json(name: str, found: Detection, *title: str) -> str:
    record: dict[str, object] = {
        "input": name,
        **({"title": title[0]} if title else {}),
        "language": found.language,
        "confidence": round(found.confidence, 3),
        "script": found.script,
    }
    if found.shares:
        record["shares"] = dict(found.shares)
    return json.dumps(record, ensure_ascii=False)
