"""`Digest` to `Document`: Markdown, HTML, plain text and JSON of the same stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import ConfigError
from digest.records import Document
from digest.render import data, html, markdown, plain
from digest.render.view import briefings_page, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Briefing, Digest

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
    return [_document(digest, name) for name in formats]


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


def _document(digest: Digest, name: str) -> Document:
    if _known(name) == "json":
        text = data.dumps(data.digest_data(digest), indent=2) + "\n"
    else:
        text = _WRITERS[name](page(digest))
    filename = f"digest-{digest.day.isoformat()}.{name}"
    return Document(FORMATS[name], text.encode(), filename)


def _known(name: str) -> str:
    if name not in FORMATS:
        raise ConfigError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    return name
