"""A mail, or a page that a browser saved in the form of one, to its article.

Attachments are neither opened nor written.
"""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.utils import parseaddr
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.sources import articles, plaintext, webpage
from digest.sources.decode import clean, decode
from digest.sources.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from digest.sources.page import Page

_DEPTH = 50


def extract(data: bytes, limits: Limits = DEFAULT) -> Page:
    """Return the article of a mail; raise `InputError` where it has no text."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    subject, parts = articles.title(_header(message, "Subject")), list(_parts(message))
    if _is_saved_page(message):
        page = webpage.extract(_text(parts, "text/html"), _location(message, parts), limits)
        return replace(page, title=page.title or subject)
    page = _body(parts, limits, subject)
    name, address = parseaddr(_header(message, "From"))
    return replace(
        page,
        title=subject or page.title,
        source=articles.line(name or address),
        published=articles.rfc(_header(message, "Date")),
    )


def _is_saved_page(message: Message) -> bool:
    """Tell whether a browser wrote this (MHTML, RFC 2557): nobody sent it, when it was saved."""
    if "Received" in message:
        return False
    sender = _header(message, "From").strip('<" ')
    return "Snapshot-Content-Location" in message or sender.startswith("Saved by ")


def _location(message: Message, parts: list[Message]) -> str:
    """Return the web address that a page was saved from, or nothing."""
    named = [_header(message, "Snapshot-Content-Location")]
    named += [_header(x, "Content-Location") for x in parts if x.get_content_type() == "text/html"]
    return next(filter(articles.host, named), "")


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the leaves that are shown, not those attached or nested without end."""
    if depth > _DEPTH:
        return
    if message.is_multipart():
        for part in message.get_payload():
            if not isinstance(part, str):
                yield from _parts(part, depth + 1)
    elif message.get_content_disposition() != "attachment":
        yield message


def _body(parts: list[Message], limits: Limits, subject: str) -> Page:
    """Return the page of the plain part, or where that is a stub, of the HTML one."""
    texts = {kind: _text(parts, kind) for kind in ("text/plain", "text/html")}
    plain, html = texts["text/plain"], texts["text/html"]
    if html and len(plain.split()) < min(30, len(html.split()) // 4):
        try:
            return webpage.extract(html, limits=limits)
        except InputError:
            if not plain:
                raise
    if not plain:
        raise InputError("no text in this mail: its parts are all attachments or nested too deep")
    return plaintext.extract(plain).under(subject)


def _text(parts: list[Message], kind: str) -> str:
    for part in parts:
        if part.get_content_type() == kind and (text := _decoded(part)).strip():
            return text
    return ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return decode(payload, part.get_content_charset() or "").text
    except InputError:
        return ""


def _header(message: Message, name: str) -> str:
    try:
        return clean(str(message.get(name) or ""))
    except (
        ValueError,
        LookupError,
        IndexError,
        AttributeError,
    ):  # its parser fails on some forgeries
        return ""
