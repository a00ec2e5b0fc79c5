"""JSON and JSON Lines, the formats in which other programs drop articles for us."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.errors import InputError
from digest.records import Failure
from digest.sources.decoding.decode import clean
from digest.sources.item import Item
from digest.sources.limits import DEFAULT, Limits
from digest.sources.parsing import articles, feed, fragment
from digest.sources.parsing.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.records import Article

_BODIES = ("text", "content", "body", "content_html")


def read_json(text: str, name: str, limits: Limits = DEFAULT) -> Iterator[Item | Failure]:
    """Yield the articles of one JSON value: an article, a list of them, or a JSON Feed."""
    value = _parsed(text)
    if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version")):
        yield from feed.json_feed(value, limits)
        return
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    rows = value if isinstance(value, list) else [value]
    for number, row in enumerate(rows, 1):
        yield _guarded(row, name if row is value else f"{name}, item {number}")


def read_lines(text: str, name: str) -> Iterator[Item | Failure]:
    """Yield an article a line; a bad line fails alone."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        subject = f"{name}, line {number}"
        try:
            yield _guarded(_parsed(line), subject)
        except InputError as error:
            yield Failure(subject, "read", str(error))


def _parsed(text: str) -> Any:
    try:
        return _sound(json.loads(text))
    except ValueError as error:
        raise InputError(f"not JSON ({error}): check how it was written") from None
    except RecursionError:
        raise InputError("not JSON: nested too deep") from None


def _sound(value: Any) -> Any:
    """Return a JSON value with no half of a surrogate pair in it: such a text has no bytes (R08).

    An escape can spell one where the file itself cannot.
    """
    text = json.dumps(value, ensure_ascii=False)
    sound = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value if sound == text else json.loads(sound)


def _guarded(row: Any, subject: str) -> Item | Failure:
    try:
        return Item(_article(row), str(row.get("id") or ""))
    except InputError as error:
        return Failure(subject, "read", str(error))


def _article(row: Any) -> Article:
    if not isinstance(row, dict):
        raise InputError("not an article: an object with a text is needed")
    if isinstance(row.get("article"), dict):  # a briefing of ours holds its article
        row = row["article"]
    text = _text(row)
    if not text:
        raise InputError(f"empty: one of {', '.join(_BODIES)} is needed")
    return articles.from_page(_page(row, text), language=_string(row, "language", "lang"))


def _page(row: dict[str, Any], text: tuple[str, ...]) -> Page:
    url = _string(row, "url", "link")
    tags = row.get("tags")
    return Page(
        title=_string(row, "title", "headline"),
        text=text,
        url=url if articles.host(url) else "",
        source=_string(row, "source", "site"),
        byline=_string(row, "byline", "author"),
        credit=_string(row, "credit"),
        published=articles.iso(row.get("published") or row.get("date")),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
    )


def _text(row: dict[str, Any]) -> tuple[str, ...]:
    body = next((row[key] for key in _BODIES if row.get(key)), "")
    parts = body if isinstance(body, list) else [body]
    text = clean("\n".join(part for part in parts if isinstance(part, str)))
    html = text.lstrip().startswith("<") and "</" in text
    return fragment.paragraphs(text) if html else articles.paragraphs(text)


def _string(row: dict[str, Any], *keys: str) -> str:
    """Return the first of the keys that holds a name, or a list or an object of names."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return clean(value.strip())
    return ""
