"""`digest translate`: plain text, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli import stages, tags, texts, wiring

if TYPE_CHECKING:
    from pathlib import Path


@click.command("translate")
@click.argument("files", nargs=-1, metavar="[FILE]...", shell_complete=wiring.files)
@click.option(
    "-t", "--to", "to", required=True, type=tags.LANGUAGE, help="Language to translate into."
)
@click.option("--from", "source", type=tags.LANGUAGE,
              help="Language of the text (default: that of each line).")  # fmt: skip
@wiring.config_option
def command(files: tuple[str, ...], to: str, source: str | None, config: Path | None) -> int:
    """Translate plain text, line by line.

    A sentence that no engine translates well stays in its own language, marked with it: [ru].
    Doubts go to stderr.

    \b
    Examples:
      digest translate --to be note.txt
      echo 'Добрый день.' | digest translate --to be
    """
    from digest.language import of_lines
    from digest.pipeline import desk, translate_lines
    from digest.wording import wording

    read = [texts.read(name) for name in wiring.piped(files)]
    settings = wiring.settings(config)
    detector = stages.detector()
    at_work = desk(stages.translators(settings), stages.glossary(settings), detector)
    for text in read:
        lines = text.splitlines()
        languages = [source] * len(lines) if source else of_lines(lines, detector)
        lines, warnings = translate_lines(lines, languages, to, at_work)
        for warning in warnings:
            click.echo(f"digest: {wording('en').caveat(warning)}", err=True)
        click.echo("\n".join(lines))
    return 0
