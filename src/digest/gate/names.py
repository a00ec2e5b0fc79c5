"""Names in a translation: each has a counterpart by its sound or by its meaning."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.gate.aids import NONE
from digest.records import caveat, primary
from digest.text.everyday import everyday
from digest.text.names import WORD, adjectival, adjoin, capitalised, joined
from digest.text.numerals import month, surely_month
from digest.text.senses import calendrical, geographical, institutional, same_sense
from digest.text.sounds import ALIKE, SURELY, alike
from digest.text.words import stopwords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.gate.aids import Aids
    from digest.records import Caveat
    from digest.text.glossary import Glossary, Mention
    from digest.text.names import Name

_SHORTEST, _SHORT = 4, 3  # letters of a name in a translation, and of one in its source
_CYRILLIC = frozenset({"be", "ru", "uk"})
_SPARING = frozenset({"be", "pl", "ru", "uk"})  # little but names begins with a capital letter
_TAIL = re.compile(r"[A-ZА-ЯЁІЎЄЇҐ][^\W\d_]*-([^\W\d_A-Z]{2,})")  # Moon Jae-in, Mohenjo-daro
_DOTS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)")  # U.S.
_DEMONYM = re.compile(r"(?:[сцз]ь?к|n?isch)\w{1,3}$")
_LOWERED = 6  # letters from which on a word without a capital may be formed from a name
_BRAND = re.compile(r"(?!(?:Ma?c|O['’])[A-Z])\w+[A-ZА-ЯЁІЎЄЇҐ]")  # USOC's, WiFi; no McCain


def names_changed(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Iterator[Caveat]:
    """Yield a fault where a translation names something that its source does not.

    A name that stands elsewhere in the article may be said again. Where there is no article, a new
    name is a fault only where another one is gone, since translators name what a pronoun or an
    abbreviation meant; a new word that may be a common one, only where a person or a place is.
    """
    lost, new = _compared(source_text, translated, source, target, aids)
    if new and (lost or primary(target) in _CYRILLIC):
        gone, came = (", ".join(side) for side in (lost, [name.word for name in new]))
        yield caveat("name_changed", lost=gone or "-", new=came)


def names_doubtful(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Iterator[Caveat]:
    """Yield a doubt where an English translation names what its article nowhere does.

    None is gone, and English has capitals in titles, so that it may well be right.
    """
    lost, new = _compared(source_text, translated, source, target, aids)
    if new and not lost and primary(target) not in _CYRILLIC:
        yield caveat("name_doubtful", names=", ".join(name.word for name in new))


def _compared(
    source_text: str, translated: str, source: str, target: str, aids: Aids
) -> tuple[list[str], list[Name]]:
    """Return what a translation does not name of its source, and what it names instead."""
    source_text, translated = (_DOTS.sub("", text) for text in (source_text, translated))
    here, there = capitalised(source_text), capitalised(translated)
    new = _new(source_text, here, there, source, target)
    named: Sequence[Name] = here
    if new and aids.glossary:
        ours, theirs = _agreed(source_text, translated, source, target, aids.glossary)
        named, new = _without(here, ours), _without(new, theirs)
    if not new:
        return [], []
    left = _unmatched(named, WORD.findall(translated), source, target)
    lost = _lost(left, WORD.findall(source_text), WORD.findall(translated), source, target)
    if not any(_firm(name, source) for name in left):
        new = [name for name in new if not everyday(name.word, target)]
    if not lost:
        new = _strange(_alone(new, there, target), aids.context, source, target)
    return lost, new


def _new(
    source_text: str, here: Sequence[Name], there: Sequence[Name], source: str, target: str
) -> list[Name]:
    """Return the names of a translation that no word of its source may be."""
    words = WORD.findall(source_text)
    spelled = [*(name.word for name in here), *joined(here), *_TAIL.findall(source_text)]
    telling = (name for name in there if _telling(name, target) and _names(name, there, target))
    return [n for n in telling if not _known(n.word, spelled, words, target, source)]


def _agreed(
    source_text: str, translated: str, source: str, target: str, glossary: Glossary
) -> list[list[Mention]]:
    """Return where each of two texts has the terms of the glossary that both have."""
    found = [glossary.find(source_text, source), glossary.find(translated, target)]
    ours, theirs = ({mention.term.name for mention in side} for side in found)
    return [[m for m in side if m.term.name in ours & theirs] for side in found]


def _without(names: Sequence[Name], mentions: Sequence[Mention]) -> list[Name]:
    return [n for n in names if not any(m.start <= n.start < m.end for m in mentions)]


def _alone(new: Sequence[Name], there: Sequence[Name], target: str) -> list[Name]:
    """Return the new names that are no first name which a translator put before a known one."""
    known = [name for name in there if name not in new and _telling(name, target)]
    return [name for name in new if not any(adjoin(name, other) for other in known)]


def _strange(new: Sequence[Name], context: str, source: str, target: str) -> list[Name]:
    """Return the names that are nowhere in the document either; none that merely explain.

    Translators into our Cyrillic languages add whose state or people it is, all of them the day.
    English needs a list of common words, since its titles have capitals; German has none.
    """
    cyrillic = primary(target) in _CYRILLIC
    if not context or not (cyrillic or primary(target) == "en"):
        return []
    around = _around(context, source, capitals=cyrillic)
    explains, within = (geographical, SURELY) if cyrillic else (calendrical, ALIKE)
    return [
        name
        for name in new
        if not explains(name.word, target)
        and not any(_is(name.word, word, target, source, within) for word in around)
    ]


@lru_cache(maxsize=8)
def _around(context: str, language: str, *, capitals: bool) -> frozenset[str]:
    """Return the words of an article that may be names: of those with capitals, or of all."""
    words = [n.word for n in capitalised(context)] if capitals else WORD.findall(context)
    return frozenset(word for word in words if _nameable(word, language))


def _nameable(word: str, language: str) -> bool:
    plain = word.lower() not in stopwords(language) and month(word, language) is None
    return plain and len(word) >= _SHORTEST


def _telling(name: Name, language: str) -> bool:
    """Tell whether a word of a translation is surely a name, that something must stand for."""
    cyrillic = primary(language) in _CYRILLIC
    return not (
        name.initial
        or name.quoted
        or (cyrillic and name.word.isascii())
        or len(name.word) < _SHORTEST
        or bool(_BRAND.match(name.word))
        or institutional(name.word, language)
        or adjectival(name.word, language)
    )


def _known(word: str, names: Sequence[str], words: Sequence[str], own: str, other: str) -> bool:
    return any(alike(word, name) for name in names) or any(
        same_sense(word, candidate, own, other)
        or (len(candidate) >= _LOWERED and alike(word, candidate, SURELY))
        for candidate in words
    )


def _unmatched(names: Sequence[Name], there: Sequence[str], own: str, other: str) -> list[Name]:
    """Return the names that no word is left for; one word stands for one name only."""
    left, unmatched = list(there), []
    for name in names:
        if not _counts(name, names, own):
            continue
        match = next((w for w in left if _same(name.word, w, own, other)), None)
        if match is None:
            unmatched.append(name)
        else:
            left.remove(match)
    if primary(other) in _SPARING:
        return unmatched
    return [n for n in unmatched if n.word.isascii() or _firm(n, own) or _telling(n, own)]


def _lost(
    left: Sequence[Name], here: Sequence[str], there: Sequence[str], own: str, other: str
) -> list[str]:
    gone = (word for word in here if _gone(word, there, own, other))
    return list(dict.fromkeys((*(name.word for name in left), *gone)))


def _firm(name: Name, language: str) -> bool:
    """Tell whether a word of a source is surely a name of somebody or of some place.

    Titles are translated, brands are left out, and German writes every noun like a name.
    """
    foreign = primary(language) in _CYRILLIC and name.word.isascii()
    return primary(language) != "de" and not (
        name.quoted
        or foreign
        or len(name.word) < _SHORTEST
        or name.word.isupper()
        or institutional(name.word, language)
        or adjectival(name.word, language)
        or everyday(name.word, language)
    )


def _names(name: Name, names: Sequence[Name], language: str) -> bool:
    """Tell whether a capital letter says that a word is a name; in German it takes two of them."""
    if primary(language) != "de":
        return True
    return any(adjoin(name, other) or adjoin(other, name) for other in names)


def _counts(name: Name, names: Sequence[Name], language: str) -> bool:
    """Tell whether a word of a source is a name that a translation has to have."""
    if len(name.word) < _SHORT or name.word.isupper() or not _names(name, names, language):
        return False
    if institutional(name.word, language) or name.word.lower() in stopwords(language):
        return False
    # any word may begin a sentence; two with capitals are a name
    return not name.initial or any(adjoin(name, other) for other in names)


def _gone(word: str, there: Sequence[str], own: str, other: str) -> bool:
    """Tell whether a month, an acronym, or the adjective of a people has no counterpart."""
    if (named := surely_month(word, own)) is not None:
        return all(month(candidate, other) != named for candidate in there)
    acronym = word.isupper() and len(word) > 1
    demonym = len(word) > _LOWERED and _DEMONYM.search(word)
    if not (acronym or demonym) or not geographical(word, own):
        return False
    return not any(_same(word, candidate, own, other) for candidate in there)


def _same(word: str, candidate: str, own: str, other: str) -> bool:
    may_sound = candidate[0].isupper() or len(candidate) >= _LOWERED
    return (may_sound and alike(word, candidate)) or same_sense(word, candidate, own, other)


def _is(word: str, candidate: str, own: str, other: str, within: float) -> bool:
    return alike(word, candidate, within) or same_sense(word, candidate, own, other)
