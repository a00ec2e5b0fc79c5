"""`Digest` to `Document`: the same stories in every format, for people and for programs."""

from __future__ import annotations

from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING

from digest.errors import ConfigError
from digest.records import FORMATS, USUAL_FORMATS, Document
from digest.render import data, epub, feeds, html, markdown, pdf, plain, templating
from digest.render.layout import PLAIN, Layout
from digest.render.mail import Letters
from digest.render.pages import briefings_page, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from digest.records import Briefing, Digest
    from digest.render.view import Page

__all__ = [
    "FORMATS", "Layout", "Letters", "check", "render", "render_briefings",
]  # fmt: skip

_TEXTS: dict[str, Callable[[Page], str]] = {
    "md": markdown.render,
    "html": html.render,
    "txt": plain.render,
    "atom": feeds.atom,
    "rss": feeds.rss,
    "jsonfeed": feeds.jsonfeed,
}
_BINARIES: dict[str, Callable[[Page], bytes]] = {"epub": epub.render, "pdf": pdf.render}
_RECORDS: dict[str, Callable[[Digest], Iterator[str]]] = {
    "json": data.digest_json,
    "jsonl": data.digest_lines,
}


def render(digest: Digest, formats: Sequence[str], layout: Layout = PLAIN) -> Iterator[Document]:
    """Return one document for each format asked for, a key of `FORMATS`, each made in its turn.

    Raises `ConfigError` where there is no such format, where it needs an extra that is not
    installed, or where a template of the user's is broken.
    """
    known = [_known(name) for name in formats]
    view = cache(partial(page, digest, layout))  # JSON does without, and a large edition's is large
    return (
        Document(FORMATS[name], _content(digest, view, name), _filename(digest, name))
        for name in known
    )


def check(layout: Layout) -> None:
    """Look for what is wrong with a layout before any work is done.

    Raises `ConfigError` where a template of the user's cannot be parsed, with its line.
    """
    if layout.templates is not None:
        templating.check(layout.templates)


def render_briefings(
    briefings: Sequence[tuple[Briefing, tuple[Briefing, ...]]],
    format: str,  # noqa: A002
    reader: str = "",
) -> str:
    """Return briefings, each with its translations, as one text in one of `USUAL_FORMATS`.

    Where there is a `reader`, what is in another language than theirs is marked. JSON is one
    indented object for one briefing and JSON Lines for any other number.
    """
    if _known(format, USUAL_FORMATS) == "json":
        indent = 2 if len(briefings) == 1 else None
        lines = (data.dumps(data.briefing_data(*pair), indent=indent) for pair in briefings)
        return "".join(f"{line}\n" for line in lines)
    return _TEXTS[format](briefings_page(briefings, reader))


def _content(digest: Digest, view: Callable[[], Page], name: str) -> bytes:
    if name in _RECORDS:
        return _joined(_RECORDS[name](digest))
    return _BINARIES[name](view()) if name in _BINARIES else _TEXTS[name](view()).encode()


def _joined(pieces: Iterable[str]) -> bytes:
    content = BytesIO()
    content.writelines(piece.encode() for piece in pieces)
    return content.getvalue()


def _filename(digest: Digest, name: str) -> str:
    return f"digest-{digest.day.isoformat()}.{name}"


def _known(name: str, formats: Sequence[str] = tuple(FORMATS)) -> str:
    if name not in formats:
        raise ConfigError(f"no format {name!r}; there are {', '.join(formats)}")
    return name
