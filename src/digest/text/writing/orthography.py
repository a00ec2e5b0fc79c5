"""Alphabets and orthographies: which letters and small words a language has, and which not.

Belarusian has two living orthographies in Cyrillic letters: the official one, `be`, and
Taraškievica of 2005, `be-tarask`; and a Latin alphabet, Łacinka, `be-Latn`.
"""

from __future__ import annotations

import re

ALPHABETS = {
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюяґ",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
}

FUNCTION_WORDS = {
    "be": "і ў у з на не ня што да як гэта яго яна яны але для па ад ці быў была гэтага таксама які"
    " якая якія пра пры каб калі ды дзеля з'яўляецца ён мы вы іх яе ўжо толькі паводле",
    "be-Latn": "i ŭ u z na nia nie što da jak heta jaho jana jany ale dla pa ad ci byŭ jon jaje ich"
    " ab abo kab kali dy dziela my vy jość hety hetaha užo tolki pavodle",
    "ru": "и в с на не что как это его она они но для по от или был была этого также который"
    " которая которые о при чтобы если он мы вы их её уже только из к",
    "uk": "і й в у з на не що до як це його вона вони але для по від чи був була цього також який"
    " яка які про при щоб якщо він ми ви їх її вже тільки та із",
    "pl": "i w z na nie że do jak to jego ona oni ale dla po od czy był była tego także który która"
    " które o przy aby jeśli on my się jest już tylko",
    "de": "und der die das in zu den mit von ist nicht ein eine auf für im dem des sich auch als an"
    " es werden wird aus er hat dass sie nach bei wie",
    "en": "the of and to in a is that for it with as was on are be by at this have from or an not"
    " has he his they their which will",
}
_SMALL = {tag: frozenset(words.split()) for tag, words in FUNCTION_WORDS.items()}

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_TO_CYRILLIC = str.maketrans("aceijopxyABCEHIJKMOPTXY", "асеіјорхуАВСЕНІЈКМОРТХУ")
_SUSPECT = re.compile(r"[^\W\d_]*[aceijopxyABCEHIJKMOPTXY][^\W\d_]*")
_TRUE_LATIN = re.compile("[b-df-hk-nq-wzA-Za-zÀ-ɏ]")
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_MIXED = re.compile("[Ѐ-ӿ][A-Za-z]|[A-Za-z][Ѐ-ӿ]")


def _folded(match: re.Match[str]) -> str:
    word = match[0].translate(_TO_CYRILLIC)
    return match[0] if _TRUE_LATIN.search(word) else word


def fold(text: str) -> str:
    """Return a text with the Latin look-alikes in its Cyrillic words made Cyrillic.

    Where one word is mixed, so are others: words of look-alikes only become Cyrillic as well. A
    word that has a letter of its own in Latin stays as it is.
    """
    if not (_LATIN.search(text) and _CYRILLIC.search(text) and _MIXED.search(text)):
        return text  # the first two are a matter of microseconds, and mostly settle it
    return _SUSPECT.sub(_folded, text)


