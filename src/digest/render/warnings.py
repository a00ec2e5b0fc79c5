"""The warnings of the stages, in the reader's words.

A stage warns in English, for the log. What a reader should know is told in his language; a
warning without a translation is shown as it is, and remarks on encodings are left to the JSON.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.wording import Wording

_KNOWN = {
    "unsure": re.compile(r"not translated: perhaps (?P<language>[\w-]+)"),
    "words": re.compile(r"not translated: (?P<words>.+)"),
    "kept": re.compile(r"(?P<kept>\d+) of (?P<total>\d+) sentences left in"),
    "orthography": re.compile(r"translated as if \S+ were in the official orthography"),
    "untitled": re.compile(r"no title: the headline is a sentence of the text"),
    "furniture": re.compile(r"most of the text looked like furniture"),
    "degraded": re.compile(r"degraded: (?P<count>\d+) signs could not be decoded"),
}
_TECHNICAL = ("encoding ", "text had been encoded twice")


def told(warning: str, words: Wording) -> str:
    """Return a warning as the reader should hear it; nothing where it is not for him."""
    if warning.startswith(_TECHNICAL):
        return ""
    for key, pattern in _KNOWN.items():
        if found := pattern.match(warning):
            return words.text(f"warning_{key}", **_named(found, words))
    return warning


def _named(found: re.Match[str], words: Wording) -> dict[str, str]:
    values = found.groupdict()
    if "language" in values:
        values["language"] = words.language_name(values["language"])
    return values
