"""Words of a Belarusian text: where they are, and how a respelled one takes the old one's place."""

from __future__ import annotations

import re

WORD = re.compile(r"[Ѐ-ӿ]+(?:['’ʼ][Ѐ-ӿ]+)*")


def plain(word: str) -> str:
    """Return a word in lower case with the plain apostrophe, as word lists have it."""
    return word.lower().replace("’", "'").replace("ʼ", "'")


def cased(word: str, spelled: str) -> str:
    """Return a spelling of a word in the word's own case, with the word's own apostrophe."""
    if word.isupper() and len(word) > 1:
        spelled = spelled.upper()
    elif word[0].isupper():
        spelled = spelled[:1].upper() + spelled[1:]
    return spelled if "'" in word else spelled.replace("'", "’")
