"""`digest init`: a first digest.toml."""

from __future__ import annotations

from pathlib import Path

import click

_TEMPLATE = """\
# Settings of digest. A DIGEST_* variable wins over this file: DIGEST_EDITION__LANGUAGE=ru

[edition]
name = "Digest"
language = "{language}"    # the reader's: be, ru, uk, en, pl, de; "" leaves articles as they are
timezone = "{timezone}"

[run]
inputs = ["articles"]      # files and directories, relative to this file
output = "out"
state = "state/ledger.db"  # finished work; keep it, and a second run costs nothing

[brief]
points = 4

[translate]
engines = ["apertium"]     # be-ru and ru-uk, rule-based; drafts, and marked as such
models = []                # directories of Marian or M2M100 checkpoints; these need PyTorch

[glossary]
files = []                 # names as your newsroom writes them; see docs/belarusian.md
"""


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--language", default="be", show_default=True, help="The reader's language.")
@click.option("--timezone", default="Europe/Minsk", show_default=True, help="The reader's clock.")
def command(folder: Path, language: str, timezone: str) -> int:
    """Write a first digest.toml, and never over an existing one.

    \b
    Examples:
      digest init
      digest init ~/news --language ru --timezone Europe/Warsaw
    """
    from digest.deliver.folder import probe, write
    from digest.errors import OutputError

    path = folder / "digest.toml"
    if path.exists():
        raise OutputError(f"{path} is there already; edit it, or move it away first")
    probe(folder)
    (folder / "articles").mkdir(exist_ok=True)
    write(path, _TEMPLATE.format(language=language, timezone=timezone).encode())
    click.echo(f"{path}\nPut articles into {folder / 'articles'}, then: digest run", err=True)
    return 0
