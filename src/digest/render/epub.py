"""EPUB 3.3: a chapter for each section, and for what is in brief. One edition, the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC
from typing import TYPE_CHECKING

from digest.render.feeds import urn
from digest.render.templating import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.render.view import Page

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def render(page: Page) -> bytes:
    """Return the edition as a book."""
    moment = page.moment.astimezone(UTC)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name, text in _files(page):
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            # the type stands first and uncompressed, where `file` looks for it (OCF 3.3, 4.3)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            book.writestr(entry, text)
    return buffer.getvalue()


def _files(page: Page) -> Iterator[tuple[str, str]]:
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER
    modified = page.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "book/book.opf", fill("book.opf.jinja", page, identifier=urn(page.id), modified=modified)
    yield "book/nav.xhtml", fill("nav.xhtml.jinja", page)
    yield "book/title.xhtml", fill("title.xhtml.jinja", page)
    yield "book/book.css", fill("book.css", page)
    for section in page.sections:
        yield f"book/{section.anchor}.xhtml", fill("chapter.xhtml.jinja", page, section=section)
    if page.brief:
        yield "book/brief.xhtml", fill("brief.xhtml.jinja", page)
