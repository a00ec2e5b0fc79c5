"""Names in the letters of another language, by the rules for rendering them.

Belarusian: "Правілы беларускай арфаграфіі і пунктуацыі" (2008), akanne and hard р and ц in
names; Ukrainian: the orthography of 2019, the rule of nine kept simple.
"""

from __future__ import annotations

import re

Steps = tuple[tuple[str, str], ...]

# Names with a traditional form of their own.
RU_BE_NAMES = {
    "александр": "аляксандр", "алексей": "аляксей", "анастасия": "анастасія", "андрей": "андрэй",
    "виктор": "віктар", "владимир": "уладзімір", "дмитрий": "дзмітрый", "евгений": "яўген",
    "екатерина": "кацярына", "елена": "алена", "иван": "іван", "михаил": "міхаіл",
    "николай": "мікалай", "павел": "павел", "пётр": "пётр", "сергей": "сяргей",
    "татьяна": "таццяна", "юрий": "юрый", "путин": "пуцін", "лукашенко": "лукашэнка",
    "киев": "кіеў", "россия": "расія", "америка": "амерыка",
}  # fmt: skip
NAMES = {
    ("ru", "be"): RU_BE_NAMES,
    ("be", "ru"): {there: here for here, there in RU_BE_NAMES.items()},
}

STEPS: dict[tuple[str, str], Steps] = {
    ("ru", "be"): (
        (r"щ", "шч"), (r"[ъ]|(?<=[бпвмф])ь(?=[еёюяи])", "’"), (r"(?<=[жчшр])ь", ""),
        (r"(?<=[жчшцр])и", "ы"), (r"(?<=[жчшцр])е", "э"), (r"(?<=[жчшцр])ё", "о"),
        (r"(?<=[жчшцр])я", "а"), (r"(?<=[жчшцр])ю", "у"), (r"(?<=[тд])и", "ы"),
        (r"(?<=[тд])е", "э"), (r"и", "і"),
        (r"(?<=[аеёіоуыэюя])[в](?=[бвгджзйклмнпрстфхцчш]|$)", "ў"),
        (r"(?<=[аеёіоыэюя])у", "ў"),
    ),
    ("be", "ru"): (
        (r"(?<=[сц]к)і$", "ий"), (r"(?<=[сц]к)ага$", "ого"), (r"(?<=[сц]к)аму$", "ому"),
        (r"(?<=[сц]к)ай$", "ой"), (r"(?<=[сц]к)ае$", "ое"), (r"(?<=[сц]к)ія$", "ие"),
        (r"аў(?=ск)", "ов"), (r"шчын", "щин"), (r"шч", "щ"), (r"дз(?=[еёіюяь])", "д"),
        (r"ц(?=[еёіюяь])", "т"), (r"(?<=[жчшц])ы", "и"),
        (r"ры", "ри"), (r"(?<=[тд])ы", "и"), (r"(?<=\w)э", "е"), (r"і", "и"), (r"ў", "в"),
        (r"(?<=\w)['’ʼ]", "ъ"),
    ),
    ("ru", "uk"): (
        (r"и(?=[юя]$|и$|ей$)", "і"), (r"іи$", "ії"), (r"ией$|іей$", "ією"), (r"ске$", "ську"),
        (r"(?<=[сц])к(?=ий$|ого$|ому$|ая$|ой$|ую$|ое$|ом$|им$|их$|ими$|ие$)", "ьк"),
        (r"(?<=ьк)ая$", "а"), (r"(?<=ьк)ой$", "ої"), (r"(?<=ьк)ую$", "у"), (r"(?<=ьк)ое$", "е"),
        (r"(?<=ьк)ом$", "ому"), (r"(?<=ьк)ие$", "і"),
        (r"(?<=[ьгкх])(к?)и(?=й$|м$|х$|ми$|$)", r"\1и!"),
        (r"(?<=[бпвмфр])[ьъ](?=[еёюя])|ъ", "’"), (r"ё", "йо"), (r"ы", "и!"), (r"э", "е"),
        (r"(?<=[жчшщцдтзср])и(?=[бвгґджзклмнпрстфхцчшщ])", "и!"), (r"и(?!!)", "і"), (r"і!", "и"),
        (r"!", ""), (r"^е|(?<=[аеєиіоуюя])е", "є"),
    ),
    ("uk", "ru"): (
        (r"їв(?=к|ськ)", "ев"), (r"ів(?=к|ськ|$)", "ов"), (r"піль(?=ськ|$)", "поль"),
        (r"(?<=в)ці$", "ке"), (r"щині$", "щине"), (r"(?<=[сц])ьк", "к"), (r"(?<=[сц]к)ій$", "ой"),
        (r"(?<=[сц]к)[оі]ї$", "ой"), (r"(?<=[сц]к)ою$", "ой"), (r"(?<=[сц]к)і$", "ие"),
        (r"(?<=[сц]к)е$", "ое"), (r"(?<=[сц]к)а$", "ая"), (r"(?<=[сц]к)у$", "е"),
        (r"(?<=[ое]в)им$", "ым"), (r"ьо(?=го|му)", "е"),
        (r"[’'ʼ](?=[єюяї])", "ъ"), (r"ьо|йо", "ё"), (r"є", "е"), (r"[ії]", "и"), (r"ґ", "г"),
    ),
}  # fmt: skip
# Surnames that are adjectives, and streets: Ампелонского, Ампелонскага.
_BELARUSIAN_ENDINGS = {
    "ий": "і", "ого": "ага", "ому": "аму", "им": "ім", "ом": "ім", "ая": "ая", "ой": "ай",
    "ую": "ую", "ое": "ае", "ие": "ія", "их": "іх", "ими": "імі",
}  # fmt: skip
_SURNAME = re.compile(rf"(\w+[сц]к)({'|'.join(_BELARUSIAN_ENDINGS)})")


