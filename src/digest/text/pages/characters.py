"""What kind of character each one of a text is: a letter, a digit, a stop; all of them at once."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Kinds of characters; letters and digits first, so that one comparison finds what makes words.
LOWER, UPPER, CASELESS, WIDE, DIGIT, SPACE, COMMA, STOP, ELLIPSIS, COLON, QUOTE, SIGN, OTHER = (
    range(13)
)
KINDS = 13
_IDEOGRAPHS = 0x2E80  # where CJK begins: one sign says about as much as two letters
_TABLED = 0x3100  # above are ideographs, but for the full-width signs
_MEMBERS = {
    COMMA: ",،、;؛，",
    STOP: ".!?。！？।؟",
    ELLIPSIS: "…",
    COLON: ":：",
    QUOTE: "\"'“”«»„’‘‹›)」』",
    SIGN: "|/•·→←+=*#&@_<>©®™$€£%[]{}",
}
_CATEGORIES = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Pd": SIGN}


def kinds_of(text: str) -> NDArray[np.uint8]:
    """Return the kind of each character of a text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _table()[np.minimum(codes, 0xFFFF)]


@cache
def _table() -> NDArray[np.uint8]:
    table = np.full(0x10000, WIDE, dtype=np.uint8)
    for code in range(_TABLED):
        table[code] = _kind(chr(code))
    for kind, members in _MEMBERS.items():
        table[[ord(sign) for sign in members]] = kind
    return table


def _kind(sign: str) -> int:
    category = unicodedata.category(sign)
    if sign.isspace():
        return SPACE  # the line feed too
    if category[0] == "N":
        return DIGIT
    if category[0] == "L" and category not in _CATEGORIES:
        return WIDE if ord(sign) > _IDEOGRAPHS else CASELESS
    return CASELESS if category in ("Mn", "Mc") else _CATEGORIES.get(category, OTHER)
