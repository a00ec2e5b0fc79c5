"""Jinja templates of the archive, and an edition's own page with the way to the others."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from digest.archive.told import fingerprint
from digest.render.templating import typeset

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jinja2 import Environment

_BODY = re.compile(rb"<body[^>]*>\n?")
_END = b"</body>"


def fill(name: str, /, package: str = "digest.archive", **values: Any) -> str:
    """Return a template filled with values; it may build on those of the archive."""
    return _environment(package).get_template(name).render(**values)


def static(name: str) -> bytes:
    """Return a file of the archive as it is."""
    from importlib.resources import files

    return (files("digest.archive") / "templates" / name).read_bytes()


def style() -> bytes:
    """Return the styles of the archive's own pages: those of an edition, and what it lacks."""
    from importlib.resources import files

    return (files("digest.render") / "templates" / "page.css").read_bytes() + static("archive.css")


def with_navigation(page: bytes, above: str, below: str) -> bytes:
    """Return a rendered page with ways to other pages above and below it."""
    opened, end = _BODY.search(page), page.rfind(_END)
    assert opened, "the renderer writes a body"
    begin = opened.end()
    return page[:begin] + above.encode() + page[begin:end] + below.encode() + page[end:]


@cache
def program() -> str:
    """Return the fingerprint of all that makes pages: where it changes, they are made anew."""
    from importlib.resources import files

    parts = ("render", "wording", "archive", "text")
    return fingerprint(*(text for part in parts for text in _texts(files("digest") / part)))


def _texts(folder: Traversable) -> list[str]:
    texts: list[str] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            texts += _texts(item) if item.name != "__pycache__" else []
        elif not item.name.endswith(".pyc"):
            texts.append(item.read_text("utf-8"))
    return texts


@cache
def _environment(package: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context

    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("digest.archive")]),
        autoescape=True,  # headlines are strangers' text in every place, never markup
        finalize=pass_context(typeset),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
