"""`digest translate`: plain text, sentence by sentence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from digest.cli import wiring

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO


@click.command("translate")
@click.argument("file", required=False, type=click.File("rb"))
@click.option("--to", "to", required=True, metavar="LANG", help="Language to translate into.")
@click.option("--from", "source", metavar="LANG", help="Language of the text (default: detected).")
@wiring.config_option
def command(file: BinaryIO | None, to: str, source: str | None,
            config: Path | None) -> int:  # fmt: skip
    """Translate a text, a paragraph a line. Sentences that fail the check stay, marked.

    \b
    Examples:
      digest translate --to be note.txt
      echo 'Добрый день.' | digest translate --to be
    """
    from digest.config import load
    from digest.pipeline import desk, translate_lines
    from digest.sources.decode import decode
    from digest.wording import wording

    if file is None:
        wiring.piped(())
    text = decode((sys.stdin.buffer if file is None else file).read()).text
    settings = load(config)
    detector = wiring.detector()
    at_work = desk(wiring.translators(settings), wiring.glossary(settings), detector)
    language = source or detector.detect(text).language
    lines, warnings = translate_lines(text.splitlines(), language, to, at_work)
    for warning in warnings:
        click.echo(f"digest: {wording('en').caveat(warning)}", err=True)
    click.echo("\n".join(lines))
    return 0