def transliterate(word: str, source: str, target: str) -> str:
    """Return a word or a name in the letters of the target language, in the same case."""
    plain = _final_short_u(word, source, target).lower()
    if (listed := NAMES.get((source, target), {}).get(plain)) is None:
        listed = _spelled(plain, source, target)
    if word.isupper() and len(word) > 1:
        return listed.upper()
    return "-".join(
        part.capitalize() if like[:1].isupper() else part
        for part, like in zip(listed.split("-"), word.split("-"), strict=False)
    )


def _spelled(word: str, source: str, target: str) -> str:
    if (source, target) == ("ru", "be"):
        if found := _SURNAME.fullmatch(word):
            stem = _spelled(found[1] + "а", source, target).removesuffix("а")
            return stem + _BELARUSIAN_ENDINGS[found[2]]
        word = _akanne(word)
    for pattern, replacement in STEPS.get((source, target), ()):
        word = re.sub(pattern, replacement, word)
    return word


def _final_short_u(word: str, source: str, target: str) -> str:
    """Write л for the ў of a Belarusian verb, and -ов for that of a surname or a genitive."""
    if (source, target) != ("be", "ru"):
        return word
    if not word[0].isupper():
        word = re.sub(r"(ва|і|ы|е|ё|я)ў(ся)?$", r"\1л\2", word)
    return re.sub(r"[ао]ў$", "ов", word)


def _akanne(word: str) -> str:
    """Write а for о but where names are stressed most often: in -ов, else last syllable but one."""
    vowels = [m.start() for m in re.finditer("[аеёиоуыэюя]", word)]
    suffix = re.search(r"ов(?=$|а$|у$|ым$|е$)", word)
    keep = [suffix.start()] if suffix else vowels[-2:-1] or vowels
    letters = ["а" if letter == "о" and i not in keep else letter for i, letter in enumerate(word)]
    return "".join(letters)
