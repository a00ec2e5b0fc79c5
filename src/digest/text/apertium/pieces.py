"""Texts too long for one sentence, cut where the grammar suffers least, and put together again.

Apertium takes a text as one sentence until its full stop; one without any, such as a table read as
text, would keep the pipe busy until patience runs out.
"""

from __future__ import annotations

import re

LONGEST = 2000  # characters; sentences of the news have some hundred
_CUTS = (re.compile(r"[.!?…;:]\s+"), re.compile(r",\s+"), re.compile(r"\s+"))  # the best first


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """Return the text in pieces of at most so many characters, which joined are the text again."""
    parts: list[str] = []
    while len(text) > longest:
        at = _cut(text[:longest])
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text]


def _cut(window: str) -> int:
    """Return where the last stop of the second half ends; else comma, blank, or the window."""
    ends = ([found.end() for found in cut.finditer(window, len(window) // 2)] for cut in _CUTS)
    return next((each[-1] for each in ends if each), len(window))
