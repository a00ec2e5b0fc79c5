"""Whether a listed article is one that we know already.

GUIDs are missing, change with every fetch, or are given to a new text; links may stand for many
items; texts are edited after they appeared. So the text decides, and the rest says which texts to
compare it with (X07).
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from typing import TYPE_CHECKING

from digest.store.traces import Trace
from digest.text.statements import corrections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.sources.item import Item

_WORD = re.compile(r"\w+")
_SKETCH = 48  # hashes; the standard error of the likeness is then 0.07 or less
_ALIKE = 0.5  # shared words of two versions of one text; unrelated news share about 0.1
_TELLING = 20  # words; a shorter text may be said twice by two sources


def trace(item: Item, source: str) -> Trace:
    """Return what is kept of a listed article to know it again.

    A correction that it states counts as a part of its title: `is_correction` compares those.
    """
    article = item.article
    words = _WORD.findall(" ".join((article.title, *article.text)).casefold())
    scope = "" if len(words) >= _TELLING else f"{source}\0{article.url}"
    return Trace(
        identity=item.identity or article.url,
        link=article.url,
        version=item.version,
        title=_hash(" ".join(_WORD.findall(f"{article.title} {_statement(item)}".casefold()))),
        fingerprint=_hash(f"{scope}\0{' '.join(words)}"),
        sketch=sketch(words),
        published=article.published,
    )


def sketch(words: Iterable[str]) -> bytes:
    """Return the smallest hashes of the words (bottom-k sketch; Cohen and Kaplan, PODC 2007)."""
    hashes = sorted({zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words})
    return struct.pack(f"<{len(hashes[:_SKETCH])}I", *hashes[:_SKETCH])


def likeness(one: bytes, other: bytes) -> float:
    """Return the estimated share of the words of two texts that both have (Jaccard), 0 to 1."""
    first, second = _hashes(one), _hashes(other)
    lowest = sorted(first | second)[:_SKETCH]
    return sum(x in first and x in second for x in lowest) / len(lowest) if lowest else 1.0


def _hashes(packed: bytes) -> set[int]:
    return set(struct.unpack(f"<{len(packed) // 4}I", packed))


def is_known(new: Trace, earlier: Iterable[Trace]) -> bool:
    """Tell whether an article is one of the earlier ones, perhaps edited since."""
    return any(_same(new, old) for old in earlier)


def is_correction(item: Item, new: Trace, earlier: Iterable[Trace]) -> bool:
    """Tell whether a known article now states a correction that none of its versions did."""
    versions = [old for old in earlier if _related(new, old)]
    said_before = any(old.title == new.title for old in versions)
    return bool(versions) and not said_before and bool(_statement(item))


def _statement(item: Item) -> str:
    return corrections.statement((item.article.title, *item.article.text))


def _same(new: Trace, old: Trace) -> bool:
    if new.fingerprint == old.fingerprint:
        return True
    if not _related(new, old):
        return False
    if likeness(new.sketch, old.sketch) >= _ALIKE:
        return True
    # The same name, title and date: rewritten, not replaced by the next day's text.
    dated = new.published is not None and new.published == old.published
    return dated and new.title == old.title and new.identity == old.identity != ""


def _related(new: Trace, old: Trace) -> bool:
    return new.identity == old.identity != "" or new.link == old.link != ""


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
