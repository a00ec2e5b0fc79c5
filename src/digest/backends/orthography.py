"""Belarusian from one orthography into another, as hops at the ends of a translator's route.

What models and Apertium have seen is the official orthography: a text in another one is put into
it first. Words are looked up in hunspell-be where it is installed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.backends.wordlist import word_list
from digest.records import Signature
from digest.text.belarusian import to_cyrillic, to_latin, to_official, to_taraskievica

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEFT = re.compile(r"(\[[^\[\]]*\]|https?:\S+|[\w.+-]+@[\w.-]+)")
OFFICIAL, TARASK, LATIN = "be", "be-tarask", "be-Latn"


def _official(text: str) -> str:
    return to_official(text, word_list("be") or frozenset[str]())


def _read(text: str) -> str:
    return _official(to_cyrillic(text))


WAYS: dict[tuple[str, str], Callable[[str], str]] = {
    (TARASK, OFFICIAL): _official,
    (LATIN, OFFICIAL): _read,  # Łacinka is mostly written by the rules of Taraškievica
    (OFFICIAL, TARASK): to_taraskievica,
    (OFFICIAL, LATIN): to_latin,
    (TARASK, LATIN): to_latin,
    (LATIN, TARASK): to_cyrillic,
}


class Orthography:
    """An engine that respells and does not translate; nothing of it is a draft."""

    name = "orthography"
    rank = 0
    draft = False
    pairs = frozenset(WAYS)

    def signature(self, source: str, target: str) -> Signature:
        """Return the pair, and whether a word list helps."""
        return Signature(self.name, f"{source}-{target}", "hunspell" if word_list("be") else "")

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return each sentence in the other orthography."""
        respell = WAYS[source, target]
        return [_outside(respell, sentence) for sentence in sentences]


def _outside(respell: Callable[[str], str], sentence: str) -> str:
    """Respell a sentence but for addresses, and for words in brackets: an engine left those."""
    parts = _LEFT.split(sentence)  # outside and inside by turns
    parts[::2] = map(respell, parts[::2])
    return "".join(parts)
