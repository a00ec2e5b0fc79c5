"""A Markdown file to its article: what it says, without its marks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.sources.parsing import articles, fragment, plaintext

if TYPE_CHECKING:
    from collections.abc import Collection

    from digest.sources.parsing.page import Page

# What editors and site generators write above a text: `title: …` between two lines of dashes.
_FRONT = re.compile(r"\s*(-{3}|\+{3})[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)[ \t]*[:=][ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_CELLS = 20_000  # the parser needs a second for as many; a table of more is no article
_BETWEEN = re.compile(r"</t[dh]>\s*<t[dh][^>]*>")


def extract(text: str, repeated: Collection[str] = ()) -> tuple[Page, str]:
    """Return the article of a text in Markdown, and the language that its front matter names."""
    fields, body = _parted(text)
    is_data = body.count("|") > _CELLS
    lines = articles.paragraphs(body) if is_data else fragment.paragraphs(_rendered(body))
    page = plaintext.extract("\n\n".join(lines), repeated).under(fields.get("title", ""))
    page = replace(
        page,
        byline=fields.get("author", "") or page.byline,
        published=articles.iso(fields.get("date", "")),
    )
    return page, fields.get("lang", "") or fields.get("language", "")


def _parted(text: str) -> tuple[dict[str, str], str]:
    """Part the front matter, YAML or TOML, of which only plain fields are read, from the text."""
    front = _FRONT.match(text)
    if front is None:
        return {}, text
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[2])}
    return fields, text[front.end() :]


def _rendered(text: str) -> str:
    from markdown_it import MarkdownIt  # here: few runs have Markdown

    parser = MarkdownIt("commonmark").enable("table")
    parser.add_render_rule("softbreak", lambda *_: " ")  # a wrapped line is no paragraph
    rendered = parser.render(_FOOTNOTE.sub("", text))
    return _BETWEEN.sub("</td><td>", rendered)  # a row is one line
