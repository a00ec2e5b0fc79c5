"""A mail, or a page that a browser saved in the form of one, to its article.

Attachments are neither opened nor written.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.utils import parseaddr
from itertools import takewhile
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.records import Cut, Failure
from digest.sources.decoding.decode import clean, decode
from digest.sources.limits import DEFAULT, Limits
from digest.sources.parsing import articles, newsletter, plaintext, webpage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from email.message import Message

    from digest.sources.parsing.page import Page

_DEPTH = 50
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_FORWARDED = re.compile(r"^(?:(?:fwd?|wg|fw|tr|pd|пер|переслать)\s*:\s*)+", re.IGNORECASE)
# What mail programs write above a mail that they pass on, in our languages.
_MARK = re.compile(
    r"^\W*(?:forwarded message|(?:начало )?пере(?:сланн|сылаем|адресованн)ое (?:сообщение|письмо)"
    r"|перасланае паведамленне|переслане повідомлення|weitergeleitete nachricht"
    r"|wiadomość przekazana dalej|original message|исходное сообщение)\W*$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\W?[^\W\d_]{2,12}\W?:\s")
_WRITER = re.compile(r"\W?(?:from|от(?: кого)?|ад|від|od|von)\W?:\s+(.+)", re.IGNORECASE)
_BEFORE = 10  # lines that whoever forwards a mail writes above it


def stories(data: bytes, limits: Limits = DEFAULT) -> tuple[Page, ...]:
    """Return the articles of a mail: the stories of a newsletter that parts them, else the one.

    Raises `InputError` where it has no text.
    """
    message = _message(data)
    parts = list(_parts(message))
    if not _is_saved_page(message):
        html, plain = _text(parts, "text/html"), _text(parts, "text/plain")
        if parted := newsletter.stories(html, plain, limits):
            return tuple(_signed(page, message) for page in parted)
    return (_whole(message, parts, limits),)


def extract(data: bytes, limits: Limits = DEFAULT) -> Page:
    """Return a mail as one article; raise `InputError` where it has no text."""
    message = _message(data)
    return _whole(message, list(_parts(message)), limits)


def _message(data: bytes) -> Message:
    sound = data.replace(b"\0", b"")  # of no use in a mail (RFC 5322), and fatal in its headers
    return email.message_from_bytes(sound, policy=email.policy.default)


def _whole(message: Message, parts: list[Message], limits: Limits) -> Page:
    subject = articles.title(_header(message, "Subject"))
    if _is_saved_page(message):
        page = webpage.extract(_text(parts, "text/html"), _location(message, parts), limits)
        return replace(page, title=page.title or subject)
    subject = _FORWARDED.sub("", subject)
    page, writer = _body(parts, limits, subject)
    return _signed(replace(page, title=subject or page.title), message, writer)


def _signed(page: Page, message: Message, writer: str = "") -> Page:
    """Return a page with its date, and who wrote it; without a title of its own, its subject."""
    name, address = parseaddr(writer or _header(message, "From"))
    return replace(
        page,
        title=page.title or articles.title(_header(message, "Subject")),
        source=articles.line(name or address),
        published=articles.rfc(_header(message, "Date")),
    )


def read_mbox(data: bytes, name: str, limits: Limits = DEFAULT) -> Iterator[Page | Failure]:
    """Yield the pages of the mails in a mailbox file (RFC 4155); a bad one fails alone."""
    for number, mail in enumerate(_SEPARATOR.split(data)[1:], 1):
        try:
            yield from stories(_QUOTED.sub(rb"\1", mail), limits)
        except InputError as error:
            yield Failure(f"{name}, mail {number}", "read", str(error))


def _unforwarded(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Part the headers of a forwarded mail from its lines, and say who wrote it, if they do."""
    marks = (n for n, line in enumerate(lines[:_BEFORE]) if _MARK.search(line))
    if (start := next(marks, None)) is None:
        return tuple(lines), (), ""
    fields = takewhile(_FIELD.match, lines[start + 1 :])
    cut = (lines[start], *fields)
    writers = (writer[1] for line in cut if (writer := _WRITER.match(line)))
    return (*lines[:start], *lines[start + len(cut) :]), cut, next(writers, "")


def _is_saved_page(message: Message) -> bool:
    """Tell whether a browser wrote this (MHTML, RFC 2557): nobody sent it, when it was saved."""
    if "Received" in message:
        return False
    sender = _header(message, "From").strip('<" ')
    return "Snapshot-Content-Location" in message or sender.startswith("Saved by ")


def _location(message: Message, parts: list[Message]) -> str:
    """Return the web address that a page was saved from, or nothing."""
    named = [_header(message, "Snapshot-Content-Location")]
    html = (part for part in parts if _asked(part.get_content_type) == "text/html")
    named += [_header(part, "Content-Location") for part in html]
    return next(filter(articles.host, named), "")


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the leaves that are shown, not those attached or nested without end."""
    if depth > _DEPTH:
        return
    if message.is_multipart():
        for part in message.get_payload():
            if not isinstance(part, str):
                yield from _parts(part, depth + 1)
    elif _asked(message.get_content_disposition) != "attachment":
        yield message


def _body(parts: list[Message], limits: Limits, subject: str) -> tuple[Page, str]:
    """Return the page of the plain part, or where that is a stub, of the HTML one.

    With it comes who wrote it, where it is forwarded and says so.
    """
    plain, html = _text(parts, "text/plain"), _text(parts, "text/html")
    if html and len(plain.split()) < min(30, len(html.split()) // 4):
        try:
            return webpage.extract(html, limits=limits), ""
        except InputError:
            if not plain:
                raise
    if not plain:
        raise InputError("no text in this mail: its parts are all attachments or nested too deep")
    told, _, signature = plain.rpartition("\n-- \n")
    lines, fields, writer = _unforwarded((told or plain).splitlines())
    page = plaintext.extract("\n".join(lines)).under(subject)
    cuts = [Cut(line, "forwarded") for line in fields]
    cuts += [Cut(" ".join(signature.split()), "signature")] if told else []
    return replace(page, cuts=(*page.cuts, *cuts)), writer


def _text(parts: list[Message], kind: str) -> str:
    """Return the longest text of a kind: others are notes above it and footers of lists."""
    texts = (_decoded(part) for part in parts if _asked(part.get_content_type) == kind)
    return max((text for text in texts if text.strip()), key=len, default="")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return decode(payload, _asked(part.get_content_charset)).text
    except InputError:
        return ""


def _header(message: Message, name: str) -> str:
    return clean(_asked(lambda: str(message.get(name) or "")))


def _asked(ask: Callable[[], str | None]) -> str:
    """Return what a mail says, or nothing: the library fails on some forgeries."""
    try:
        return ask() or ""
    except (ValueError, LookupError, AttributeError, OverflowError):
        return ""
