"""Names in a translation: each has a counterpart by its sound or by its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.records import caveat, primary
from digest.text.names import WORD, adjectival, capitalised, joined
from digest.text.senses import geographical, institutional, senses
from digest.text.sounds import ALIKE, SURELY, alike
from digest.text.words import stopwords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.records import Caveat
    from digest.text.names import Name

_SHORTEST, _SHORT = 4, 3  # letters of a name in a translation, and of one in its source
_CYRILLIC = frozenset({"be", "ru", "uk"})
_SPARING = frozenset({"be", "pl", "ru", "uk"})  # little but names begins with a capital letter
_INFLECTED = 3  # letters at the end of a name that its cases differ in
_LOWERED = 6  # letters from which on a word without a capital may be formed from a name


def names_changed(
    source_text: str, translated: str, source: str, target: str, context: str = ""
) -> Iterator[Caveat]:
    """Yield a fault where a translation names something that its source does not.

    `context` is the document that the source stands in: a name from there may be said again. Where
    it is not given, a new name is a fault only where another one is gone, since translators name
    what a pronoun or an abbreviation meant.
    """
    here, there = capitalised(source_text), capitalised(translated)
    words = WORD.findall(source_text)
    new = [
        n for n in there if _telling(n, target) and not _known(n.word, here, words, target, source)
    ]
    around = {n.word for n in capitalised(context) if len(n.word) >= _SHORTEST} if new else ()
    new = [n for n in new if not any(_surely(n.word, word, target, source) for word in around)]
    if not new:
        return
    lost = _lost(here, WORD.findall(translated), source, target)
    if primary(target) not in _SPARING:
        lost = [name for name in lost if _telling(name, source) or name.word.isascii()]
    sure = context and primary(target) in _SPARING
    if lost or (sure and not all(geographical(name.word, target) for name in new)):
        gone, came = (", ".join(name.word for name in side) for side in (lost, new))
        yield caveat("name_changed", lost=gone or "-", new=came)


def _telling(name: Name, language: str) -> bool:
    """Tell whether a word of a translation is surely a name, that something must stand for."""
    cyrillic = primary(language) in _CYRILLIC
    return not (
        name.initial
        or name.quoted
        or (cyrillic and name.word.isascii())
        or len(name.word) < _SHORTEST
        or name.word.isupper()
        or institutional(name.word, language)
        or adjectival(name.word, language)
    )


def _known(word: str, names: Sequence[Name], words: Sequence[str], own: str, other: str) -> bool:
    spellings = [*(name.word for name in names), *joined(names)]
    return any(alike(word, spelling) for spelling in spellings) or any(
        _same_sense(word, candidate, own, other) for candidate in words
    )


def _lost(names: Sequence[Name], words: list[str], own: str, other: str) -> list[Name]:
    """Return the names that no word is left for; one word stands for one name only."""
    left, lost = list(words), []
    for name in names:
        if len(name.word) < _SHORT or name.word.isupper():
            continue
        if institutional(name.word, own) or name.word.lower() in stopwords(own):
            continue
        if name.initial and not any(_adjoin(name, other) for other in names):
            continue  # any word may begin a sentence; two with capitals are a name
        match = next((w for w in left if _same(name.word, w, own, other)), None)
        if match is None:
            lost.append(name)
        else:
            left.remove(match)
    return lost


def _same(word: str, candidate: str, own: str, other: str) -> bool:
    may_sound = candidate[0].isupper() or len(candidate) >= _LOWERED
    return (may_sound and alike(word, candidate)) or _same_sense(word, candidate, own, other)


def _surely(word: str, candidate: str, own: str, other: str) -> bool:
    return alike(word, candidate, SURELY) or _same_sense(word, candidate, own, other)


def _same_sense(word: str, candidate: str, own: str, other: str) -> bool:
    return not senses(word, own).isdisjoint(senses(candidate, other))


def names_invented(
    text: str, names: Sequence[Name], words: frozenset[str], language: str, other: str
) -> Iterator[Caveat]:
    """Yield a fault for each name of a summary that is nowhere in its article, in any case.

    `names` and `words` (in lower case) are those of the article, `other` its language.
    """
    found = capitalised(text)
    for at, name in enumerate(found):
        if _named(found, at, language) and not _stands(name.word, names, words, language, other):
            yield caveat("name_added", name=name.word)


def _named(found: Sequence[Name], at: int, language: str) -> bool:
    """Tell whether a word of a summary is a name: a sentence may begin with any word.

    In German all nouns have capitals, so a name is two such words there.
    """
    name = found[at]
    beside = [other for other in (found[at - 1 : at] if at else []) if _adjoin(other, name)]
    beside += [other for other in found[at + 1 : at + 2] if _adjoin(name, other)]
    alone_tells = primary(language) != "de" and not name.initial
    return len(name.word) >= _SHORT and (alone_tells or bool(beside))


def _adjoin(one: Name, other: Name) -> bool:
    return other.start == one.start + len(one.word) + 1


def _stands(
    word: str, names: Sequence[Name], words: frozenset[str], language: str, other: str
) -> bool:
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low in words:
        return True
    if primary(language) == primary(other):
        begun = low[: -min(_INFLECTED, (len(low) - 1) // 2)]
        if any(w.startswith(begun) and len(w) <= len(low) + _INFLECTED for w in words):
            return True
        within = SURELY
    else:
        within = ALIKE
    return any(alike(word, name.word, within) for name in names) or any(
        _same_sense(word, candidate, language, other) for candidate in words
    )
