"""Form: what no briefing may have, whatever it says: loops, markup, a machine's chatter."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from digest.records import caveat
from digest.text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.records import Caveat

_LOOP = re.compile(r"\b(\w+(?:\W+\w+){0,7}?)(?:\W+\1\b){3,}", re.IGNORECASE)
_TIMES = 4  # that this pattern needs of a word
_LETTER_LOOP = re.compile(r"([^\W\d_])\1{5,}|([^\W\d_]{2,4}?)\2{4,}", re.IGNORECASE)
_GRAMS = 3  # words; after Li et al. (NAACL 2016), who call the share of distinct ones distinct-n
_LEAST_DISTINCT, _ENOUGH = 0.6, 12  # that share, in texts of this many words or more
_SENTENCE = 4  # words of a sentence that may not stand twice
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_MARKUP = re.compile(
    r"</?(?:p|br|b|i|em|strong|div|span|a|ul|ol|li|h[1-6]|table|tr|td|script|style|img)\b[^>]*>"
    r"|```|^\s*#{1,6}\s|\*\*\w[^*]*\*\*|\]\(https?:|&(?:nbsp|amp|lt|gt|quot|#\d+);"
    r"|\b__[a-z]{2,3}__\b|>>[a-z]{3}<<|</?s>|<(?:unk|pad)>|\{\{|\[/?INST\]|<\|[^|]*\|>",
    re.MULTILINE | re.IGNORECASE,
)
_REASONING = re.compile(r"</?(?:think|thinking|reasoning|reflection|scratchpad)\b", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"^\W*(?:(?:sure|certainly|of course|okay)\b(?:[!.:]|,? here)"
    r"|(?:here(?:'s| is| are)|below is)\b.{0,60}"
    r"\b(?:summary|translation|headline|points?|briefing)\b"
    r"|(?:summary|translation|headline|key points|tl;dr)\s*:"
    r"|(?:as an ai|(?:i'm |i am )sorry|(?:sorry\W+(?:but )?)?i can(?:no|')t|i am unable)\b"
    r"|(?:конечно|разумеется|хорошо)(?:[!.:]|, вот)"
    r"|вот\b.{0,60}\b(?:пересказ|перевод|резюме|сводк|кратк)"
    r"|(?:перевод|краткое содержание|резюме|сводка|заголовок)\s*:"
    r"|(?:вядома|канешне|добра)(?:[!.:]|, вось)"
    r"|вось\b.{0,60}\b(?:пераказ|пераклад|рэзюмэ|зводк|кароткі)"
    r"|(?:пераклад|кароткі змест|рэзюмэ|зводка|загаловак)\s*:"
    r"|ось\b.{0,60}\b(?:переклад|стисл|резюме)|(?:переклад|стислий зміст)\s*:"
    r"|oto\b.{0,60}\b(?:podsumowanie|tłumaczenie|streszczenie)|(?:tłumaczenie|podsumowanie)\s*:"
    r"|hier ist\b.{0,60}\b(?:zusammenfassung|übersetzung)|(?:übersetzung|zusammenfassung)\s*:"
    r"|как (?:языковая модель|искусственный интеллект)|як моўная мадэль"
    r"|(?:(?:извините|простите)\W+)?(?:но )?я не могу (?:перевести|помочь|выполнить)"
    r"|(?:(?:прабачце|выбачайце)\W+)?(?:але )?я не магу (?:перакласці|дапамагчы|выканаць)"
    r"|(?:(?:вибачте|перепрошую)\W+)?(?:але )?я не можу (?:перекласти|допомогти|виконати)"
    r"|(?:przepraszam\W+)?(?:ale )?nie mogę (?:przetłumaczyć|pomóc|wykonać)"
    r"|(?:(?:entschuldigung|(?:es )?tut mir leid)\W+)?(?:aber )?(?:dabei kann ich|ich kann)\b"
    r".{0,40}\bnicht (?:übersetzen|helfen))"
    r"|\((?:translator['’]s note|note:|примечание переводчика|прим\. пер|заўвага перакладчыка"
    r"|примітка перекладача|przyp(?:is|\.) tłumacza|anm(?:erkung|\.) des übersetzers)",
    re.IGNORECASE,
)
_DOMAINS = "com|org|net|by|ru|ua|pl|de|info|io|me|eu|biz|online|site|xyz|tv|gov|edu"
_ADDRESSES = re.compile(
    r"(?:https?://|www\.)[^\s<>«»\"]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@.])@\w{3,}"
    rf"|\b(?:[\w-]+\.)+(?:{_DOMAINS})\b(?:/\S*)?"
    r"|\+\d[\d\s()-]{7,}\d"
    r"|(?<![\d.,])\(?\d{3}\)?[ -]\d{3}-\d{2}-?\d{2}\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…:;]['\"»”“’)\]]*\s*$")


def bad_form(text: str) -> Iterator[Caveat]:
    """Yield what is wrong with a text whatever it says: markup, reasoning, a preamble."""
    if found := _REASONING.search(text):
        yield caveat("reasoning", text=found[0])
    if found := _MARKUP.search(text):
        yield caveat("markup", text=found[0].strip())
    if found := _PREAMBLE.search(text):
        yield caveat("preamble", text=found[0].strip())


def markup_added(source_text: str, text: str) -> Iterator[Caveat]:
    """Yield the faults of form that the text does not have from its source."""
    inherited = {fault.kind for fault in bad_form(source_text)}
    return (fault for fault in bad_form(text) if fault.kind not in inherited)


def loops(text: str) -> Iterator[Caveat]:
    """Yield a fault where words, or a whole sentence, are said again and again."""
    words = tokens(text)
    often = bool(words) and Counter(words).most_common(1)[0][1] >= _TIMES
    found = (often and _LOOP.search(text)) or _LETTER_LOOP.search(text)
    if found:
        yield caveat("repeats", text=found[1] or found[2])
        return
    grams = [tuple(words[at : at + _GRAMS]) for at in range(len(words) - _GRAMS + 1)]
    if len(words) >= _ENOUGH and len(set(grams)) < _LEAST_DISTINCT * len(grams):
        yield caveat("repeats", text=" ".join(Counter(grams).most_common(1)[0][0]))
        return
    said = [tuple(tokens(sentence)) for sentence in _SENTENCES.split(text)]
    twice = [
        sentence for sentence in said if len(sentence) >= _SENTENCE and said.count(sentence) > 1
    ]
    if twice:
        yield caveat("repeats", text=" ".join(twice[0]))


def loops_added(source_text: str, text: str) -> Iterator[Caveat]:
    """Yield the loops of a text whose source has none."""
    return iter(()) if any(loops(source_text)) else loops(text)


def addresses_added(source_text: str, text: str) -> Iterator[Caveat]:
    """Yield a fault for each link, e-mail address, account or telephone that the source lacks."""
    known = "".join(source_text.lower().split())
    for found in dict.fromkeys(match[0].rstrip(".,;:)!?") for match in _ADDRESSES.finditer(text)):
        if "".join(found.lower().split()) not in known:
            yield caveat("address_added", address=found)


def truncated(text: str) -> Iterator[Caveat]:
    """Yield a fault where the last sentence has no end; not for headlines, which need none."""
    if text.strip() and not _ENDED.search(text):
        yield caveat("truncated", text=text.strip()[-30:])


def complete(text: str) -> str:
    """Return the text up to the end of its last whole sentence; nothing where it has none."""
    ends = [
        m.end() for m in re.finditer(r"[.!?…]['\"»”“’)\]]*(?=\s+[^\s\W]|\s+[«„“\"]|\s*$)", text)
    ]
    return text[: ends[-1]].strip() if ends else ""
