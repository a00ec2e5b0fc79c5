"""Who speaks: what an article says in a voice that the sentence itself does not name.

What is quoted out of an interview must say who speaks: "I closed the border" is another thing from
a minister than from the author. So it is with an item of a list, whose sentence stands above it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.statements.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DASH = re.compile(r"[—–―-]\s+\S")
_LABEL = re.compile(
    r"([^\W\d_a-zа-яёіўїєґ][\w.’'-]*(?:\s[\w.’'-]+){0,3})(?:\s\([^)]{1,40}\))?:\s+\S"
)
_NOBODY = frozenset(  # labels: a question, an answer
    (
        *("q", "a", "f", "o", "п", "в", "к", "question", "answer", "frage", "antwort"),
        *("вопрос", "ответ", "пытанне", "адказ", "питання", "відповідь", "pytanie", "odpowiedź"),
    )
)
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[•*·–—-])\s+\S|.*[;,]$")
# After direct speech comes who said it: "— Мы решили, — сказал мэр", "– Dobrze – mówi Nowak". Where
# no comma parts them, as in Polish, a verb must tell: the dash may be one within the speech.
SAID = re.compile(
    r"[,.!?…»”\"]\s?[—–―-]\s+[a-zа-яёіўїєґąćęłńóśźż]{4}"
    r"|\s[—–―-]\s+(?:mówi|powiedzia|doda|podkreśl|zaznacz|twierdzi|stwierdz|wyjaśni|tłumacz|komentuj"
    r"|skomentowa|oceni|zauważ|przyzna|pisze|napisa|zapewni|informuj|poinformowa|przekonuj|odpowi|pyta"
    r"|zapyta|wspomina|relacjonuj|apeluj|przypomin|zapowi|uważa|opowiad|wylicza|oznajm|oświadcz)"
)
_FEWEST = 3  # questions that make a conversation
_EARLY = 60  # letters of a sentence; who comes in later does not make the statement
_ANSWER = 4  # paragraphs to a question, on the average; a report asks fewer
_OWN = {
    "en": r"(?<!War )(?<!Part )(?<!Act )(?<!Type )(?<!Class )(?<!Phase )\bI(?:['’]\w| [a-z]{2})",
    "ru": r"(?i:(?<![\w'’ʼ])(?:я|меня|мне|мно[йю]|мо(?:[йяеёию]|его|ей|ему|им|их|ими|ём)|"
    r"(?:думаю|считаю|полагаю|надеюсь|помню|знаю|хочу|боюсь|благодарю|прошу)"
    r"|^\W*(?:(?:уверен|убежд[её]н)а?|рада?(?=, что)|рад))\b)",
    "be": r"(?i:(?<![\w'’ʼ])(?:я|мяне|мне|мно[йю]|мой|(?<!\d )(?<!канцы )(?<!пачатку )"
    r"(?<!сярэдзіне )(?<!да )(?<!з )(?<!ад )мая|ма(?:[еёю]|і|йго|ёй|йму|ім|іх|імі)|"
    r"(?:думаю|лічу|мяркую|спадзяюся|памятаю|ведаю|хачу|баюся|дзякую|прашу)|^\W*упэўнен(?:ы|ая))\b)",
    "uk": r"(?i:(?<![\w'’ʼ])(?:я|мене|мені|мною|м(?:ій|о[яєїю]|ого|оєї|оєму|оїм|оїх|оїми)|"
    r"(?:думаю|вважаю|гадаю|сподіваюся|пам['’]ятаю|знаю|хочу|боюся|дякую|прошу)"
    r"|^\W*впевнен(?:ий|а))\b)",
    "pl": r"(?i:\b(?:ja|mnie|mną|m(?:ój|oj[aeeąi]|oi|ojego|ojej|ojemu|oim|oich|oimi)|"
    r"(?:myślę|uważam|sądzę|wierzę|pamiętam|wiem|chcę|boję się|jestem|cieszę się|dziękuję|proszę|"
    r"mam nadzieję|chciał(?:a)?bym|zależy mi))\b)",
    "de": r"(?i:\b(?:ich|mich|mir|mein(?:e[mnrs]?)?)\b)",
}
# "We" without a speaker is a columnist's, too; "our" may be a country's.
_WE = {
    "en": r"(?<![\w'’-])(?:me|myself|[Ww]e(?:['’]\w+)?)(?![\w.])"
    r"|^\W*My\s[a-z]|(?<=[a-z] )my\s[a-z]",
    "ru": r"(?i:(?<![\w'’ʼ])(?:мы|нас|нам|нами)\b)",
    "be": r"(?i:(?<![\w'’ʼ])(?:мы|нас|нам|намі)\b)",
    "uk": r"(?i:(?<![\w'’ʼ])(?:ми|нас|нам|нами)\b)",
    "pl": r"(?i:\b(?:my|nas|nami?|(?-i:mi)|abym|żebym|gdybym)\b)",
    "de": r"(?i:\b(?:wir|uns)\b)",
}
_FIRST_PERSON = {
    language: re.compile(f"{words}|{_WE[language]}") for language, words in _OWN.items()
}


def spoken(paragraphs: Sequence[str], language: str) -> frozenset[int]:
    """Return which paragraphs are turns of a conversation, or items of a list.

    Languages differ in how they tell who speaks; in one that is not listed here, none is.
    """
    if primary(language) not in _FIRST_PERSON:
        return frozenset()
    return frozenset((*_turns(paragraphs, language), *_items(paragraphs)))


def is_nameless(text: str, language: str, *, turn: bool) -> bool:
    """Tell whether what is said, in a `turn` or elsewhere, does not say who speaks, or of what."""
    unnamed = not _is_named(text) if turn else is_own(text, language)
    return unnamed or text.endswith(":")


def is_own(text: str, language: str) -> bool:
    """Tell whether somebody speaks of himself outside quotation marks, as a columnist does."""
    pattern = _FIRST_PERSON.get(primary(language))
    if pattern is None or not pattern.search(text) or SAID.search(text):
        return False
    for quoted in quotations(text):
        text = text.replace(quoted, "")
    return bool(pattern.search(text[:_EARLY]))


def _is_named(sentence: str) -> bool:
    label = _LABEL.match(sentence)
    if label and label[1].casefold().rstrip(".") not in _NOBODY:
        return True
    return bool(SAID.search(sentence))


def _turns(paragraphs: Sequence[str], language: str) -> Iterable[int]:
    """Return the paragraphs in which a conversation is told, turn by turn."""
    asked = [n for n, text in enumerate(paragraphs) if text.endswith(("?", "？"))]
    dashed = [n for n, text in enumerate(paragraphs) if DASH.match(text)]
    labelled = _labelled(paragraphs)
    if labelled:
        return range(labelled[0], len(paragraphs))
    if len(asked) >= _FEWEST and len(dashed) > len(asked) and set(asked) <= set(dashed):
        return range(dashed[0], len(paragraphs))
    if len(asked) >= _FEWEST and _are_answered(paragraphs[asked[0] :], len(asked), language):
        return range(asked[0], len(paragraphs))
    is_speech = any(
        text.endswith("?") or SAID.search(text) for text in map(paragraphs.__getitem__, dashed)
    )
    return dashed if is_speech else ()


def _labelled(paragraphs: Sequence[str]) -> list[int]:
    """Return the paragraphs that begin with their speakers: two at least, and one of them asks."""
    found = {n: label[1] for n, text in enumerate(paragraphs) if (label := _LABEL.match(text))}
    counts = Counter(found.values())
    turns = [n for n, label in found.items() if counts[label] > 1]
    is_talk = len({found[n] for n in turns}) > 1 and any("?" in paragraphs[n] for n in turns)
    return turns if is_talk else []


def _are_answered(paragraphs: Sequence[str], asked: int, language: str) -> bool:
    """Tell whether somebody answers questions for himself; an explainer asks some, too."""
    own = sum(is_own(text, language) for text in paragraphs)
    return own > 1 and _ANSWER * asked >= len(paragraphs)


def _items(paragraphs: Sequence[str]) -> Iterator[int]:
    """Yield the items of lists that a colon announces."""
    announced = False
    for n, text in enumerate(paragraphs):
        announced = text.endswith(":") or (announced and bool(_ITEM.match(text)))
        if announced and not text.endswith(":"):
            yield n
