"""`Digest` to `Document`: Markdown, HTML, plain text and JSON of the same stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import ConfigError
from digest.records import Document
from digest.render import data, html, markdown, plain
from digest.render.pages import briefings_page, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Briefing, Digest
    from digest.render.view import Page

__all__ = ["FORMATS", "render", "render_briefings"]

FORMATS = {
    "md": "text/markdown",
    "html": "text/html",
    "txt": "text/plain",
    "json": "application/json",
}
_WRITERS = {"md": markdown.render, "html": html.render, "txt": plain.render}


def render(digest: Digest, formats: Sequence[str]) -> list[Document]:
    """Return one document for each format asked for."""
    view = page(digest)
    return [
        Document(FORMATS[_known(name)], _text(digest, view, name).encode(), _filename(digest, name))
        for name in formats
    ]


def render_briefings(
    briefings: Sequence[tuple[Briefing, tuple[Briefing, ...]]],
    format: str,  # noqa: A002
) -> str:
    """Return briefings, each with its translations, as one text.

    JSON is one indented object for one briefing and JSON Lines for any other number.
    """
    if _known(format) == "json":
        indent = 2 if len(briefings) == 1 else None
        lines = (data.dumps(data.briefing_data(*pair), indent=indent) for pair in briefings)
        return "".join(f"{line}\n" for line in lines)
    return _WRITERS[format](briefings_page(briefings))


def _text(digest: Digest, view: Page, name: str) -> str:
    if name == "json":
        return data.dumps(data.digest_data(digest), indent=2) + "\n"
    return _WRITERS[name](view)


def _filename(digest: Digest, name: str) -> str:
    return f"digest-{digest.day.isoformat()}.{name}"


def _known(name: str) -> str:
    if name not in FORMATS:
        raise ConfigError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    return name
