"""Names in a translation: each has a counterpart by its sound or by its meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from digest.gate.aids import NONE
from digest.gate.namesakes import about, gone, known, nearly, unmatched
from digest.gate.naming import counts, evident, missed, nameable, telling
from digest.records import caveat, primary
from digest.text.everyday import everyday
from digest.text.names import CYRILLIC, WORD, capitalised, joined, quoted_alone
from digest.text.senses import calendrical, geographical
from digest.text.sounds import SURELY, alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.gate.aids import Aids
    from digest.records import Caveat
    from digest.text.glossary import Glossary, Mention
    from digest.text.names import Name

_SPARING = frozenset({"be", "pl", "ru", "uk"})  # little but names begins with a capital letter
_TAIL = re.compile(r"[A-ZА-ЯЁІЎЄЇҐ][^\W\d_]*-([^\W\d_A-Z]{2,})")  # Moon Jae-in, Mohenjo-daro


class Difference(NamedTuple):
    """What a translation does not name of its source, and what it names that its source does not.

    It is `certain` where one took the place of the other.
    """

    lost: Sequence[str] = ()
    new: Sequence[str] = ()
    certain: bool = False


def names_changed(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Iterator[Caveat]:
    """Yield a fault where a translation names something in the place of what its source names."""
    found = _difference(source_text, translated, source, target, aids)
    if found.certain:
        yield caveat("name_changed", lost=", ".join(found.lost), new=", ".join(found.new))


def names_doubtful(
    source_text: str, translated: str, source: str, target: str, aids: Aids = NONE
) -> Iterator[Caveat]:
    """Yield a doubt where a name of a translation may be right though its source has it not.

    Translators name what a pronoun or an abbreviation meant, call a person by another of the names
    that the article has, write titles by their meaning, and names as another language sounds.
    """
    found = _difference(source_text, translated, source, target, aids)
    if found.new and not found.certain:
        yield caveat("name_doubtful", names=", ".join(found.new))


def _difference(
    source_text: str, translated: str, source: str, target: str, aids: Aids
) -> Difference:
    here, there = capitalised(source_text), capitalised(translated)
    new = _new(source_text, here, there, source, target)
    named: Sequence[Name] = here
    if new and aids.glossary:
        ours, theirs = _agreed(source_text, translated, source, target, aids.glossary)
        named, new = _without(here, ours), _without(new, theirs)
    if not new:
        return Difference()
    words, others = WORD.findall(source_text), WORD.findall(translated)
    left = _left(named, others, source, target, aids.context)
    away = list(gone(words, others, source, target))
    if not left:
        new = [name for name in new if not everyday(name.word, target)]
    if not left and not away:
        new = _strange(new, aids.context, source, target)
    lost = list(dict.fromkeys((*(name.word for name in left), *away)))
    is_gone = bool(away) or any(missed(name, source, aids.context) for name in left)
    may_be_right = (
        _known_otherwise(new, lost, aids.context, source)
        or _common(left, source)
        or _common(new, target)
        or all(quoted_alone(*pair) for pair in ((left, source_text), (new, translated)))
    )
    return Difference(lost, [name.word for name in new], is_gone and not may_be_right)


def _known_otherwise(new: Sequence[Name], lost: Sequence[str], article: str, language: str) -> bool:
    """Tell whether all new names sound much like a lost one, or stand elsewhere in the article."""
    around = nameable(article, language, capitals=True)
    return all(nearly(n.word, lost) or nearly(n.word, around, SURELY) for n in new)


def _common(names: Sequence[Name], language: str) -> bool:
    """Tell whether all names are common words: titles are translated."""
    return bool(names) and all(everyday(name.word, language) for name in names)


def _new(
    source_text: str, here: Sequence[Name], there: Sequence[Name], source: str, target: str
) -> list[Name]:
    """Return the names of a translation that no word of its source may be."""
    words = WORD.findall(source_text)
    spelled = [*(name.word for name in here), *joined(here), *_TAIL.findall(source_text)]
    told = (name for name in there if telling(name, there, target))
    return [name for name in told if not known(name.word, spelled, words, target, source)]


def _left(
    names: Sequence[Name], there: Sequence[str], source: str, target: str, article: str
) -> list[Name]:
    """Return the names of a source that a translation has to have, and has not."""
    found = [n for n in names if counts(n, names, source, article) and not _glosses(n, names)]
    left = unmatched(found, there, source, target)
    return left if primary(target) in _SPARING else [n for n in left if evident(n, source)]


def _glosses(name: Name, names: Sequence[Name]) -> bool:
    """Tell whether a name only repeats another in Latin letters: Ивата (Iwata)."""
    others = (other.word for other in names if not other.word.isascii())
    return name.word.isascii() and any(alike(name.word, other, SURELY) for other in others)


def _agreed(
    source_text: str, translated: str, source: str, target: str, glossary: Glossary
) -> list[list[Mention]]:
    """Return where each of two texts has the terms of the glossary that both have."""
    found = [glossary.find(source_text, source), glossary.find(translated, target)]
    ours, theirs = ({mention.term.name for mention in side} for side in found)
    return [[m for m in side if m.term.name in ours & theirs] for side in found]


def _without(names: Sequence[Name], mentions: Sequence[Mention]) -> list[Name]:
    return [n for n in names if not any(m.start <= n.start < m.end for m in mentions)]


def _strange(new: Sequence[Name], context: str, source: str, target: str) -> list[Name]:
    """Return the names that are nowhere in the document either; none that merely explain.

    Translators into our Cyrillic languages add whose state or people it is, all of them the day.
    English needs a list of common words, since its titles have capitals; German has none.
    """
    cyrillic = primary(target) in CYRILLIC
    if not context or not (cyrillic or primary(target) == "en"):
        return []
    around = nameable(context, source, capitals=cyrillic)
    explains = geographical if cyrillic else calendrical
    strange = (name for name in new if not explains(name.word, target))
    return [name for name in strange if not about(name.word, around, target, source)]
