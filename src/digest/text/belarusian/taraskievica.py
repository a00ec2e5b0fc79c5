"""From the official orthography of Belarusian (`be`) to Taraškievica (`be-tarask`).

The rules are those of the code of 2005: Ю. Бушлякоў, В. Вячорка, З. Санько, З. Саўка, «Беларускі
клясычны правапіс. Збор правілаў», Вільня–Менск 2005.
"""

from __future__ import annotations

import re

from digest.text.belarusian.stems import taraskievica_stems
from digest.text.belarusian.words import WORD, cased, plain

_SOFTEN = (
    (re.compile(r"(?<!^а)(?<!^[пн]а)(?<!^пера)(?<!^пра)ддз(?=[еёюяіь])"), "дзьдз"),
    (re.compile(r"([нлцзс])\1(?=[еёюяіь])"), r"\1ь\1"),
    (re.compile(r"([сз])['’ʼ](?=[еёюя])"), r"\1ь"),
    (re.compile(r"(?<=з)(?=(?:[бвзлмнц]|дз)ь?[цзсвлмн]?[еёюяіь])"), "ь"),
    (re.compile(r"(?<=с)(?=[бвлмнпсфц]ь?[вцлмн]?[еёюяіь])"), "ь"),
    (re.compile(r"(?<=ц)(?=в[еёюяіь])"), "ь"),
    (re.compile(r"(?<=дз)(?=в[еёюяіь])"), "ь"),
)
_PAIR = re.compile(r"\b(не|без|з|праз|цераз)( )(?=([Ѐ-ӿ]+))", re.IGNORECASE)
_VOWEL = re.compile("[аеёіоуыэюя]")
_SOFT_START = re.compile("(?:[бвзлмнпсфц]|дз)?ь?[еёюяі]")
_UNSTRESSED = {
    "а", "аб", "ад", "без", "да", "для", "за", "з", "і", "на", "над", "не", "ні", "па", "пад",
    "пра", "праз", "пры", "са", "у", "ў",
}  # fmt: skip


def to_taraskievica(text: str) -> str:
    """Return a text of the official orthography in Taraškievica, as far as rules are safe.

    Written: the softness of assimilation, зь and бязь before soft consonants, ня and бяз before
    words of one syllable, loan words of the table of stems. Not written, for want of stress and
    of a dictionary: ня and бяз before longer words, loan words outside the table, the genitive
    plurals in -аў, ґ, and words that Taraškievica prefers (Горадня, ангельскі, летась).
    """
    text = re.sub(r"(?<=\d) года\b", " году", text)
    text = WORD.sub(lambda match: cased(match[0], _taraskievica(match[0])), text)
    return _PAIR.sub(_softened, text)


def _taraskievica(word: str) -> str:
    if not (word[1:].islower() or word.islower()):
        return word
    word = taraskievica_stems().replaced(plain(word))
    before = ""
    while word != before:
        before = word
        for pattern, replacement in _SOFTEN:
            word = pattern.sub(replacement, word)
    return word


def _softened(match: re.Match[str]) -> str:
    particle, space, following = match[1], match[2], match[3].lower()
    spelled = particle.lower()
    short = len(_VOWEL.findall(following)) == 1 and following not in _UNSTRESSED
    if short and spelled in {"не", "без"}:
        spelled = spelled.replace("е", "я")
    if spelled.endswith("з") and _SOFT_START.match(following):
        spelled += "ь"
    return cased(particle, spelled) + space
