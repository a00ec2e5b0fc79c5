"""HTML: one file that asks nobody for anything, from `templates/page.html.jinja`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from jinja2 import Template

    from digest.render.view import Page


def render(page: Page) -> str:
    """Return the page as a self-contained HTML document."""
    return _template().render(page=page, words=page.words)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("digest.render"),
        autoescape=True,  # the article is data in every place, never markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.jinja")
