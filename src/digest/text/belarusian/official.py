"""From Taraškievica (`be-tarask`) to the official orthography of Belarusian (`be`).

The rules are those in which the code of 2005 (Ю. Бушлякоў, В. Вячорка, З. Санько, З. Саўка,
«Беларускі клясычны правапіс. Збор правілаў», Вільня–Менск 2005) and the official one of 2008
(«Правілы беларускай арфаграфіі і пунктуацыі») part.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING

from digest.text.belarusian.stems import official_stems
from digest.text.belarusian.words import WORD, cased, plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

LIMIT = 256  # spellings tried of one word

# Softness that the official orthography does not write: a sign between two soft consonants.
_SOFT = "(?=д?[бвзлмнпсфц](?:[бвзлмнпрсфцд]?[ьеёюяі]))"
_ASSIMILATED = re.compile(
    rf"(?<=[сз])(?<!дз)ь{_SOFT}|(?<=ц)ь(?=[вц][ьеёюяі])|(?<=дз)ь(?=в[ьеёюяі])|(?<=н)ь(?=н[ьеёюяі])"
    r"|(?<=л)ь(?=л[ьеёюяі])|(?<=с)ь(?=ц)|(?<=з)ь(?=дз)"
)
_ROOTS = re.compile(  # where the sign belongs to the word, both orthographies write it
    r"(?:піс|вос|вас|ваз|воз|кас|рэз|куз|вяз|дз)ь(?=[мб])|барацьб|просьб|нось(?=біт)|разьб(?:яр$|ярс|лён|[аыу]$)"
    r"|(?:дзе|калі|кім|чым|каму|чаму|які|то|ды|яе|яго)сьці$"
)
_DOUBLED = re.compile(r"дзьдз(?=[ьеёюяі])")
_PREFIXED = re.compile(  # зьява: official an apostrophe
    r"^((?:не)?[зс]|(?:не)?(?:раз|[уў]з|бяз|без))ь(?=[еёюя])"
)
_ADJECTIVES = re.compile(r"дз(?=к(?:і|а[яйег]|аму|ую|ія|іх|імі?|іміся|асць|асці|а)$|тв)")
_PARTICLES = {
    "ня": "не", "бяз": "без", "бязь": "без", "безь": "без", "зь": "з", "празь": "праз",
    "церазь": "цераз",
}  # fmt: skip

_YEAR = re.compile(r"(?<=\d) году\b|(?<=[аоя]га) году\b")  # the genitive, not the dative

_AND = re.compile(r"(?<= )й(?= )")  # after a vowel; officially і there as well
SHORT = 5  # letters of a name that may be another word by chance: Сэм is not сем, "seven"

# Places of a borrowed word where the spellings part, and what each may be, likeliest first.
_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"эў", ("еў", "эў", "ейў")),
    (r"(?<=[бвгкмпфхснзл])э", ("е", "э")),
    (r"(?<=[тдр])э(?!р$)", ("э", "е")),
    (r"(?<=[сз])ы", ("і", "ы")),
    (r"(?<=л)ё", ("о", "ё")),
    (r"(?<=л)я", ("а", "я")),
    (r"(?<=л)ю", ("у", "ю")),
    (r"дз(?=[кт][а-яіў])", ("дс", "дз")),
    (r"ц(?=к)", ("ц", "тц")),
    (r"(?<=[бвгджзклмнпрстфхц])ар$", ("р", "ар")),
    (r"эр(?=$|[аыуо])", ("р", "ёр", "эр")),
    (r"ыюм", ("ыум", "ыюм")),
    (r"ждж(?=[аыуэ])", ("здж", "ждж")),
)
_ANY = re.compile("|".join(f"({pattern})" for pattern, _ in _PLACES))


def to_official(text: str, known: Container[str]) -> str:
    """Return a text in Taraškievica in the official orthography.

    The softness of assimilation, particles and ґ follow rules alone. Any other spelling of a word
    is taken from the table of stems, or from the rules of loan words where `known`, a list of the
    words of the official orthography, holds it; an empty list does.
    """
    text = _AND.sub("і", _YEAR.sub(" года", text))
    return WORD.sub(lambda match: cased(match[0], _official(match[0], known)), text)


def _official(word: str, known: Container[str]) -> str:
    if not (word[1:].islower() or word.islower() or word.isupper()):
        return word  # a trade mark, a unit, a name with a capital inside
    lower = plain(word)
    if lower in _PARTICLES:
        return _PARTICLES[lower]
    if lower[0] == "ў":  # it stands for у after a vowel; officially there is no capital one
        return word[0].replace("Ў", "У") + _spelled("у" + lower[1:], known)[1:]
    if word[0].isupper() and len(word) <= SHORT:
        known = frozenset()
    return _spelled(lower, known)


def _spelled(word: str, known: Container[str]) -> str:
    spelled = orthographic(word)
    stemmed = official_stems().replaced(spelled)
    if stemmed == spelled:
        for form in (word, spelled):
            if _attested(form, known):
                return form
    forms = (*_spellings(stemmed), _genitive(stemmed, known))
    return next((form for form in forms if _attested(form, known)), stemmed)


def _attested(form: str, known: Container[str]) -> bool:
    return form in known or form.capitalize() in known  # word lists have names with a capital


def _genitive(word: str, known: Container[str]) -> str:
    """Return the genitive plural without the -аў that official feminine nouns do not have."""
    for ending, feminine, bare in (("аў", "ай", ""), ("яў", "яй", "ь"), ("яў", "яй", "й")):
        stem = word.removesuffix(ending)
        if stem != word and stem + feminine in known and stem + bare in known:
            return stem + bare
    return word


def orthographic(word: str) -> str:
    """Return a word, in lower case, without what Taraškievica writes by its own rules alone."""
    word = _DOUBLED.sub("ддз", word.replace("ґ", "г"))
    word = _ROOTS.sub(lambda match: match[0].replace("ь", "\0"), word)
    word = _ASSIMILATED.sub("", word).replace("\0", "ь")
    return _ADJECTIVES.sub("дс", _PREFIXED.sub(r"\1'", word))


def _spellings(word: str) -> Iterator[str]:
    """Yield the word, then what it may be by the rules of loan words, likeliest first."""
    yield word
    parts: list[tuple[str, ...]] = []
    at = 0
    for match in _ANY.finditer(word):
        assert match.lastindex is not None
        parts += [(word[at : match.start()],), _PLACES[match.lastindex - 1][1]]
        at = match.end()
    parts.append((word[at:],))
    yield from map("".join, islice(product(*parts), LIMIT))
