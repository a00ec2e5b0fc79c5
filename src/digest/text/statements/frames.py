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
from itertools import takewhile
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.sentences import balanced, unquoted
from digest.text.statements.voices import DASH, SAID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Sentences of a paragraph that a condition goes on over, a claim or a flashback, direct speech.
REACH, LONG, SPEECH = 2, 4, 6
LEAD = 2  # a sentence after which a report may recall what was before
FORGOTTEN = 1000  # letters after which an open quotation was a misprint
OPENERS = '«„“"'
_NEVER = "(?!)"
_WORD = re.compile(r"\w")


def framed(sentences: Sequence[str], paragraphs: Sequence[int], language: str) -> frozenset[int]:
    """Return which sentences, each of the paragraph with that number, an earlier one frames."""
    return frozenset(
        (
            *_quoted(once_opened(sentences, paragraphs)),
            *_dashed(sentences, paragraphs),
            *_supposed(sentences, paragraphs, language),
        )
    )


def announces(text: str, language: str) -> bool:
    """Tell whether a text says that somebody claims what its next sentence tells."""
    return bool(_frames(primary(language)).announcement.search(text))


def claims(text: str, language: str) -> bool:
    """Tell whether a text says what one side claims before a court."""
    return bool(_frames(primary(language)).claim.search(text)) or announces(text, language)


def denies(text: str, language: str) -> bool:
    """Tell whether a sentence says that somebody denies what he is accused of."""
    return bool(_frames(primary(language)).denial.search(text))


def once_opened(sentences: Sequence[str], paragraphs: Sequence[int]) -> list[str]:
    """Return the sentences less the mark that opens an open quotation anew in each paragraph."""
    made: list[str] = []
    still = ""
    for n, text in enumerate(sentences):
        again = still and paragraphs[n] != paragraphs[n - 1] and text[0] in OPENERS
        made.append(text[1:] if again else text)
        still = still_open(still, made[-1])
    return made


def still_open(before: str, text: str) -> str:
    """Return the text since a quotation opened; "" where none is open, or its end was forgotten."""
    quoted = f"{before} {text}"
    return "" if balanced(quoted) or len(quoted) > FORGOTTEN else quoted


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


def _dashed(sentences: Sequence[str], paragraphs: Sequence[int]) -> Iterator[int]:
    """Yield the sentences of direct speech after a dash that stand before or after its speaker."""
    for n, text in enumerate(sentences):
        if not DASH.match(text) or SAID.search(text):
            continue
        same = _following(n, paragraphs, SPEECH)
        yield from range(n, next((k for k in same if SAID.search(sentences[k])), n))
        if n and paragraphs[n - 1] == paragraphs[n] and SAID.search(sentences[n - 1]):
            yield n


def _supposed(sentences: Sequence[str], paragraphs: Sequence[int], language: str) -> Iterator[int]:
    """Yield the sentences of a paragraph that go on with a condition or a claim."""
    frames = _frames(primary(language))
    for n, text in enumerate(sentences):
        same = _following(n, paragraphs, LONG)
        if frames.condition.search(text):
            yield from (k for k in same[:REACH] if frames.is_unsure(sentences[k]))
        if frames.hearsay.search(text):
            yield from (k for k in same[:REACH] if not frames.is_anothers(sentences[k]))
        if frames.claim.search(text) or frames.announcement.search(text):
            alleged = takewhile(lambda k: not frames.denial.search(sentences[k]), same)
            yield from (k for k in alleged if not frames.is_anothers(sentences[k]))
        if n > LEAD and frames.recall.match(text):
            yield from (k for k in same if frames.is_past(sentences[k]))


def _following(n: int, paragraphs: Sequence[int], reach: int) -> list[int]:
    """Return the next sentences of the same paragraph, no more than `reach`."""
    after = range(n + 1, min(n + 1 + reach, len(paragraphs)))
    return [k for k in after if paragraphs[k] == paragraphs[n]]


@dataclass(frozen=True, slots=True)
class _Frames:
    recall: re.Pattern[str]
    condition: re.Pattern[str]
    certain: re.Pattern[str]
    unsure: re.Pattern[str]
    claim: re.Pattern[str]
    announcement: re.Pattern[str]
    hearsay: re.Pattern[str]
    other: re.Pattern[str]
    denial: re.Pattern[str]

    def is_unsure(self, text: str) -> bool:
        return bool(self.unsure.search(text)) and not self.certain.search(text)

    def is_past(self, text: str) -> bool:
        return not (self.is_unsure(text) or self.is_anothers(text))

    def is_anothers(self, text: str) -> bool:
        return any(found.search(text) for found in (self.other, self.denial, SAID))


@cache
def _frames(language: str) -> _Frames:
    text = (files("digest.text.statements") / "frames.toml").read_text("utf-8")
    lists = tomllib.loads(text.replace("\\\n", ""))  # a line that goes on
    own = {"unsure": "", **lists[language]} if language in lists else {}
    patterns = {name: own.get(name, _NEVER) for name in _Frames.__dataclass_fields__}
    return _Frames(**{name: re.compile(words, re.IGNORECASE) for name, words in patterns.items()})
