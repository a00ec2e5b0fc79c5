"""The door of this package: names of inputs in, articles and failures out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from digest.errors import DigestError, InputError
from digest.records import Article, Failure
from digest.sources import files, formats, plaintext
from digest.sources.decode import decode
from digest.sources.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    Results = Iterator[Article | Failure]

_TEXTS = frozenset((".txt", ".text", ".md"))
_SAMPLE = 200  # files that are compared for repeated lines


def read(
    inputs: Sequence[str],
    limits: Limits = DEFAULT,
    stdin: BinaryIO | None = None,
    allow_urls: bool = False,
) -> Iterator[Article | Failure]:
    """Yield the articles of all inputs in order; what cannot be read is a failure of its own."""
    for name in inputs:
        if name == "-":
            yield from _guarded("standard input", lambda: _stdin(stdin, limits))
        elif name.startswith(("http://", "https://")):
            yield from _guarded(name, partial(_web, name, limits, allow_urls))
        elif Path(name).is_dir():
            yield from _directory(Path(name), limits)
        else:
            yield from _file(Path(name), limits, ())


def _guarded(subject: str, produce: Callable[[], Results]) -> Results:
    """Turn what is expected to go wrong with one input into a failure, so that others go on."""
    try:
        yield from produce()
    except DigestError as error:
        yield files.failure(subject, str(error), error.exit_code)
    except (RecursionError, MemoryError) as error:
        yield files.failure(subject, f"parser crashed ({type(error).__name__}): leave it out")


def _stdin(stdin: BinaryIO | None, limits: Limits) -> Results:
    if stdin is None:
        raise InputError("no standard input here: give a file")
    data = stdin.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        raise InputError(f"too large (at most {limits.bytes} bytes): split it")
    yield from formats.read(data, formats.Origin("standard input"), limits)


def _web(url: str, limits: Limits, allowed: bool) -> Results:
    if not allowed:
        raise InputError("a URL, and fetching is off: save the page, or allow URLs")
    from digest.sources import fetch  # here: only who fetches pays for an HTTP client

    page = fetch.Fetcher().get(url)
    yield from formats.read(page.body, formats.Origin(page.url, url=page.url), limits)


def _directory(root: Path, limits: Limits) -> Results:
    found = list(files.walk(root, limits))
    repeated = _repeated((path for path in found if isinstance(path, Path)), limits)
    for entry in found:
        if isinstance(entry, Failure):
            yield entry
        else:
            yield from _file(entry, limits, repeated)


def _file(path: Path, limits: Limits, repeated: Collection[str]) -> Results:
    origin = formats.Origin(files.printable(path), path.suffix)
    yield from _guarded(
        origin.name, lambda: formats.read(files.load(path, limits), origin, limits, repeated)
    )


def _repeated(paths: Iterable[Path], limits: Limits) -> Collection[str]:
    """Return the lines that a site puts under all its articles."""
    texts = [path for path in paths if path.suffix.lower() in _TEXTS][:_SAMPLE]
    return plaintext.repeated_lines([text for path in texts if (text := _text(path, limits))])


def _text(path: Path, limits: Limits) -> str:
    try:
        return decode(files.load(path, limits)).text
    except DigestError:
        return ""  # the file itself is read, and its failure reported, later
