"""What a source lists tonight, however it is asked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.errors import InputError
from digest.sources.nightly import folders
from digest.sources.parsing import feed, formats
from digest.sources.web.fetch import Validators

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from digest.records import Failure
    from digest.sources.isolation import Parser
    from digest.sources.item import Item
    from digest.sources.limits import Limits
    from digest.sources.source import Source
    from digest.sources.web.fetch import Fetcher, Response
    from digest.sources.web.robots import Robots
    from digest.store.sources import SourceState

_LOGIN = re.compile(r"/(?:log-?in|sign-?in|auth|sso|accounts?)\b", re.IGNORECASE)
_FOR_GOOD = 2  # permanent redirects in a row, before the new address is believed


class NotAFeed(InputError):
    """A page where a feed should be: a changed site, or a captive portal."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The means of one night. `start` is since when articles are news to the reader."""

    fetcher: Fetcher
    robots: Robots
    parser: Parser
    limits: Limits
    start: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists, and its state once all of that has been taken."""

    state: SourceState
    items: Iterable[Item | Failure] = ()
    note: str = ""


def listing(source: Source, state: SourceState, versions: Mapping[str, str], desk: Desk) -> Listing:
    """Ask a source. `versions` are the known files of a folder; they are not read again.

    Raises a `Failed` where it cannot be asked or its answer is of no use.
    """
    if source.kind == "folder":
        return Listing(state, *folders.folder(source.place, versions, desk.parser, desk.limits))
    if source.kind == "maildir":
        return Listing(state, folders.maildir(source.place, versions, desk.parser, desk.limits))
    if source.kind == "imap":
        return _imap(source, state, desk)
    return _web(source, state, desk)


def _imap(source: Source, state: SourceState, desk: Desk) -> Listing:
    from digest.sources.nightly import imap  # here: it brings TLS along, and few have such a source

    network = desk.fetcher.network
    news = imap.mails(source, state.cursor, desk.start, network, desk.limits)
    items = folders.mails(news.mails, source.name, desk.parser, desk.limits)
    note = f"{news.left} of its mails wait for another night, since one reads the newest"
    note = f"{note} {desk.limits.items}, or 100 MB" if news.left else ""
    return Listing(replace(state, cursor=news.cursor), items, note)


def _web(source: Source, state: SourceState, desk: Desk) -> Listing:
    address = state.moved if state.moves >= _FOR_GOOD else source.place
    known = Validators(state.etag, state.modified)
    page = desk.fetcher.get(address, known, source.ca_file)
    state, note = _moved(state, page, address)
    if page.is_unchanged:
        return Listing(state, note=note)
    content = hashlib.sha256(page.body).hexdigest()
    fresh = replace(
        state, etag=page.validators.etag, modified=page.validators.modified, content=content
    )
    if content == state.content:  # a server that changes its ETag every time (N11)
        return Listing(fresh, note=note)
    items = _parsed(source, page, address, desk)
    most = desk.limits.items if state.succeeded else desk.limits.archive
    if len(items) >= most:
        items = items[:most]
        note = note or f"only its newest {most} items are read"
    return Listing(fresh, items, note)


def _moved(state: SourceState, page: Response, address: str) -> tuple[SourceState, str]:
    """Believe a permanent redirect when it is met the second time in a row (X12)."""
    if not page.moved:
        kept = state if address == state.moved else replace(state, moved="", moves=0)
        return kept, ""
    moves = state.moves + 1 if page.moved == state.moved else 1
    note = f"moved for good to {page.moved}: change its address" if moves == _FOR_GOOD else ""
    return replace(state, moved=page.moved, moves=moves), note


def _parsed(source: Source, page: Response, address: str, desk: Desk) -> list[Item | Failure]:
    path = urlsplit(page.url).path
    if page.hops and _LOGIN.search(path) and not _LOGIN.search(urlsplit(address).path):
        raise InputError(f"redirected to a login ({page.url}): it is not public any more")
    suffix = ".html" if source.kind == "page" else _suffix(page)
    origin = formats.Origin(source.name, suffix, page.url, page.charset)
    return desk.parser.items(page.body, origin, desk.limits)


def _suffix(page: Response) -> str:
    """Return the suffix that makes a feed read as what it is, XML or JSON."""
    kind = formats.sniff(page.body)
    if kind == "html":
        raise NotAFeed(feed.not_a_feed(page.body, page.url))
    return "" if kind in {"json", "jsonl", "telegram"} else ".xml"
