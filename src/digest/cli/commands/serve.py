"""`digest serve`: the archive, a search, and the run at work, in a browser."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from digest.cli import wiring

if TYPE_CHECKING:
    from pathlib import Path


@click.command("serve")
@click.option("--port", default=8347, show_default=True, type=click.IntRange(0, 65535),
              help="Where to listen; 0 is any free port.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True,
              help="The address to listen on; any other lets others read.")  # fmt: skip
@click.option("--name", "names", multiple=True, metavar="HOST",
              help="A further name that the server is called by.")  # fmt: skip
@wiring.state_option
@wiring.config_option
def command(
    port: int, host: str, names: tuple[str, ...], state: Path | None, config: Path | None
) -> int:
    """Show all editions in a browser of this machine.

    The archive as `digest archive build` writes it, a full-text search (search.html), the run at
    work (live.html), and each edition in other formats (again/2026-11-24-main.md). The
    index of the search is brought up to date first, and nothing is written after that; a run at
    work is not held up.

    \b
    Examples:
      digest serve
      digest serve --port 8080 --config /etc/digest.toml
    """
    from digest.cli import checking
    from digest.serve import App, server
    from digest.store import Database
    from digest.store.search import Search

    settings = wiring.settings(config)
    checking.ensure(settings, config, "render")
    path = wiring.existing(state or settings.run.state)
    with Database(path) as database:  # what an older program has left is brought up to date once
        Search(database).update()
    layout = settings.render.layout()
    app = partial(App, path, language=settings.home, layout=layout)
    with server(host, port, app, names) as listening:
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"http://{shown}:{listening.server_port}/")
        listening.serve_forever()
    return 0
