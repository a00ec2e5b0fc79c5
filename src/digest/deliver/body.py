"""The body of a message: a text and its HTML, seven-bit safe, in the longest versions that fit."""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from html import escape
from quopri import encodestring
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HTML_BYTES = 80_000  # Gmail clips at about 102 KB of HTML
MESSAGE_BYTES = 200_000
_HTML_SENT = 112_000  # bytes of it as it is sent; Cyrillic is a third longer then
_HEAD_BYTES = 8_000  # of a copy's header and of what parts its parts


def alternative(texts: Sequence[str], pages: Sequence[str], language: str) -> tuple[str, bytes]:
    """Return the boundary and the parts of a `multipart/alternative`, text first.

    Of a text and of its HTML the longest version comes first, and the longest that fits is taken.
    Where even the shortest text is too long it is cut, and HTML that is too long shows that text.
    """
    shown = (page for page in map(inlined, pages) if len(page.encode()) <= HTML_BYTES)
    html = _fitting(shown, _HTML_SENT) or _bare(texts[-1], language)
    room = MESSAGE_BYTES - _HEAD_BYTES - len(_seven_bit(html)[1])
    text = _fitting(texts, room) or _cut(texts[-1], room // 3)
    boundary = "=_" + hashlib.sha256(f"{text}\0{html}".encode()).hexdigest()[:32]
    parts = _part(boundary, "plain", text) + _part(boundary, "html", html)
    return boundary, parts + f"--{boundary}--\r\n".encode()


def _fitting(versions: Iterable[str], limit: int) -> str:
    """Return the first version of `limit` bytes at most as it is sent; nothing where none is."""
    return next((text for text in versions if len(_seven_bit(text)[1]) <= limit), "")


def _cut(text: str, limit: int) -> str:
    """Return a text up to the last end of a line within its first `limit` bytes."""
    data = text.encode()
    if len(data) <= limit:
        return text
    part = data[:limit].decode(errors="ignore")
    return f"{part.rpartition(chr(10))[0].rstrip() or part}\n…\n"


def _bare(text: str, language: str) -> str:
    """Return a text as the plainest HTML; no sign of it takes more than six bytes there."""
    shown = escape(_cut(text, HTML_BYTES // 6), quote=False)
    return (
        f'<!doctype html><html lang="{language}"><body><pre style="white-space: pre-wrap">{shown}'
        "</pre></body></html>"
    )


def inlined(html: str) -> str:
    """Put the styles on their elements; nothing is fetched or opened on the way."""
    import css_inline

    inliner = css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_at_rules=True, minify_css=True
    )
    return inliner.inline(html).replace("&nbsp;", "\u00a0")  # a third of its bytes


def _part(boundary: str, kind: str, text: str) -> bytes:
    encoding, encoded = _seven_bit(text)
    return (
        f"--{boundary}\r\n"
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode() + encoded


def _seven_bit(text: str) -> tuple[str, bytes]:
    """Encode by what is shorter: Cyrillic is half as long again in quoted-printable (E06, E07)."""
    data = re.sub(r"\r\n|\r|\n", "\n", text if text.endswith("\n") else text + "\n").encode()
    base64 = encodebytes(data.replace(b"\n", b"\r\n")).replace(b"\n", b"\r\n")
    quoted = (encodestring(data) + b"\n").replace(b"\n", b"\r\n")  # the last is the boundary's
    if len(quoted) <= len(base64):
        return "quoted-printable", quoted
    return "base64", base64
