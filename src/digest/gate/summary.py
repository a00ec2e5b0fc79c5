"""What every point of a summary must satisfy: it says nothing that its article does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from digest.gate.form import addresses_added, bad_form, loops, truncated
from digest.gate.invented import names_invented
from digest.gate.language import wrong_language
from digest.gate.numbers import numbers_invented
from digest.gate.sense import Statement, turned
from digest.records import Caveat, caveat, primary
from digest.text.names import WORD, capitalised
from digest.text.numbers import Number, read
from digest.text.sentences import sentences, split
from digest.text.statements.quotations import quotations, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.gate.language import Detect
    from digest.records import Article, Briefing
    from digest.text.names import Name

Faults = tuple[Caveat, ...]
LONGEST = 700  # letters of a point; beyond it a point is no point
_QUOTED_WORDS = 3  # a shorter quotation may be a title in another case


@dataclass(frozen=True)
class Known:
    """An article as its summary is held against it, read once for all points."""

    article: Article

    @cached_property
    def text(self) -> str:
        """The title, the byline and the paragraphs, and the day it was published."""
        article = self.article
        day = f"{article.published:%d.%m.%Y}" if article.published else ""
        return "\n".join((article.title, *article.text, article.byline, article.source, day))

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """All its numbers."""
        return read(self.text, self.article.language)

    @cached_property
    def words(self) -> frozenset[str]:
        """All its words, in lower case."""
        return frozenset(word.lower() for word in WORD.findall(self.text))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """All its words with a capital letter."""
        return capitalised(self.text)

    @cached_property
    def statements(self) -> list[Statement]:
        """What its title and each of its sentences say, and deny."""
        article = self.article
        said = (article.title, *sentences(article))
        return [Statement.of(sentence, article.language) for sentence in said]

    @cached_property
    def worded(self) -> str:
        """Its words alone, for finding quotations."""
        return worded(self.text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a briefing: with its headline, and with each of its points."""

    headline: Faults
    points: tuple[Faults, ...]

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self.headline or any(self.points))


def check_summary(briefing: Briefing, *, detect: Detect | None = None) -> Verdict:
    """Return what is wrong with a briefing in the language of its article or in another.

    `detect` tells the language of a text; without it, letters and small words do.
    """
    known, language = Known(briefing.article), briefing.language
    said: set[str] = set()
    points = []
    for point in briefing.points:
        twice = worded(point.text) in said
        said.add(worded(point.text))
        again = (caveat("repeats", text=point.text[:60]),) if twice else ()
        points.append((*_point_faults(point.text, known, language, detect), *again))
    headline = _faults(briefing.headline, known, language, detect)
    return Verdict(tuple(headline), tuple(points))


def _point_faults(text: str, known: Known, language: str, detect: Detect | None) -> Faults:
    if not any(map(str.isalnum, text)):
        return (caveat("empty"),)
    ends = truncated(text) if worded(text) not in known.worded else ()
    return (*_faults(text, known, language, detect), *ends)


def doubt_point(text: str, known: Known, language: str) -> Faults:
    """Return a flag where a point denies what its article affirms, or says the opposite of it.

    It may be a change of sense, or another way to say the same: a reader should look.
    """
    if primary(language) != primary(known.article.language) or worded(text) in known.worded:
        return ()
    ours = [Statement.of(sentence, language) for sentence in split(text, language)]
    kinds = chain.from_iterable(turned(statement, known.statements) for statement in ours)
    return tuple(map(caveat, dict.fromkeys(kinds)))


def _faults(text: str, known: Known, language: str, detect: Detect | None) -> Iterator[Caveat]:
    """Yield the faults; an article's own words are only looked at for their form."""
    form = (loops(text), bad_form(text), addresses_added(known.text, text))
    if worded(text) in known.worded:
        return chain(*form)
    return chain(
        numbers_invented(text, known.numbers, known.text, language),
        names_invented(text, known.names, known.words, language, known.article.language),
        _misquoted(text, known),
        wrong_language(text, language, detect),
        [caveat("too_long", letters=len(text))] if len(text) > LONGEST else (),
        *form,
    )


def _misquoted(text: str, known: Known) -> Iterator[Caveat]:
    for quotation in quotations(text):
        words = worded(quotation)
        if len(words.split()) >= _QUOTED_WORDS and words not in known.worded:
            yield caveat("quotation_changed", text=quotation[:80])
