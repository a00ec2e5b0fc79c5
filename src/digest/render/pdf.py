"""PDF through Typst: tagged, in the language of its text, after `templates/page.typ`."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError, DigestError
from digest.render.data import dumps
from digest.text.writing.typography import composed

if TYPE_CHECKING:
    from pathlib import Path

    from digest.render.view import Page, StoryView

_NAME = "page.typ"


def render(page: Page) -> bytes:
    """Return the page as a PDF file.

    The template receives the texts as data (`sys.inputs.page`), so that none of them is markup.
    Raises `ConfigError` where Typst is not installed, or where a template of the user's fails.
    """
    typst = _typst()
    own = _own(page.layout.templates)
    source = (own or files("digest.render").joinpath("templates", _NAME)).read_bytes()
    inputs = {"page": dumps(_set(_data(page)))}
    try:
        return bytes(
            typst.compile(
                source, format="pdf", sys_inputs=inputs, timestamp=page.moment.astimezone(UTC)
            )
        )
    except typst.TypstError as error:
        said = " ".join(f"{error}".split())
        if own:
            line = re.search(r"\.typ:(\d+):", error.diagnostic)
            place = f"{own}, line {line[1]}" if line else f"{own}"
            raise ConfigError(f"the template {place}: {said}") from error
        raise DigestError(f"the PDF cannot be typeset: {said}") from error


def _typst() -> Any:
    try:
        import typst
    except ImportError as error:
        raise ConfigError("PDF needs Typst: pip install 'article-digest[pdf]'") from error
    return typst


def _own(directory: Path | None) -> Path | None:
    path = directory / _NAME if directory else None
    return path if path and path.is_file() else None


def _data(page: Page) -> dict[str, Any]:
    words = page.words
    labels = ("contents", "original_title", "also", "failures", "nothing", "overview", "brief")
    return {
        **{key: getattr(page, key) for key in ("title", "language", "date", "counts")},
        "labels": {key: words.text(key) for key in (*labels, "figures", "made_by_machine")},
        "overview": [asdict(line) for line in page.overview],
        "sections": [
            {
                "heading": section.heading,
                "stories": [_story(story, page) for story in section.stories],
            }
            for section in page.sections
        ],
        "brief": [asdict(other) for other in page.brief],
        "failures": [asdict(failure) for failure in page.failures],
    }


def _set(value: Any) -> Any:
    """Set all texts in a value as a compositor would."""
    match value:
        case str():
            return composed(value)
        case list() | tuple():
            return [_set(one) for one in value]
        case dict():
            return {key: _set(one) for key, one in value.items()}
    return value


def _story(story: StoryView, page: Page) -> dict[str, Any]:
    words = page.words
    read_at = words.text("read_at", host=story.link.host) if story.link else ""
    return {**asdict(story), "published": None, "read_at": read_at}
