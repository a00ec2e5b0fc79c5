"""What stands in a text and nobody sees: it hides words, splits them, or turns a line around.

On a terminal it also moves the cursor.
"""

from __future__ import annotations

import re

# Soft hyphens, spaces of no width, marks, overrides and isolates of direction, tags.
_FORMAT = (
    "\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_JOINERS = "\u200c\u200d"  # in emoji and in some scripts they mean something
# Controls but tab, line feed and next line; noncharacters; lone surrogates.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff"
# What colours a terminal or gives it a title (ECMA-48).
_ESCAPE = r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)"
_HIDDEN = re.compile(f"[{_FORMAT}{_JOINERS}]")
_UNFIT = re.compile(f"{_ESCAPE}|[{_FORMAT}{_CONTROLS}]|[{_JOINERS}]+(?=[A-Za-zЀ-ӿ])")


def visible(text: str) -> str:
    """Return a text without Unicode's format characters, the joiners too."""
    return _HIDDEN.sub("", text)


def readable(text: str) -> str:
    """Return a text without controls and format characters; joiners stay where scripts need them.

    Line ends are to be plain ones: others are controls.
    """
    return _UNFIT.sub("", text)


def printable(text: str) -> str:
    """Return a stranger's text for a terminal or a log: nothing ends a line or moves the cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
