"""Words that two Slavic languages share, respelled from one orthography into the other.

The correspondences leave open what spelling does not show, such as where the stress falls, so
they give several candidates; a candidate counts only where the other language has that word.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from digest.text.transliteration import transliterate

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

Rules = tuple[tuple[str, tuple[str, ...]], ...]  # pattern -> what it may become, likeliest first
LIMIT = 600  # candidates of one word
VOWELS = "аеёіоуыэюяи"

RU_BE: Rules = (
    # endings
    (r"ться$", ("цца",)),
    (r"тся$", ("цца",)),
    (r"([ое])го$", (r"\1го", "ага", "яга")),
    (r"(?<=[аеиоуыя])л(?=$|ся$)", ("ў", "л")),
    (r"ый$", ("ы",)),
    (r"ий$", ("ы", "и", "ий")),
    (r"ой$", ("ой", "ы")),
    (r"([ое])му$", (r"\1му", "аму", "яму")),
    (r"ые$", ("ыя",)),
    (r"ие$", ("ия", "ыя", "ие")),
    (r"([аеяо])ни[ея]$", (r"\1нне", r"\1ння")),
    (r"([аеяо])нию$", (r"\1нню",)),
    (r"([аеяо])нием$", (r"\1ннем",)),
    (r"ит$", ("иць", "ит")),
    (r"([ая])т$", (r"\1ць", r"\1т")),
    (r"([ую])т$", (r"\1ць", r"\1т")),
    (r"ет$", ("е", "ець", "ет", "эт")),
    (r"ам$", ("ам", "ах")),
    # prefixes and stems
    (r"^(?:из|ис)(?=[бвгджзклмнпрстфхцчшщ])", ("з", "вы", "із", "с")),
    (r"^воз", ("уз",)),
    (r"^вос", ("ус",)),
    (r"^в(?=[бвгджзклмнпрстфхцчшщ])", ("у", "в")),
    (r"ирова", ("ірава", "ава")),
    (r"ств([оауе])", (r"ств\1",)),
    (r"([бпфтксрлмн])\1", (r"\1", r"\1\1")),
    # letters
    (r"щ", ("шч",)),
    (r"ъ", ("'",)),
    (r"(?<=[бпвмф])ь(?=[еёюяи])", ("'",)),
    (r"(?<=[бпвмфр])ь$", ("",)),
    (r"(?<=[лнтсздц])ь(?=[еёюяи])", ("!",)),
    (r"(?<=[жчшцр])и", ("ы",)),
    (r"(?<=[жчшцр])е", ("э",)),
    (r"(?<=[жчшцр])ё", ("о",)),
    (r"(?<=[жчшцр])я", ("а",)),
    (r"(?<=[жчшцр])ю", ("у",)),
    (r"(?<=[жчшр])ь", ("",)),
    (r"т(?=[еёюяиь!])", ("ц", "т!")),
    (r"д(?=[еёюяиь!])", ("дз", "д!")),
    (r"(?<=[тд])!и", ("ы",)),
    (r"(?<=[тд])!е", ("э",)),
    (r"!", ("",)),
    (r"и", ("і",)),
    (r"(?<=[аеёіоуыэюя])в(?=[бвгджзйклмнпрстфхцчшў]|$)", ("ў",)),
    (r"(?<=[аеёіоуыэюя])л(?=[бвгджзклмнпрстфхцчш])", ("л", "ў")),
)
BE_RU: Rules = (
    (r"цца$", ("ться", "тся")),
    (r"ў(?=$|ся$)", ("л", "в")),
    (r"ага$", ("ого", "его", "ага")),
    (r"яга$", ("его", "яга")),
    (r"аму$", ("ому", "ему", "аму")),
    (r"яму$", ("ему", "яму")),
    (r"ыя$", ("ые", "ия", "ие")),
    (r"ія$", ("ия", "ие")),
    (r"ы$", ("ы", "ый", "ой", "ий")),
    (r"і$", ("и", "ий")),
    (r"нн([еяю])$", (r"ни\1", r"нь\1")),
    (r"ннем$", ("нием",)),
    (r"(?<=[іыа])ць$", ("ть", "т")),
    (r"(?<=[уюея])ць$", ("т", "ть")),
    (r"(?<=[аяуе])е$", ("ет", "е")),
    (r"^[уў](?=[бвгджзклмнпрстфхцчшў])", ("у", "в")),
    (r"^з(?=[бвгджзклмнпрстфхцчш])", ("с", "из", "з")),
    (r"^уз", ("воз", "вз", "уз")),
    (r"^ус", ("вос", "вс", "ус")),
    (r"шч", ("щ",)),
    (r"дз(?=[еёюяіь])", ("д",)),
    (r"ц(?=[еёюяіь])", ("т",)),
    (r"(?<=[бпвмф])'", ("ъ", "ь")),
    (r"'", ("ъ",)),
    (r"(?<=[жчшцщ])ы", ("и", "ы")),
    (r"(?<=[тдрзсн])ы", ("ы", "и")),
    (r"(?<=[жчшщ])о", ("ё", "о")),
    (r"ра", ("ра", "ря")),
    (r"ру", ("ру", "рю")),
    (r"э", ("е", "э")),
    (r"і", ("и",)),
    (r"ў", ("в", "л")),
    (r"([сткпл])(?=[еоаи])", (r"\1", r"\1\1")),
)
RU_UK: Rules = (
    (r"ться$", ("тися",)),
    (r"тся$", ("ться",)),
    (r"ть$", ("ти",)),
    (r"(?<=[аеиоуыя])л(?=$|ся$)", ("в",)),
    (r"(?:ый|ий|ой)$", ("ий", "ій")),
    (r"ого$", ("ого",)),
    (r"(?:ые|ие)$", ("і",)),
    (r"(?:ая)$", ("а",)),
    (r"ция", ("ція",)),
    (r"ировать$", ("увати",)),
    (r"(?<=[бпвмф])[ьъ](?=[еёюя])", ("'",)),
    (r"ъ", ("'",)),
    (r"ы", ("и",)),
    (r"э", ("е",)),
    (r"ё", ("ьо", "йо", "о")),
    (r"(?<!^)и", ("и!", "і")),
    (r"^и", ("і",)),
    (r"и!", ("и",)),
    (r"е", ("е", "і", "є")),
    (r"о", ("о", "і")),
)
UK_RU: Rules = (
    (r"тися$", ("ться",)),
    (r"ти$", ("ть",)),
    (r"(?<=[аиіуюяе])в(?=$|ся$)", ("л", "в")),
    (r"ий$", ("ый", "ий", "ой")),
    (r"і$", ("ые", "ие", "и", "е")),
    (r"а$", ("а", "ая")),
    (r"[ʼ’']", ("ъ", "ь", "")),
    (r"и", ("и", "ы")),
    (r"ґ", ("г",)),
    (r"ї", ("и",)),
    (r"є", ("е", "э")),
    (r"і", ("и", "е", "о")),
    (r"ьо|йо", ("ё",)),
)
Vowels = tuple[str, str]  # a letter, and what it is elsewhere in the word
RULES: dict[tuple[str, str], tuple[Rules, tuple[Vowels, ...]]] = {
    ("ru", "be"): (RU_BE, (("о", "а"), ("е", "я"))),
    ("be", "ru"): (BE_RU, (("а", "о"), ("я", "е"))),
    ("ru", "uk"): (RU_UK, ()),
    ("uk", "ru"): (UK_RU, ()),
}


def respell(word: str, source: str, target: str, known: Container[str]) -> tuple[str, bool]:
    """Return the word in the other orthography, and whether the other language has it.

    A word without a cognate gets the target's letters, as a name does: a reader of one of these
    languages recognises it, and the alphabets are not mixed.
    """
    if not re.search(r"[^\W\d_a-zA-Z]", word) or (source, target) not in RULES:
        return word, True
    plain = word.lower().replace("’", "'").replace("ʼ", "'")
    for candidate in candidates(plain, source, target):
        if candidate in known or (word[0].isupper() and candidate.capitalize() in known):
            return _cased(candidate, word), True
    return transliterate(word, source, target), word[0].isupper()


def candidates(word: str, source: str, target: str) -> list[str]:
    """Return what a word in lower case may be in the other language, likeliest first."""
    rules, vowels = RULES[source, target]
    forms = [word]
    for pattern, options in rules:
        forms = _unique(re.sub(pattern, option, form) for form in forms for option in options)
    for letter, other in vowels:
        vary = _unstressed if letter in "ое" else _restored
        forms = _unique(variant for form in forms for variant in vary(form, letter, other))
    return forms


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
    return word.capitalize() if like[0].isupper() else word
