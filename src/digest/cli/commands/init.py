"""`digest init`: a first digest.toml."""

from __future__ import annotations

import os
from pathlib import Path

import click

from digest.cli import tags

_TEMPLATE = """\
# Settings of digest; `digest config check` reads them with you.
# A variable wins over this file: DIGEST_EDITION__LANGUAGE=ru

[edition]
name = {name}  # what readers see at the top, and in the subject of the mail
language = "{language}"            # the reader's: be, be-Latn, ru, uk, en; "" is none
timezone = "{timezone}"  # decides when a day begins

[run]
inputs = ["articles"]      # read by `digest run` as long as there are no [[sources]] below
output = "out"             # the documents
state = "state/ledger.db"  # finished work and frozen editions: keep it, and back it up
formats = ["md", "html", "txt", "json"]

[brief]
points = 4                 # of an article

[translate]
engines = ["apertium"]     # be-ru and ru-uk, rule-based; drafts, and marked as such
models = []                # folders of models for other pairs; see `digest models list`

[glossary]
files = []                 # names as your newsroom writes them; see docs/belarusian.md

# Where news comes from, each night; `digest sources add URL` writes this, too.
# [[sources]]
# name = "Wire"
# url = "https://news.example/feed.xml"   # a feed; or path = "drop", a folder or a Maildir

# Several editions; what one does not say is as in [edition].
# [[editions]]
# key = "lacinka"
# language = "be-Latn"

# Readers by mail: `digest subscribers add ann@example.org`, then set who writes.
# [mail]
# sender = "Morning <morning@example.org>"
# host = "localhost"                      # port, user and password_file where it is not yours
# unsubscribe_mailto = "morning@example.org"

# A language model's server that speaks the OpenAI API; then [brief] engine = "endpoint".
# [endpoint]
# url = "http://127.0.0.1:8080/v1"
# model = "the-model"

# [report]
# mail = "you@example.org"                # told of problems, once a day and kind
"""


def _quoted(name: str) -> str:
    """Return a string of TOML, whose escapes are those of JSON."""
    import json

    return json.dumps(name, ensure_ascii=False)


def _zone(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError) as error:
        msg = f"no time zone {value!r}; use a name such as Europe/Minsk"
        raise click.BadParameter(msg, ctx, param) from error
    return value


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--language", default="be", show_default=True, type=tags.LANGUAGE, help="The reader's language."
)
@click.option(
    "--timezone",
    default="Europe/Minsk",
    show_default=True,
    help="The reader's clock.",
    callback=_zone,
)
@click.option("--name", default="", help="What readers see at the top; else a plain title.")
def command(folder: Path, language: str, timezone: str, name: str) -> int:
    """Write a first digest.toml, and never over an existing one.

    \b
    Examples:
      digest init
      digest init ~/news --language ru --timezone Europe/Warsaw
    """
    import shlex

    from digest.deliver.folder import probe, write
    from digest.errors import OutputError
    from digest.wording import wording

    path = folder / "digest.toml"
    if os.path.lexists(path):
        raise OutputError(f"{path} is there already; edit it, or move it away first")
    probe(folder)
    (folder / "articles").mkdir(exist_ok=True)
    title = _quoted(name or wording(language).text("title"))
    write(path, _TEMPLATE.format(language=language, timezone=timezone, name=title).encode())
    go = "" if folder.samefile(".") else f"cd {shlex.quote(str(folder))} && "
    click.echo(path)
    click.echo(f"digest: put articles into {folder / 'articles'}, then: {go}digest run", err=True)
    return 0
