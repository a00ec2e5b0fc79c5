"""The door of this package: names of inputs in, articles and failures out."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from digest.errors import Failed, InputError, contained
from digest.records import Article, Failure
from digest.sources import files
from digest.sources.isolation import Parser
from digest.sources.item import articles
from digest.sources.limits import DEFAULT, Limits
from digest.sources.parsing import formats
from digest.sources.web.fetch import Fetcher

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    Results = Iterator[tuple[str, Article | Failure]]

log = logging.getLogger(__name__)
_SMALL = 200_000  # bytes; what no parser takes long over stays in this process


def read(
    inputs: Sequence[str],
    limits: Limits = DEFAULT,
    stdin: BinaryIO | None = None,
    allow_urls: bool = False,
    fetcher: Fetcher | None = None,
) -> Iterator[Article | Failure]:
    """Yield the articles of all inputs in order; what cannot be read is a failure of its own.

    URLs are fetched only where `allow_urls` says so, under the rules of `fetcher`.
    """
    return (item for _, item in located(inputs, limits, stdin, allow_urls, fetcher))


def located(
    inputs: Sequence[str],
    limits: Limits = DEFAULT,
    stdin: BinaryIO | None = None,
    allow_urls: bool = False,
    fetcher: Fetcher | None = None,
) -> Results:
    """Yield what `read` does, each with the file or the address that it is from."""
    with Parser(small=_SMALL) as parser:
        desk = _Desk(parser, limits, stdin, (fetcher or Fetcher()) if allow_urls else None)
        for name in inputs:
            yield from desk.read(name)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One reading: its means and its bounds."""

    parser: Parser
    limits: Limits
    stdin: BinaryIO | None
    fetcher: Fetcher | None

    def read(self, name: str) -> Results:
        if name == "-":
            yield from _guarded("standard input", self._standard)
        elif name.startswith(("http://", "https://")):
            yield from _guarded(name, partial(self._web, name))
        elif os.path.isdir(name):
            yield from self._directory(Path(name))
        else:
            yield from self._file(Path(name), ())

    def _standard(self) -> Results:
        if self.stdin is None:
            raise InputError("no standard input here: give a file")
        data = self.stdin.read(self.limits.bytes + 1)
        if len(data) > self.limits.bytes:
            raise InputError(f"too large (at most {self.limits.bytes} bytes): split it")
        yield from self._parsed(data, formats.Origin("standard input"))

    def _web(self, url: str) -> Results:
        if self.fetcher is None:
            raise InputError("a URL, and fetching is off: save the page, or give --urls")
        page = self.fetcher.get(url)
        origin = formats.Origin(page.url, url=page.url, charset=page.charset)
        yield from self._parsed(page.body, origin)

    def _directory(self, root: Path) -> Results:
        every = list(files.entries(root))
        foreign = [one for one in every if isinstance(one, Path) and not files.is_article(one)]
        if note := files.left_out(path.suffix.lower() for path in foreign):
            log.warning("%s: %s", files.printable(root), note)
        named = (one for one in every if isinstance(one, Failure) or files.is_article(one))
        found = list(files.bounded(named, root, self.limits))
        repeated = files.repeated(found, self.limits)
        for entry in found:
            if isinstance(entry, Failure):
                yield entry.subject, entry
            else:
                yield from self._file(entry, repeated)

    def _file(self, path: Path, repeated: Collection[str]) -> Results:
        origin = formats.Origin(files.printable(path), path.suffix)

        def load() -> Results:
            return self._parsed(files.load(path, self.limits), origin, repeated)

        yield from _guarded(origin.name, load)

    def _parsed(
        self, data: bytes, origin: formats.Origin, repeated: Collection[str] = ()
    ) -> Results:
        items = self.parser.items(data, origin, self.limits, repeated)
        return ((origin.name, item) for item in articles(items, origin.name))


def _guarded(subject: str, produce: Callable[[], Results]) -> Results:
    """Turn what is expected to go wrong with one input into a failure, so that others go on."""
    try:
        with contained(subject):
            found = list(produce())
    except Failed as error:
        yield subject, files.failure(subject, str(error), error.exit_code)
    else:
        yield from found
