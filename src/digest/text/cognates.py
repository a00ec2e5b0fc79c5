"""Words that two Slavic languages share, respelled from one orthography into the other.

The correspondences leave open what spelling does not show, such as where the stress falls, so
they give several candidates; a candidate counts only where the other language has that word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from digest.text.correspondences import COMBINING, RULES
from digest.text.lexicon import FINITE, MARKS, NAMED, NEUTER, OWNED, SHORT, lexicon
from digest.text.towns import towns
from digest.text.transliteration import transliterate

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

LIMIT = 600  # candidates of one word
_LIKELY = 24  # of them that may want a double consonant
_ON_THE_WAY = 40  # of them that are tried through Russian, on each leg
_MAY_BE_DOUBLE = "кпсмнлтрфб"
_BY_CHANCE = 9  # letters: longer names hardly ever look like a word of the other language
_REST = 4  # letters of what follows a combining form
REMEMBERED = 1 << 10  # words of a day that come again
_ABBREVIATION = re.compile("[А-ЯЁІЎЇЄҐ]{2,4}")  # ТАВР is no cattle brand
# Endings that no name has, in a dictionary or not: of Belarusian verbs and participles, of what is
# abstract, and of learned adjectives (Іканаборства, Пенітэнцыярнае).
_NO_NAME = re.compile(
    r"(?:[аіыоя](?:ліся|лася|ўся)|[ауіыя]цца|[ауіыя]ваць|ван(?:ы|ая|ае|ыя)"
    r"|[сц]тв[аоуе]м?|[аея]нне|асц[ьі]|ост[ьи]|(?:і|и)зм[ау]?"
    r"|(?:а|и|і)льн(?:ая|ае|ое|ыя|ые)|(?:цыйн|ционн|арн|ічн)(?:ая|ае|ое|ыя|ые))$"
)
_LONG = re.compile("([ая]н|[её]н|[аеёиоуыя]т)н?(ый|ая|ое|ые)$")
# Endings of verbs and participles, which no name has: Воспитывающие begins a sentence.
_VERBAL = re.compile(
    r"(?:[ауюя]ющ|ящ|вш|ённ|анн|енн|янн)(?:ий|ая|ее|ие|ый|ое|ые|его|ого|ей|ой|их|ых|им|ым|ем|ом|ую|ими|ыми)(?:ся)?$|(?:[аеиоуыя]ть|[аеиоуыя]л[аио]?|[аеиуюя]т|[аи]в|[аеуюя]ем|ём)(?:ся|сь)?$"
)


def respell(
    word: str, source: str, target: str, known: Container[str], own: Container[str] = frozenset()
) -> tuple[str, bool]:
    """Return the word in the other orthography, and whether the other language has it.

    A name without a cognate is transliterated. A common word without one stays as it is, at the
    beginning of a sentence, too, where `own`, the words of its language, has it: a word that
    nobody has attested would be an invented one.
    """
    if not re.search(r"[^\W\d_a-zA-Z]", word) or (source, target) not in RULES:
        return word, True
    marked, word = word, word.rstrip(MARKS)
    plain = _plain(word, source)
    if word[0].isupper() and (town := towns(source, target).get(plain)):
        return _cased(town, word), True
    if marked.endswith(NAMED):
        return transliterate(word, source, target), True
    words = lexicon(source, target)
    if marked.endswith(OWNED):
        return _owned(word, source, target, known, own)
    if listed := words.get(plain + marked[len(word) :]) or words.get(plain):
        return _cased(_shortened(listed, marked), word), True
    if source == "uk":
        plain = _genitive(plain, known)
    name = word[0].isupper() and "uk" in (source, target) and plain not in own
    spellings = () if name or _ABBREVIATION.fullmatch(word) else candidates(plain, source, target)
    short = source in {"be", "ru"} and word[0].isupper() and len(plain) < _BY_CHANCE
    strange = short and bool(own) and (plain if source == "be" else word) not in own
    if (source, target) == ("uk", "ru"):
        spellings = (*spellings, *_doubled(spellings))
    for candidate in spellings:
        form = _marked(candidate, marked)
        if _attested(form, known, capital=word[0].isupper(), strange=strange):
            return _cased(form, word), True
    if compound := _compounded(plain, source, target, known, own):
        return _cased(compound, word), True
    verbal = ((_VERBAL.search(plain) or plain.endswith("ваў")) and plain in own) or _NO_NAME.search(
        plain
    )
    is_name = word[0].isupper() and not verbal
    if is_name and source == "uk":  # Іванової, Коломієць
        word = re.sub("ої$", "ой", re.sub("[еє]ць$", "ец", word))
    return (transliterate(word, source, target) if is_name else word), is_name


def carried(word: str, target: str, known: Container[str], russian: Container[str]) -> str:
    """Return a word that the hop to Russian has left, as be or uk has it; empty where it has not.

    Both legs' correspondences make candidates, of which only an attested one counts: телеведуча,
    тэлевядучая.
    """
    source = {"be": "uk", "uk": "be"}.get(target)
    plain = _plain(word, source or "")
    if source is None or plain in russian:
        return ""
    words = lexicon("ru", target)
    for between in candidates(plain, source, "ru")[:_ON_THE_WAY]:
        forms = candidates(between, "ru", target)[:_ON_THE_WAY]
        if form := words.get(between) or next((one for one in forms if one in known), ""):
            return _cased(form, word)
    return ""


def _plain(word: str, source: str) -> str:
    """Return a word as dictionaries have it."""
    plain = word.lower().replace("’", "'").replace("ʼ", "'")
    if source == "be":  # after a vowel: шмат ўвагі
        return re.sub("^ў", "у", plain)
    return re.sub("(л[аои]|ти)сь$", r"\1ся", plain) if source == "uk" else plain


def _attested(form: str, known: Container[str], *, capital: bool, strange: bool) -> bool:
    """Tell whether the other language has a form; of a stranger, as a name: Саланкі, no солонки."""
    if strange:
        return form not in known and form.capitalize() in known
    return form in known or (capital and form.capitalize() in known)


def _marked(form: str, word: str) -> str:
    """Return a Russian form as the mark of the Belarusian word asks for it."""
    if word.endswith(FINITE):
        return re.sub(r"ть(ся)?$", r"т\1", form)
    if word.endswith(NEUTER):
        return re.sub(r"а(?=сь$|$)", "о", form)
    return form if form.endswith("н") else _shortened(form, word)


def _shortened(form: str, word: str) -> str:
    """Return a Russian participle short where the word has the mark: найденные, найдены."""
    return _LONG.sub(_short, form) if word.endswith(SHORT) else form


def _short(found: re.Match[str]) -> str:
    ending = {"ый": "", "ая": "а", "ое": "о", "ые": "ы"}[found[2]]
    return (found[1].replace("ё", "е") if ending else found[1]) + ending


def _compounded(
    word: str, source: str, target: str, known: Container[str], own: Container[str]
) -> str:
    """Return a compound of what both languages form alike: видеокомпания, экс-прэзідэнт.

    Apertium may have translated the part after a hyphen already.
    """
    first, hyphen, rest = word.rpartition("-")
    if hyphen and rest in known and rest not in own:
        spelled, sure = respell(first, source, target, known, own)
        if sure:
            return f"{spelled}-{rest}"
    for first, here in COMBINING.get((source, target), {}).items():
        rest = word.removeprefix(first)
        if rest in {word, ""} or len(rest) < _REST:
            continue
        hyphen, rest = ("-", rest[1:]) if rest[0] == "-" else ("", rest)
        if hyphen and rest in known and rest not in own:
            return f"{here}-{rest}"
        spelled, sure = respell(rest, source, target, known, own)
        if sure and (hyphen or spelled.lower() in known):
            return here + hyphen + spelled
    return ""


def _owned(
    word: str, source: str, target: str, known: Container[str], own: Container[str]
) -> tuple[str, bool]:
    """Return a genitive in -у as the one in -а that Russian has, where there is such a word."""
    genitive = respell(word[:-1] + "а", source, target, known, own)
    return genitive if genitive[1] else respell(word, source, target, known, own)


def _genitive(word: str, known: Container[str]) -> str:
    """Return a Ukrainian noun in -у as the genitive in -а that Russian has: тенісу."""
    if not word.endswith("у") or any(form in known for form in candidates(word, "uk", "ru")):
        return word
    bare = candidates(word[:-1], "uk", "ru")
    return word[:-1] + "а" if any(form in known for form in (*bare, *_doubled(bare))) else word


def _doubled(forms: tuple[str, ...]) -> list[str]:
    """Return the likeliest of forms with one consonant doubled, as Russian has it: колегія."""
    return [
        form[:at] + form[at] + form[at:]
        for form in forms[:_LIKELY]
        for at in range(1, len(form) - 1)
        if form[at] in _MAY_BE_DOUBLE and form[at] not in (form[at - 1], form[at + 1])
    ]


@lru_cache(REMEMBERED)
def candidates(word: str, source: str, target: str) -> tuple[str, ...]:
    """Return what a word in lower case may be in the other language, likeliest first."""
    rules, vowels = RULES[source, target]
    forms = [word]
    for pattern, options in rules:
        if any(re.search(pattern, form) for form in forms):
            forms = _unique(re.sub(pattern, option, form) for form in forms for option in options)
    for letter, other in vowels:
        vary = _unstressed if letter in "ое" else _restored
        forms = _unique(variant for form in forms for variant in vary(form, letter, other))
    return tuple(forms)


def _unique(forms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(forms))[:LIMIT]


def _unstressed(word: str, letter: str, other: str) -> list[str]:
    """Akanne: one vowel at most is stressed and stays; of the е only the one before it changes."""
    at = [m.start() for m in re.finditer(letter, word)]
    if letter == "е":
        return [word, *(_replaced(word, (i,), other) for i in at)]
    return [_replaced(word, [i for i in at if i != stay], other) for stay in (*at, -1)]


def _restored(word: str, letter: str, other: str) -> list[str]:
    """Return the word with up to three of the vowels that akanne may have changed put back."""
    at = [m.start() for m in re.finditer(letter, word)]
    sets = (chosen for count in range(4) for chosen in combinations(at, count))
    return [_replaced(word, chosen, other) for chosen in sets]


def _replaced(word: str, at: Iterable[int], other: str) -> str:
    letters = list(word)
    for i in at:
        letters[i] = other
    return "".join(letters)


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    parts, likes = word.split("-"), like.split("-")
    if len(parts) == len(likes) > 1:
        return "-".join(map(_cased, parts, likes))
    if len(word) == len(like) and like != like.capitalize():  # БелТА
        return "".join(w.upper() if c.isupper() else w for w, c in zip(word, like, strict=True))
    return word.capitalize() if like[:1].isupper() else word
