"""Header fields that say what was planned, and nothing else.

The standard library of some Pythons (3.11.7 among them, gh-121650) lets an encoded word with a
newline in it become a header field of its own. So text is cleaned before it is encoded, every
value beyond plain ASCII is encoded here, and the finished bytes are read again and compared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from email.header import Header, decode_header
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from digest.errors import Failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.store.address import Address

LONGEST_TEXT = 250  # characters of a subject or a name; longer ones are cut
_PLAIN_WIDTH = 60  # a longer value is encoded, and so folded
_FIELD = re.compile(rb"[!-9;-~]+: [^\r\n\0]*(?:\r\n[ \t][^\r\n\0]*[^\s][^\r\n\0]*)*\r\n")
_BREAKS = frozenset({"Cc", "Zl", "Zp", "Zs"})  # they part words
_INVISIBLE = frozenset({"Cf", "Cs", "Cn", "Co"})  # format, surrogates, unassigned, private


@dataclass(frozen=True, slots=True)
class Field:
    """A header field: the value that a reader is to see, and how it is written."""

    name: str
    value: str
    written: str

    def __bytes__(self) -> bytes:
        return f"{self.name}: {self.written}\r\n".encode()


def clean(text: str) -> str:
    """Return one line of visible text in which no encoded word can begin (E01, E02)."""
    spaced = "".join(_visible(letter) for letter in text)
    return " ".join(spaced.replace("=?", "= ?").split())[:LONGEST_TEXT].strip()


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    return " " if category in _BREAKS else "" if category in _INVISIBLE else letter


def plain(name: str, value: str) -> Field:
    """Return a field of ASCII that we made ourselves."""
    return Field(name, value, value)


def text(name: str, value: str) -> Field:
    """Return a field of free text: RFC 2047 where it is not short and ASCII."""
    value = clean(value)
    return Field(name, value, _encoded(value, name))


def mailbox(name: str, address: Address) -> Field:
    """Return a field with one address and, where it has one, its name."""
    spec = f"<{address.spec}>"
    shown = clean(address.name)
    if not shown:
        return Field(name, spec, spec)
    if shown.isascii() and len(shown) <= _PLAIN_WIDTH:
        quoted = '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"'
        return Field(name, f"{quoted} {spec}", f"{quoted} {spec}")
    return Field(name, f"{shown} {spec}", f"{_words(shown, name)}\r\n {spec}")


def _encoded(value: str, name: str) -> str:
    if value.isascii() and len(value) <= _PLAIN_WIDTH:
        return value
    return _words(value, name)


def _words(value: str, name: str) -> str:
    return Header(value, "utf-8", maxlinelen=75, header_name=name).encode(linesep="\r\n")


def compare(head: bytes, planned: Sequence[Field]) -> None:
    """Read a finished header, its empty line included, again, and compare it with the plan.

    Raises `Failed` where a field is missing, added, moved or changed, where a line is longer
    than 998 octets, or where one ends in anything but CRLF.
    """
    fields = _FIELD.findall(head)
    if b"".join(fields) + b"\r\n" != head or len(fields) != len(planned):
        raise Failed("the header of a message is not as planned; nothing is sent")
    found = BytesHeaderParser().parsebytes(head).raw_items()  # as others read it
    for field, (name, value) in zip(planned, found, strict=True):
        if (field.name, " ".join(field.value.split())) != (name, _decoded(str(value))):
            raise Failed(f"header {field.name} of a message is not as planned; nothing is sent")
    if not fit(head):
        raise Failed("a header line of a message is not fit for SMTP; nothing is sent")


def fit(content: bytes) -> bool:
    """Whether every line ends in CRLF, and none is longer than 998 octets (E07)."""
    lines = content.split(b"\r\n")
    return max(map(len, lines)) <= 998 and not any(b"\r" in line or b"\n" in line for line in lines)


def _decoded(value: str) -> str:
    utf8 = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    unfolded = re.sub(r"\r\n(?=[ \t])", "", utf8)
    return " ".join("".join(_word(*part) for part in decode_header(unfolded)).split())


def _word(part: str | bytes, charset: str | None) -> str:
    """Return a part as text: beside an encoded word, an address beyond ASCII comes in escapes."""
    return part if isinstance(part, str) else part.decode(charset or "raw-unicode-escape")
