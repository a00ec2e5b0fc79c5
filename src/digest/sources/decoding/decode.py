"""Bytes to text, with the encoding that was used and the doubts that remain.

The order is: byte order mark, the shape of UTF-16, strict UTF-8, the declaration, statistics. A
declaration comes late because it is wrong more often than strict UTF-8 is.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from digest.errors import InputError
from digest.records import Caveat, caveat
from digest.sources.decoding import binary, mojibake
from digest.text.writing.invisible import readable

_MARKS = (  # UTF-32 LE begins with the mark of UTF-16 LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")  # as str.splitlines has it
_SAMPLE = 100_000  # bytes that the statistics look at
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, how it was encoded, and what a reader should know about that."""

    text: str
    encoding: str
    warnings: tuple[Caveat, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of `data`; raise `InputError` where it is no text, or none is readable."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _finish(data[len(mark) :].decode(encoding, "replace"), encoding, declared)
    if encoding := _wide(data):
        return _finish(data.decode(encoding, "replace"), encoding, declared)
    if found := binary.kind(data):
        raise InputError(f"not text ({found}): save it as text or HTML, if it has any")
    text, encoding = _narrow(data, declared)
    return _finish(text, encoding, declared)


def clean(text: str) -> str:
    """Return `text` in NFC, with plain line ends and without what nobody sees (H11)."""
    return unicodedata.normalize("NFC", readable(_BREAKS.sub("\n", text).replace("\x1f", " ")))


def _wide(data: bytes) -> str:
    """Tell UTF-16 without a mark: every other byte is the high byte of Latin or Cyrillic."""
    head = data[:4096]
    pairs = len(head) // 2
    if pairs < 2 or len(data) % 2:
        return ""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[start::2]
        other = head[1 - start :: 2]
        if sum(map(high.count, b"\x00\x04")) >= 0.8 * pairs and other.count(0) < 0.1 * pairs:
            return encoding
    return ""


def _narrow(data: bytes, declared: str) -> tuple[str, str]:
    stateful = b"\x1b$" in data or b"\x1b(" in data  # ISO-2022 is valid, and unreadable, ASCII
    if not stateful and (text := _strict(data, "utf-8")) is not None:
        return text, "utf-8"
    if _mostly_utf8(data):
        return data.decode("utf-8", "replace"), "utf-8"
    text = _strict(data, declared) if declared else None
    if text is not None and plausible(text):
        return text, declared.lower()
    return _guess(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):  # a name may hold a NUL, too
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Tell damaged UTF-8 from another encoding, where valid pairs are a rare accident."""
    text = data.decode("utf-8", "replace")
    valid = sum("\xa0" <= sign <= "\u052f" for sign in text)
    return valid > 0.3 * (valid + text.count(_LOST))


def _guess(data: bytes) -> tuple[str, str]:
    import chardet  # here: its models take longer to load than most texts to read

    encoding = chardet.detect(data[:_SAMPLE])["encoding"] or "windows-1252"
    return data.decode(encoding, "replace"), encoding.lower()


def _finish(text: str, encoding: str, declared: str) -> Decoded:
    warnings = []
    if declared and not text.isascii() and not _same(declared, encoding):
        warnings.append(caveat("encoding_declared", declared=declared[:40], encoding=encoding))
    if lost := text.count(_LOST):
        if lost > 0.01 * len(text):
            raise InputError(
                f"undecodable: {lost} of {len(text)} signs are not {encoding}: convert it"
            )
        warnings.append(caveat("degraded", count=lost))
    text, repaired = mojibake.repair(text)
    if repaired:
        warnings.append(caveat("encoding_repaired"))
    text = clean(text)
    if mojibake.suspected(text) or not plausible(text):
        warnings.append(caveat("encoding_doubtful", encoding=encoding))
    return Decoded(text, encoding, tuple(warnings))


def _same(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one).name == codecs.lookup(other).name
    except (LookupError, ValueError):
        return False


_COMMON = re.compile("[оаеинтсрвлкмуяіы]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_CASE_BREAK = re.compile("[а-яёўіїєґ][А-ЯЁЎІЇЄҐ]|[А-Яа-я][‚„…†‡‰‹‘’“”•–—™›¦§©«¬®°±µ¶·№»][а-я]")
_ACCENTED = re.compile("[\xc0-\xff]")


def plausible(text: str) -> bool:
    """Tell whether the letters are distributed as in a text, not as in a misread one."""
    sample = text[:20_000]
    letters = sum(map(str.isalpha, sample))
    if letters < 20:
        return True
    cyrillic = len(_CYRILLIC.findall(sample))
    if cyrillic < 0.3 * letters:  # no Latin alphabet has more accented letters than plain ones
        return len(_ACCENTED.findall(sample)) < 0.5 * letters
    common = len(_COMMON.findall(sample.lower()))
    return common > 0.4 * cyrillic and len(_CASE_BREAK.findall(sample)) < 0.01 * cyrillic
