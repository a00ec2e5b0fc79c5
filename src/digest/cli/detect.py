"""`digest detect`: the language of a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from digest.cli import wiring

if TYPE_CHECKING:
    from digest.records import Article


@click.command("detect")
@wiring.inputs_argument
@wiring.json_option
@wiring.urls_option
def command(inputs: tuple[str, ...], as_json: bool, urls: bool) -> int:
    """Tell the language of articles as a BCP 47 tag.

    `und` is "cannot tell", `mul` is "several". Belarusian is be, be-tarask or be-Latn.

    \b
    Examples:
      digest detect article.txt
      echo 'Прывітанне, як справы сёння?' | digest detect --json
    """
    from digest.language import detect

    inputs = wiring.piped(inputs)
    detector = wiring.detector()

    def line(article: Article) -> str:
        found = detect(article.text or (article.title,), detector)
        if not as_json:
            return f"{found.language}\t{found.confidence:.2f}\t{article.title or article.id}"
        record = {
            "input": article.url or article.title or article.id,
            "language": found.language,
            "confidence": round(found.confidence, 3),
            "script": found.script,
        }
        if found.shares:
            record["shares"] = dict(found.shares)
        return json.dumps(record, ensure_ascii=False)

    return wiring.each(inputs, urls, line)