# What one of the two Cyrillic orthographies of Belarusian writes and the other does not.
_TARASK = re.compile(
    r"[сц]ь(?=[бвлнпфтсзц][ьяеёюі])|сьм|(?<!д)зь(?=[бвгджлмнсзц])|дзьв"
    r"|ньн|льл|цьц|дзьдз|сьс|(?<=[ую])шш|\b(?:зь|бязь?|церазь|празь|безь|ня)\b"
    r"|кляс|плян|блёк|клюб|лямп|плят|сымбал|філёз|метад[ау]лёг|мэт[ор]|музэ|газэт|балёт"
    r"|эўр[оа]|нэў|(?<!п)расе(?=[йяюі])|горадн|спэц|\d году\b|лякаль|анёл|сыст"
    r"|пазыц|сытуац|інфармацыяў"
    r"|[бвмпф]эн(?=[тдс])|(?!мэт(?:[аыу]\b|аў|ай|ам|ах|ав))[бвмф]э[тдрнлкц]|[еёыі]яў\b"
    r"|мэн|д[эы]фэ|касьц|(?<!ц)(?<!дэ)зын|сын[тх]|ынтэр|лёг[аіу]"
    r"|\bбаяз|\bпаводля\b|\bспадар(?!ож)"
    r"|\bгэткі|\bлетась|\bМенск|\bшпітал|\bлякарн|аляксандар|ґ|\bй\b"
    r"|дз(?=к(?:і|ага|аму|ая|ай|ую|ія|іх|імі?)\b|тв)|энэрг|праэкт|кампутар|зыдэ|міністар|тэатар|\bсэ(?=с[іц]|зон|рвэ|рыя|кун|крэт|кт)",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"(?:[сз][вмнл])(?=[еёюяі])|(?<=[аеёіоуыэюя])(?:нн|лл|цц|сс|зз)(?=[еёюяі])|ддз|зз[еяі]"
    r"|клас(?![тьц])|план|блок|клуб|сімвал|прэзідэнт|сістэм|універсітэт|газет|музе[йя]|еўр[ао]|пазіц|сітуац"
    r"|лакальн|(?<!д)з(?=дзе)|с(?=ц[еёюяі])|[бвмпф]ент",
    re.IGNORECASE,
)

# What tells neither: abbreviations, and words that both write with what looks like a mark.
_NEUTRAL = re.compile(
    r"\b[А-ЯЁІЎ]{2,}|(?i:\bмэр(?:[аыу]|ам|аў|амі|ах|ы[яіюй]|ыяй|ск\w+)?\b|в[ао]зьм|в[ао]сьм|пісьм"
    r"|(?:хто|што|дзе|калі|куды|чаму|[кч]аго|каму|чы[йё]|чым|кім)сьці\b|чвэр[цт]|супраць|цьбіт"
    r"|вэндж|\bвэлюм|\bбэльк|\bвэрхал|пэндз|сурвэт)"
)


def belarusian(text: str) -> str:
    """Return the tag of the orthography of a Belarusian text; the official one where in doubt."""
    if not _CYRILLIC.search(text):
        return "be-Latn"
    text = _NEUTRAL.sub("", text)
    return "be-tarask" if len(_TARASK.findall(text)) > len(_OFFICIAL.findall(text)) else "be"


def written(tag: str) -> str:
    """Return a language with its orthography, without region and the like: `be` of `be-BY`.

    A transliterated text (`ru-Latn-x-translit`) is in no orthography, and stays apart.
    """
    subtags = tag.lower().split("-")
    if "translit" in subtags:
        return tag
    if subtags[0] != "be":
        return subtags[0]
    if "latn" in subtags:
        return "be-Latn"
    return "be-tarask" if "tarask" in subtags else "be"


def known(language: str) -> str:
    """Return the tag under which a language's small words are listed here, or ""."""
    return next((tag for tag in (language, language.partition("-")[0]) if tag in _SMALL), "")


def rivals(language: str) -> list[str]:
    """Return the other listed languages of the same script."""
    latin = {"be-Latn", "pl", "de", "en"}
    own = known(language)
    return [tag for tag in _SMALL if tag != own and (tag in latin) == (own in latin)]


def foreign(text: str, language: str) -> float:
    """Return the share of the letters that the alphabet of a language lacks; 0 where unknown."""
    alphabet = ALPHABETS.get(known(language))
    letters = [char for char in text.lower() if "Ѐ" <= char <= "ӿ"]
    if alphabet is None or not letters:
        return 0.0
    return sum(char not in alphabet for char in letters) / len(letters)


def familiar(text: str, language: str) -> float:
    """Return the share of the words that are function words of a language; 0 where unknown."""
    words = _WORD.findall(text.lower())
    small = _SMALL.get(known(language), frozenset())
    return sum(word in small for word in words) / len(words) if words else 0.0
