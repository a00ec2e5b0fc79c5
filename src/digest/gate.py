"""The check that every translated sentence passes before a reader sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.text.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

FOREIGN = {"ru": "іўїєґ", "be": "ищъїєґ", "uk": "ыэёъў"}  # letters that the alphabet lacks
LONG = 25  # letters; anything shorter may be a name, the same in both languages
RATIO = 2.5  # a translation is not longer or shorter than its source by more than this
SLACK = 15  # letters that are never too many or too few
LOOP = re.compile(r"\b(\w+(?:\W+\w+){0,5}?)(?:\W+\1\b){3,}", re.IGNORECASE)
ADDRESS = re.compile(r"\S*[@#/]\S*")  # addresses and hashtags stay as they are, letters and all
LETTERS = re.compile(r"[^\W\d_]+")
LEFT = re.compile(r"\[[^\W\d_]+(?:[-’'][^\W\d_]+)*\]")  # a word marked as not translated


def check_translation(
    source_text: str, translated: str, source: str, target: str
) -> tuple[str, ...]:
    """Return what is wrong with a translation, in words; nothing where it may be shown."""
    if not translated.strip():
        return ("empty",) if source_text.strip() else ()
    checks = (
        _numbers(source_text, translated),
        _alphabet(translated, target),
        _copied(source_text, translated, source, target),
        _length(source_text, translated, source, target),
        _loops(source_text, translated),
    )
    return tuple(fault for check in checks for fault in check)


def _numbers(source_text: str, translated: str) -> Iterator[str]:
    before, after = numbers(source_text), numbers(translated)
    for number in sorted(before.keys() - after.keys()):
        yield f"number {number:f} lost"
    for number in sorted(after.keys() - before.keys()):
        yield f"number {number:f} added"


def _alphabet(translated: str, target: str) -> Iterator[str]:
    foreign = set(FOREIGN.get(target, ""))
    words = LETTERS.findall(ADDRESS.sub(" ", LEFT.sub(" ", translated)))
    wrong = [word for word in words if foreign & set(word.lower())]
    if wrong:
        yield f"letters that {target} does not have: {', '.join(dict.fromkeys(wrong))}"


def _copied(source_text: str, translated: str, source: str, target: str) -> Iterator[str]:
    same = _letters(source_text) == _letters(translated)
    if source != target and same and len(_letters(source_text)) >= LONG:
        yield "not translated"


def _length(source_text: str, translated: str, source: str, target: str) -> Iterator[str]:
    ours, theirs = _size(translated, target), _size(source_text, source)
    if ours > RATIO * theirs + SLACK:
        yield "too long"
    if theirs > RATIO * ours + SLACK:
        yield "too short"


def _loops(source_text: str, translated: str) -> Iterator[str]:
    if LOOP.search(translated) and not LOOP.search(source_text):
        yield "repeats itself"


def _letters(text: str) -> str:
    return "".join(LETTERS.findall(text)).casefold()


def _size(text: str, language: str) -> int:
    """Count letters; one Chinese character or Japanese sign says as much as three letters."""
    return len(_letters(text)) * (3 if language in {"zh", "ja"} else 1)
