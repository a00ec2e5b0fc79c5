"""Names in a translation: each has a counterpart by its sound or by its meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.gate.aids import NONE
from digest.records import caveat, primary
from digest.text.names import WORD, adjectival, capitalised, joined
from digest.text.numerals import month
from digest.text.senses import geographical, institutional, senses
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
_INFLECTED = 3  # letters at the end of a name that its cases differ in
_TAIL = re.compile(r"[A-ZА-ЯЁІЎЄЇҐ][^\W\d_]*-([^\W\d_A-Z]{2,})")  # Moon Jae-in, Mohenjo-daro
_DOTS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)")  # U.S.
_DEMONYM = re.compile(r"(?:[сцз]ь?к|n?isch)\w{1,3}$")
_LOWERED = 6  # letters from which on a word without a capital may be formed from a name


def names_changed(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Iterator[Caveat]:
    """Yield a fault where a translation names something that its source does not.

    A name that stands elsewhere in the article may be said again. Where there is none, a new name
    is a fault only where another one is gone, since translators name what a pronoun or an
    abbreviation meant.
    """
    source_text, translated = (_DOTS.sub("", text) for text in (source_text, translated))
    here, there = capitalised(source_text), capitalised(translated)
    new = _new(source_text, here, there, source, target)
    if new and aids.glossary:
        ours, theirs = _agreed(source_text, translated, source, target, aids.glossary)
        here, new = _without(here, ours), _without(new, theirs)
    if not new:
        return
    lost = _lost(here, WORD.findall(source_text), WORD.findall(translated), source, target)
    if not lost:
        new = _strange(_alone(new, there), aids.context, source, target)
    if new:
        gone, came = (", ".join(side) for side in (lost, [name.word for name in new]))
        yield caveat("name_changed", lost=gone or "-", new=came)


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


def _alone(new: Sequence[Name], there: Sequence[Name]) -> list[Name]:
    """Return the new names that are no first name which a translator put before a known one."""
    known = [name for name in there if name not in new]
    return [name for name in new if not any(_adjoin(name, other) for other in known)]


def _strange(new: Sequence[Name], context: str, source: str, target: str) -> list[Name]:
    """Return the names that are nowhere in the document either; none of states, which explain."""
    if not context or primary(target) not in _CYRILLIC:
        return []
    around = {n.word for n in capitalised(context) if _nameable(n.word, source)}
    return [
        name
        for name in new
        if not geographical(name.word, target)
        and not any(_surely(name.word, word, target, source) for word in around)
    ]


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
        or name.word.partition("'")[0].isupper()
        or institutional(name.word, language)
        or adjectival(name.word, language)
    )


def _known(word: str, names: Sequence[str], words: Sequence[str], own: str, other: str) -> bool:
    return any(alike(word, name) for name in names) or any(
        _same_sense(word, candidate, own, other)
        or (len(candidate) >= _LOWERED and alike(word, candidate, SURELY))
        for candidate in words
    )


def _lost(
    names: Sequence[Name], here: Sequence[str], there: Sequence[str], own: str, other: str
) -> list[str]:
    """Return the names that no word is left for; one word stands for one name only."""
    left, lost = list(there), []
    for name in names:
        if not _counts(name, names, own):
            continue
        match = next((w for w in left if _same(name.word, w, own, other)), None)
        if match is None:
            lost.append(name)
        else:
            left.remove(match)
    if primary(other) not in _SPARING:
        lost = [name for name in lost if _telling(name, own) or name.word.isascii()]
    gone = (word for word in here if _gone(word, there, own, other))
    return list(dict.fromkeys((*(name.word for name in lost), *gone)))


def _names(name: Name, names: Sequence[Name], language: str) -> bool:
    """Tell whether a capital letter says that a word is a name; in German it takes two of them."""
    if primary(language) != "de":
        return True
    return any(_adjoin(name, other) or _adjoin(other, name) for other in names)


def _counts(name: Name, names: Sequence[Name], language: str) -> bool:
    """Tell whether a word of a source is a name that a translation has to have."""
    if len(name.word) < _SHORT or name.word.isupper() or not _names(name, names, language):
        return False
    if institutional(name.word, language) or name.word.lower() in stopwords(language):
        return False
    # any word may begin a sentence; two with capitals are a name
    return not name.initial or any(_adjoin(name, other) for other in names)


def _gone(word: str, there: Sequence[str], own: str, other: str) -> bool:
    """Tell whether a month, an acronym, or the adjective of a people has no counterpart."""
    if word != "May" and (named := month(word, own)) is not None:
        return all(month(candidate, other) != named for candidate in there)
    acronym = word.isupper() and len(word) > 1
    demonym = len(word) > _LOWERED and _DEMONYM.search(word)
    if not (acronym or demonym) or not geographical(word, own):
        return False
    return not any(_same(word, candidate, own, other) for candidate in there)


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
