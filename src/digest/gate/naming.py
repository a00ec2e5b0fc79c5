"""Which words with a capital letter are names, so that something must stand for them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.everyday import everyday
from digest.text.names import CYRILLIC, WORD, adjectival, adjoin, capitalised
from digest.text.numbers.numerals import month
from digest.text.senses import institutional
from digest.text.words import stemmer, stopwords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.text.names import Name

_SHORTEST, _SHORT = 4, 3  # letters of a name in a translation, and of one in its source
_POSSESSIVE = re.compile("['’]s$")
_BRAND = re.compile(r"(?!(?:Ma?c|O['’])[A-Z])\w+[A-ZА-ЯЁІЎЄЇҐ]")  # USOC's, WiFi; no McCain


def telling(name: Name, names: Sequence[Name], language: str) -> bool:
    """Tell whether a word of a translation is surely a name, that something must stand for."""
    return _sure(name, language) and _as_names(name, names, language)


def counts(name: Name, names: Sequence[Name], language: str, article: str) -> bool:
    """Tell whether a word of a source is a name that a translation has to have.

    Any word may begin a sentence; two with capitals are a name, or one that is one in the article.
    """
    acronym = _POSSESSIVE.sub("", name.word).isupper()
    if len(name.word) < _SHORT or acronym or not _as_names(name, names, language):
        return False
    if institutional(name.word, language) or name.word.lower() in stopwords(language):
        return False
    if not name.initial or any(adjoin(name, other) for other in names):
        return True
    return primary(language) != "de" and _stem(name.word, language) in _within(article, language)


def firm(name: Name, language: str) -> bool:
    """Tell whether a word of a source is surely a name of somebody or of some place.

    Titles are translated, brands are left out, and German writes every noun like a name.
    """
    foreign = primary(language) in CYRILLIC and name.word.isascii()
    return primary(language) != "de" and not (
        name.quoted
        or foreign
        or len(name.word) < _SHORTEST
        or name.word.isupper()
        or institutional(name.word, language)
        or adjectival(name.word, language)
        or everyday(name.word, language)
    )


def missed(name: Name, language: str, article: str) -> bool:
    """Tell whether a lost word of a source was surely a name, of somebody or of some place.

    Any word may begin a sentence, titles are translated, and short words sound like anything.
    """
    begins = name.initial and _stem(name.word, language) not in _within(article, language)
    return not (
        begins or name.quoted or len(name.word) < _SHORTEST or adjectival(name.word, language)
    )


def evident(name: Name, language: str) -> bool:
    """Tell whether a word of a source names something though its language has many capitals."""
    return name.word.isascii() or firm(name, language) or _sure(name, language)


@lru_cache(maxsize=8)
def nameable(text: str, language: str, *, capitals: bool) -> frozenset[str]:
    """Return the words of an article that may be names: of those with capitals, or of all."""
    words = [n.word for n in capitalised(text)] if capitals else WORD.findall(text)
    stop = stopwords(language)
    long = (word for word in words if len(word) >= _SHORTEST and word.lower() not in stop)
    return frozenset(word for word in long if month(word, language) is None)


def _sure(name: Name, language: str) -> bool:
    cyrillic = primary(language) in CYRILLIC
    return not (
        name.initial
        or name.quoted
        or (cyrillic and name.word.isascii())
        or len(name.word) < _SHORTEST
        or bool(_BRAND.match(name.word))
        or institutional(name.word, language)
        or adjectival(name.word, language)
        or name.word.lower() in stopwords(language)
    )


def _as_names(name: Name, names: Sequence[Name], language: str) -> bool:
    """Tell whether a capital letter says that a word is a name; in German it takes two of them."""
    if primary(language) != "de":
        return True
    stop = stopwords(language)
    beside = (other for other in names if adjoin(name, other) or adjoin(other, name))
    return any(other.word.lower() not in stop for other in beside)


@lru_cache(maxsize=8)
def _within(article: str, language: str) -> frozenset[str]:
    """Return the stems of what an article writes with a capital only, and not to begin with."""
    small = {_stem(word, language) for word in WORD.findall(article) if word[0].islower()}
    names = {_stem(name.word, language) for name in capitalised(article) if not name.initial}
    return frozenset(names - small)


def _stem(word: str, language: str) -> str:
    return stemmer(language)(word.lower())
