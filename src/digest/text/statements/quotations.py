"""Quotations: what a text puts between quotation marks, of any language."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"«([^«»]+)»|„([^„“”\"]+)[“”\"]|“([^“”]+)”|\"([^\"]+)\"")
_CONTRACTED = re.compile("n['’]t\\b")
_WORDS = re.compile(r"\w+")


def quotations(text: str) -> list[str]:
    """Return the quotations of a text in order, without their marks."""
    return [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]


def is_quotation(text: str) -> bool:
    """Tell whether a text is all quoted, and names no speaker."""
    return bool(_WORDS.search(text)) and not _WORDS.search(_QUOTED.sub("", text))


def worded(text: str) -> str:
    """Return the words of a text alone, in lower case and with single spaces around each."""
    plain = _CONTRACTED.sub(" not", text.lower().replace("ё", "е"))
    return f" {' '.join(_WORDS.findall(plain))} "
