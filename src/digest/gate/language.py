"""Language: all of a text is in the language that was asked for, and was not merely copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from digest.gate.length import pieces
from digest.records import UNDETERMINED, Detection, caveat, primary
from digest.text.writing.orthography import ALPHABETS, familiar, foreign, rivals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.records import Caveat

Detect = Callable[[str], Detection]  # what tells the language of a text

_ADDRESS = re.compile(r"\S*[@#/]\S*")  # addresses and hashtags stay as they are, letters and all
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LEFT = re.compile(r"\[[^\W\d_]+(?:[-’'][^\W\d_]+)*\]")  # a word marked as not translated
_QUOTED = re.compile(r"[«„“\"][^«»„“”\"]{1,60}[»”“\"]")  # titles may stay in their own language
_LONG = 25  # letters: anything shorter may be a name, the same in both languages
_SENTENCE, _PHRASE = 20, 8  # letters of a sentence that is judged by its words, by its script
_RUNNING = re.compile(r"(?<!\S)[^\W\d_A-ZА-Я]{3,}")  # a word in small letters: no mere name
_LATIN_RUN = re.compile(r"(?:[^\W\d_Ѐ-ӿ]+(?:['’-][^\W\d_Ѐ-ӿ]+)*[\s,;:]+){4,}[^\W\d_Ѐ-ӿ]+")
_CYRILLIC_RUN = re.compile(r"(?:[Ѐ-ӿ]+(?:['’-][Ѐ-ӿ]+)*[\s,;:]+){2,}[Ѐ-ӿ]+")
_SMALL_LETTERS = 3  # words of such a run that a name seldom has
_ALIEN = 0.02  # share of letters that the alphabet lacks
_SCRIPT = 0.5  # share of the letters of a sentence that another script may have: names, titles
_WORDS = 0.2  # share of the words of a neighbour's language, above ours, that is no chance
_SMALL = 2  # of its small words: English I is also the Polish for "and"
_SURE = 0.9  # confidence from which on the detector alone decides
_UNLIKE = frozenset({"zh", "ja", "ko", "th", "ka", "hy", "el", "ar", "he", "fa", "hi"})


def wrong_language(text: str, target: str, detect: Detect | None = None) -> Iterator[Caveat]:
    """Yield a fault for letters that the language lacks, and for sentences in another language."""
    plain = _LEFT.sub(" ", _ADDRESS.sub(" ", text))
    if wrong := _alien_words(plain, target):
        yield caveat("letters", words=", ".join(dict.fromkeys(wrong)), language=target)
    if stray := _stray_run(plain, target):
        yield caveat("wrong_language", language=target, text=stray[:60])
        return
    for sentence in pieces(plain, target):
        bare = _QUOTED.sub(" ", sentence)
        bare = bare if sum(map(str.isalpha, bare)) >= _PHRASE else sentence
        if _is_foreign(bare, target, detect):
            yield caveat("wrong_language", language=target, text=sentence[:60])


def copied(source_text: str, translated: str, source: str, target: str) -> Iterator[Caveat]:
    """Yield a fault where the translation is its source, or holds a long piece of it."""
    here, there = letters(source_text), letters(translated)
    if primary(source) == primary(target) or min(len(here), len(there)) < _LONG:
        return
    if here == there or any(
        len(letters(sentence)) >= _LONG and letters(sentence) in here
        for sentence in pieces(translated, target)
    ):
        yield caveat("not_translated")


def letters(text: str) -> str:
    """Return the letters of a text alone, in lower case."""
    return "".join(_LETTERS.findall(text)).casefold()


def _alien_words(text: str, target: str) -> list[str]:
    """Return the Cyrillic words with a letter that the alphabet of the language lacks."""
    alphabet = ALPHABETS.get(primary(target)) if target != "be-Latn" else None
    if alphabet is None:
        return []
    alien = {chr(code) for code in range(0x400, 0x500)} - set(alphabet)
    return [word for word in _LETTERS.findall(text) if alien.intersection(word.lower())]


def _stray_run(text: str, target: str) -> str:
    """Return a run of words in the other script that is no name: some begin with a small letter."""
    if primary(target) in _UNLIKE:
        return ""
    cyrillic = primary(target) in ALPHABETS and target != "be-Latn"
    for run in (_LATIN_RUN if cyrillic else _CYRILLIC_RUN).finditer(_QUOTED.sub(" ", text)):
        if sum(word[0].islower() for word in run[0].split() if word[0].isalpha()) >= _SMALL_LETTERS:
            return run[0]
    return ""


def _is_foreign(sentence: str, target: str, detect: Detect | None) -> bool:
    size = sum(map(str.isalpha, sentence))
    if size < _SENTENCE and not (size >= _PHRASE and _RUNNING.search(sentence)):
        return False
    if (cyrillic := _cyrillic(sentence)) is None:
        return primary(target) not in _UNLIKE
    if cyrillic != (primary(target) in ALPHABETS and target != "be-Latn"):
        return primary(target) in ALPHABETS or primary(target) not in _UNLIKE
    if foreign(sentence, target) > _ALIEN:
        return True
    if size < _SENTENCE:
        return False
    own = familiar(sentence, target)
    others = max((familiar(sentence, rival) for rival in rivals(target)), default=0.0)
    rival = others - own >= _WORDS and others * len(_LETTERS.findall(sentence)) >= _SMALL
    if detect is None or own > others:
        return rival
    found = detect(sentence)
    if found.confidence < _SURE:
        return rival
    return primary(found.language) not in {primary(target), UNDETERMINED}


def _cyrillic(sentence: str) -> bool | None:
    """Tell whether most letters are Cyrillic; None where they are neither that nor Latin."""
    found = [char for char in sentence if char.isalpha()]
    cyrillic = sum("Ѐ" <= char <= "ӿ" for char in found)
    latin = sum(char < "ɐ" for char in found)
    if cyrillic + latin < len(found) / 2:
        return None
    return cyrillic > _SCRIPT * (cyrillic + latin)
