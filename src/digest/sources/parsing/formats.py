"""What format some bytes have, and the reader of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.records import Failure
from digest.sources.decoding.decode import decode
from digest.sources.item import Item
from digest.sources.parsing import (
    articles,
    drops,
    feed,
    mail,
    markdown,
    plaintext,
    telegram,
    webpage,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from digest.records import Article
    from digest.sources.limits import Limits
    from digest.sources.parsing.page import Page

SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl",
    ".eml": "mail", ".mht": "mail", ".mhtml": "mail", ".mbox": "mbox",
    ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(
    rb"(?:From|Return-Path|Received|Delivered-To|MIME-Version|Subject|Date): ", re.IGNORECASE
)
_MBOX = re.compile(rb"From \S+ [^\n]*\d{4}\r?\n[\w-]+:")
_LINES = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")


def sniff(data: bytes, suffix: str = "") -> str:
    """Return the format: what the bytes surely are, else what the suffix says, else a guess."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    named = SUFFIXES.get(suffix.lower(), "")
    if named == "feed":  # HTML under a feed's name is a failure worth a hint, not an article
        return named
    if _HTML.match(head):
        return "telegram" if telegram.MARK in data else "html"
    if head.lstrip().startswith(b"<") and _FEED.search(head):
        return "feed"
    return named or _guess(head, data)


def _guess(head: bytes, data: bytes) -> str:
    start = head.lstrip()[:1]
    if start in (b"{", b"["):
        return "jsonl" if _LINES.match(data) else "json"
    if _MBOX.match(head):
        return "mbox"
    if _MAIL.match(head):
        return "mail"
    return "html" if start == b"<" and b"</" in head else "text"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from: a name to show, and what the suffix and a server tell of them."""

    name: str
    suffix: str = ""
    url: str = ""
    charset: str = ""


def items(
    data: bytes, origin: Origin, limits: Limits, repeated: Collection[str] = ()
) -> Iterator[Item | Failure]:
    """Yield the articles that some bytes hold; raise `InputError` where they hold none."""
    if not data.strip(b" \t\r\n\xef\xbb\xbf\x00"):
        raise InputError("empty: there is nothing to read")
    kind = sniff(data, origin.suffix)
    if kind == "html":
        yield Item(articles.from_page(webpage.extract(data, origin.url, limits, origin.charset)))
    elif kind == "mail":
        yield from (Item(articles.from_page(page)) for page in mail.stories(data, limits))
    elif kind == "mbox":
        for found in mail.read_mbox(data, origin.name, limits):
            yield found if isinstance(found, Failure) else Item(articles.from_page(found))
    elif kind == "telegram":
        yield from telegram.read(data, limits, origin.charset)
    elif kind == "feed":
        yield from feed.read(data, origin.url, limits, origin.charset)
    elif kind == "text":
        yield Item(_plain(data, repeated))
    elif kind == "markdown":
        yield Item(_marked(data, repeated))
    elif kind == "json":
        yield from drops.read_json(decode(data).text, origin.name, limits)
    else:
        yield from drops.read_lines(decode(data).text, origin.name)


def _plain(data: bytes, repeated: Collection[str]) -> Article:
    decoded = decode(data)
    page = plaintext.extract(decoded.text, repeated)
    return articles.from_page(_with_text(page), warnings=decoded.warnings)


def _marked(data: bytes, repeated: Collection[str]) -> Article:
    decoded = decode(data)
    page, language = markdown.extract(decoded.text, repeated)
    return articles.from_page(_with_text(page), language, decoded.warnings)


def _with_text(page: Page) -> Page:
    if not page.text:
        raise InputError("empty: no line of it is running text")
    return page
