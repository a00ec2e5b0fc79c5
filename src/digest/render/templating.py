"""Jinja templates: those beside this file, or a user's own of the same names."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError
from digest.text.writing.typography import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from jinja2.runtime import Context

    from digest.render.view import Page


def fill(name: str, page: Page, **values: Any) -> str:
    """Return a template filled from a page: `fill("page.html.jinja", page)`.

    Raises `ConfigError` with the line where the fault lies in a template of the user's (R11);
    a fault of our own is a bug, and propagates.
    """
    directory = page.layout.templates
    with _blamed(directory):
        template = environment(directory).get_template(name)
        return template.render(page=page, words=page.words, **values)


def check(directory: Path) -> None:
    """Parse the user's templates, before any work is done. Raises `ConfigError` as `fill` does."""
    found = environment(directory)
    for path in sorted(directory.glob("*.jinja")):
        with _blamed(directory):
            found.get_template(path.name)


@cache
def environment(directory: Path | None) -> Environment:
    """Return the templates. Raises `ConfigError` where the user's directory is not there."""
    from jinja2 import (
        ChoiceLoader,
        Environment,
        FileSystemLoader,
        PackageLoader,
        StrictUndefined,
        pass_context,
    )

    if directory is not None and not directory.is_dir():
        raise ConfigError(f"no directory {directory}; correct [render] templates")
    own = [FileSystemLoader(directory)] if directory else []
    return Environment(
        loader=ChoiceLoader([*own, PackageLoader("digest.render")]),
        autoescape=True,  # the article is data in every place, never markup
        finalize=pass_context(typeset),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def typeset(context: Context, value: Any) -> Any:
    """Set text as a compositor would, but for programs; markup was made of such text already."""
    for_programs = str(context.name).startswith("feed.")
    return value if for_programs or type(value) is not str else composed(value)


@contextmanager
def _blamed(directory: Path | None) -> Iterator[None]:
    """Tell an error that comes from a template of the user's as such; let any other pass."""
    try:
        yield
    except Exception as error:
        place = _place(error, directory) if directory else ""
        if not place:
            raise
        said = " ".join(str(error).split())
        raise ConfigError(f"the template {place}: {type(error).__name__}: {said}") from error


def _place(error: Exception, directory: Path) -> str:
    """Return the file and line of a user's template that an error comes from, or nothing."""
    from jinja2 import TemplateSyntaxError

    frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        frames.append((error.filename or "", error.lineno))
    own = [frame for frame in frames if Path(frame[0]).is_relative_to(directory)]
    return f"{own[-1][0]}, line {own[-1][1]}" if own else ""
