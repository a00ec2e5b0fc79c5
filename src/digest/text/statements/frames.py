"""What a sentence is told within: another's words, a condition, or what one side claims.

The sentence itself does not say so; an earlier one does. Alone it would be told as a fact: "Schools
will close" after "If the budget is not passed", "He took the money" after "Prosecutors say".
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.sentences import balanced, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REACH, LONG = 2, 4  # sentences of a paragraph that a condition goes on over, and a claim
FORGOTTEN = 1000  # letters after which an open quotation was a misprint
_NEVER = "(?!)"
_WORD = re.compile(r"\w")


def framed(sentences: Sequence[str], paragraphs: Sequence[int], language: str) -> frozenset[int]:
    """Return which sentences, each of the paragraph with that number, an earlier one frames."""
    return frozenset((*_quoted(sentences), *_supposed(sentences, paragraphs, language)))


def claims(text: str, language: str) -> bool:
    """Tell whether a sentence says what one side claims before a court."""
    return bool(_frames(primary(language)).claim.search(text))


def denies(text: str, language: str) -> bool:
    """Tell whether a sentence says that somebody denies what he is accused of."""
    return bool(_frames(primary(language)).denial.search(text))


def _quoted(sentences: Sequence[str]) -> Iterator[int]:
    """Yield the sentences of quotations over several ones that have no word of their speaker."""
    start = 0
    while start < len(sentences):
        end = _closing(sentences, start)
        before = ""
        for n in range(start, end + 1) if end > start else ():
            if not _WORD.search(unquoted(sentences[n], before)):
                yield n
            before = f"{before} {sentences[n]}"
        start = end + 1


def _closing(sentences: Sequence[str], start: int) -> int:
    """Return in which sentence all quotations end that are open in one; itself if in none."""
    text = sentences[start]
    for n in range(start + 1, len(sentences)):
        if balanced(text) or len(text) > FORGOTTEN:
            break
        text = f"{text} {sentences[n]}"
        if balanced(text):
            return n
    return start


def _supposed(sentences: Sequence[str], paragraphs: Sequence[int], language: str) -> Iterator[int]:
    """Yield the sentences of a paragraph that go on with a condition or a claim."""
    frames = _frames(primary(language))
    for n, text in enumerate(sentences):
        after = range(n + 1, min(n + 1 + LONG, len(sentences)))
        same = [k for k in after if paragraphs[k] == paragraphs[n]]
        if frames.condition.search(text):
            yield from (k for k in same[:REACH] if frames.is_unsure(sentences[k]))
        if frames.claim.search(text):
            yield from (k for k in same if not frames.is_anothers(sentences[k]))


@dataclass(frozen=True, slots=True)
class _Frames:
    condition: re.Pattern[str]
    certain: re.Pattern[str]
    unsure: re.Pattern[str]
    claim: re.Pattern[str]
    other: re.Pattern[str]
    denial: re.Pattern[str]

    def is_unsure(self, text: str) -> bool:
        return bool(self.unsure.search(text)) and not self.certain.search(text)

    def is_anothers(self, text: str) -> bool:
        return bool(self.other.search(text) or self.denial.search(text))


@cache
def _frames(language: str) -> _Frames:
    text = (files("digest.text.statements") / "frames.toml").read_text("utf-8")
    lists = tomllib.loads(text.replace("\\\n", ""))  # a line that goes on
    own = {"unsure": "", **lists[language]} if language in lists else {}
    patterns = {name: own.get(name, _NEVER) for name in _Frames.__dataclass_fields__}
    return _Frames(**{name: re.compile(words, re.IGNORECASE) for name, words in patterns.items()})
