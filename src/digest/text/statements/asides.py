"""What stands in an article and states nothing of its event: captions, notes, rows, questions.

A reader of a briefing has no use for them, even where an article has little else to quote.
"""

from __future__ import annotations

import re

from digest.text.pages.boilerplate import reason

_CAPTION = re.compile(
    r"\((?:AP |Reuters|Photo|Foto|Фото|Фота)|^\W*(?:FILE|Photo|Foto|Bild|Фото|Фота|Image)"
    r"(?:\s*[:—–/©-]|\s+(?:by|caption|source|photo|von|из|з)\b)",
    re.IGNORECASE,
)
# What a page tells its reader about itself.
_PAGE = re.compile(
    r"^\W*(?:Editor[’']?s[’']? note|Sign up (?:for|to)\b|Subscribe to\b|"
    r"Get (?:the latest|our latest|news about)\b|Click here\b|Read more\b|"
    r"От редакции|Ад рэдакцыі|Від редакції)",
    re.IGNORECASE,
)
_SYNDICATED = re.compile(
    r"\bappeared first on\b|\bпоявил(?:ась|ись|ось) сначала на\b|\bспершу з['’]явився на\b"
    r"|\berschien zuerst auf\b|\bpochodzi z serwisu\b"
)
# Where else the outlet can be followed.
_CALL = re.compile(
    r"\b(?:подпи(?:шись|шитесь|сывайся|сывайтесь)|падпі(?:шыся|шыцеся|свайся|свайцеся)|"
    r"підпи(?:шись|шіться|суйся|суйтеся|суйтесь)|subscribe to|follow us|join our|abonnieren sie|"
    r"folgen sie uns|subskrybuj(?:cie)?|obserwuj(?:cie)? nas)\b"
    r"|\b(?:наш|нашы|our|unser|nasz)\w*\s(?:telegram|телеграм|тэлеграм|instagram|youtube|viber|facebook)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\[\d{1,3}\]\s|[†‡]")  # a footnote, by its mark
_ROW = re.compile(r"\||.*\s\|\s.*\s\|")
_LABEL = re.compile(r"\W*\w*\W*(?:№\s?)?\d+\W*$")  # "Myth 1."
_ANNOUNCES = re.compile(
    r"\b(?:the following|следующее|наступнае|наступне|następujące|następująco|folgendes)\W*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？؟]\W*$")


def is_syndication(line: str) -> bool:
    """Tell whether a line is what WordPress adds to each entry of a feed."""
    return _SYNDICATED.search(line) is not None


def is_aside(sentence: str) -> bool:
    """Tell whether a sentence of an article is no statement."""
    return (
        any(start.match(sentence) for start in (_PAGE, _NOTE, _ROW, _LABEL))
        or any(found.search(sentence) for found in (_CAPTION, _QUESTION, _ANNOUNCES, _CALL))
        or is_syndication(sentence)
        or bool(reason(sentence))
    )
