"""HTML: one file that asks nobody for anything, from `templates/page.html.jinja`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.render.templating import fill

if TYPE_CHECKING:
    from digest.render.view import Page


def render(page: Page) -> str:
    """Return the page as a self-contained HTML document."""
    return fill("page.html.jinja", page)
