"""Sentences: where one ends, in any language, without breaking abbreviations or quotations.

A rule-based splitter proposes the boundaries (razdel where it was made for the script's habits,
sentencex elsewhere); the rules here only take boundaries away. So a sentence is always a piece of
its text, letter for letter, and nothing but white space is lost between two of them. A short
quotation of several sentences is one; `parted` tells them.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import sentencex  # type: ignore[import-untyped]
from razdel import sentenize

from digest.records import primary
from digest.text.words import stopwords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from digest.records import Article

Span = tuple[int, int]

RAZDEL = frozenset({"ru", "be", "uk", "kk", "en"})

# Abbreviations that stand before what they belong to, so that no sentence ends after them.
_LEADING = {
    "ru": "г гг ул пр просп пер пл бул бульв наб мкр м д кв стр корп обл р-н проф акад доц канд "
    "инж св тов гр см ср прим напр т.н наз т.е ред реж табл разд ст п пп ген полк подполк кап лейт "
    "серж еп архиеп митр прот с дер пос пгт",
    "be": "г гг вул пр прасп зав пл бул наб д кв корп вобл р-н праф акад дац канд інж св сп гл "
    "параўн напр т.зв зв г.зн зн рэд рэж табл раздз стар мал арт п пп ген палк падпалк кап лейт "
    "еп архіеп мітр в вёс аг хут пас воз тэл",
    "uk": "м вул пр просп пров пл бул бульв наб буд кв стор корп обл р-н ім проф акад доц канд інж "
    "св див напр т.зв зв ред реж табл розд мал ст п пп ген полк підполк кап лейт серж єп архієп "
    "митр заст с смт",
    "en": "mr mrs ms dr prof st gen sen rep gov lt col sgt capt rev hon jr sr vs e.g i.e cf approx",
    "de": "dr prof hr fr frl str nr st bzw z.b u.a d.h ca vgl evtl ggf inkl exkl einschl zzgl "
    "abzgl sog geb gegr ehem dipl ing med jur phil rer bspw insb insbes mind abs abb abg bd bgm "
    "ziff tel fa gebr hl hptm hrsg",
    "pl": "dr prof hab mgr inż med red reż dyr mec ul al pl os gm pow woj m im św bp abp kard ks o "
    "p pp n śp gen płk ppłk mjr kpt por sierż asp insp podkom adm st mł sen min tzw tzn tj np m.in "
    "pt pn wg ds godz pkt ust art poz rozdz rys tab str s nr tel zob ok ub ur ww",
    "fr": "m mm mme mlle dr st ste p.ex cf",
    "es": "sr sra srta dr dra prof av p.ej núm pág",
    "it": "sig dott prof avv ing pag",
}
# Months cut short: a number after one goes on with the date.
_MONTH = re.compile(
    r"\b(?:jan|febr?|mar|apr|june?|july?|aug|sept?|o[ck]t|nov|de[cz]|янв|февр?|мар|апр|авг|сент?|окт|"
    r"нояб?|дек|студз|лют|сак|крас|ліп|жн|вер|каст|ліст|снеж|січ|берез|квіт|трав|черв|серп|жовт|"
    r"груд)\.$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d\s?[^\W\d_]{1,4}\.$")  # "300 tys. zł"
# Abbreviations that may end a sentence or stand inside one, as "U.S.": the next word tells.
_EITHER = re.compile(r"(?:\b\w{1,2}\.\s?){2,}$")
_SOLID_INITIALS = re.compile(r"\b[A-Z]\.[A-Z]\.\s+(?=([A-Z]\w*))")
_STARTERS = frozenset(
    re.findall(
        r"\w+",
        "a an and as at but for he her his i in it its my on our she so some that the their then "
        "there these they this those we what when while with you",
    )
)
_YEAR = re.compile(r"\d\s?(?:гг?|рр?)\.\s+(?=([^\W\d_]+))")  # "в 2020 г. Он", not "в 2020 г. Минск"
_FOOTNOTE = re.compile(r"[.!?…](?:\[\d{1,3}\])+\s+(?=\W?[^\W\d_])")
_MEASURE = r"(?:°\s?[CСF]|м/с|км/ч)\."  # a capital after it begins a sentence; no "С. Иванов"
_MEASURED = re.compile(rf"{_MEASURE}\s+(?=[^\W\d_a-zа-яёіўїєґ])")
_MEASURED_END = re.compile(rf"{_MEASURE}$")
_LAST_WORD = re.compile(r"(?<!\d\s)\b([\w.-]*\w)\.$")  # "в 2020 г." may well be an end
_INITIAL = re.compile(r"(?<![\w.])[^\W\d_a-zа-яёіўїєґ]\.$")
_WORD = re.compile(r"\w+")
_DASH_GOES_ON = re.compile(r"[—–-]\s*[^\W\d_]")
_QUOTES = {"«": "»", "„": '“”"', "“": "”", "‹": "›", "「": "」", "『": "』"}
_CLOSERS = '»”“"›」』'
_DELIMITER = re.compile('[«»„“”"‹›「」『』]')
_MARKS = "".join(_QUOTES) + _CLOSERS
_OPENS = re.compile(r"^$|[\s(\[—–«„“-]")  # what stands before a straight quote that opens
# Languages that write ordinals and dates with a full stop: "in der 14. Minute".
_ORDINALS = frozenset({"cs", "da", "de", "et", "fi", "hr", "hu", "nb", "no", "pl", "sk", "sl"})
_ORDINAL = re.compile(r"(?<![\d.,:])\d{1,2}\.$")
SHORT_QUOTE = 320  # letters: a quotation of two or three sentences is still one point of a briefing
GIST = 200  # letters of a text that an encoder reads with its title


def split(text: str, language: str) -> list[str]:
    """Return the sentences of `text`, each a stripped piece of it, in order."""
    return [text[start:end] for start, end in _merged(text, language, _covering(text, language))]


def parted(sentence: str, language: str) -> list[str]:
    """Return the sentences of the quotations in a sentence one by one; it alone without any."""
    if not _DELIMITER.search(sentence):
        return [sentence]
    spans = _covering(sentence, language, _quoted_starts(sentence, language))
    return [sentence[slice(*span)] for span in _merged(sentence, language, spans, _is_fragment)]


def replaced(text: str, pieces: Sequence[str], others: Sequence[str]) -> str:
    """Return `text` with each of its pieces, in order, replaced by another; white space stays.

    Where Chinese, say, has none, a blank comes after what does not end in a wide sign itself.
    """
    made, position = "", 0
    for piece, other in zip(pieces, others, strict=True):
        at = text.index(piece, position)
        is_close = position == at > 0 and unicodedata.east_asian_width(made[-1]) not in "WF"
        made += (" " if is_close else text[position:at]) + other
        position = at + len(piece)
    return made + text[position:]


def sentences(article: Article) -> tuple[str, ...]:
    """Return all sentences of an article in order; their indices are the evidence ids."""
    return tuple(sentence for _, sentence in placed(article))


def gist(article: Article) -> str:
    """Return what an encoder reads of an article: its title, and how its text begins."""
    return f"{article.title}. {' '.join(article.text)[:GIST]}"


def placed(article: Article) -> list[tuple[int, str]]:
    """Return all sentences of an article in order, each after the index of its paragraph."""
    return [
        (number, sentence)
        for number, paragraph in enumerate(article.text)
        for sentence in split(paragraph, article.language)
    ]


def balanced(text: str) -> bool:
    """Tell whether every quotation that opens in `text` closes there, and the other way round."""
    return _open_quotes(text) == 0


def unquoted(text: str, before: str = "") -> str:
    """Return what of a text is outside quotations, of which one may have opened `before` it."""
    whole, first = f"{before} {text}", len(before) + 1
    kept, start, depth = "", 0, 0
    for position, inner, _ in (*_marks(whole), (len(whole), 0, 0)):
        kept += "" if depth else whole[max(start, first) : position]
        start, depth = position + 1, inner
    return kept


def _open_quotes(text: str) -> int:
    """Count the quotations left open at the end; a closing one without an opening counts too."""
    _, depth, strays = [(0, 0, 0), *_marks(text)][-1]
    return depth + strays


def _marks(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where each mark is, how many quotations are open after it, and how many never were."""
    stack: list[str] = []
    strays = 0
    for match in _DELIMITER.finditer(text):
        mark = match[0]
        opens = mark in _QUOTES if mark != '"' else bool(_OPENS.search(text[: match.start()][-1:]))
        if stack and mark in stack[-1] and not (mark == '"' and opens):
            stack.pop()
        elif opens:
            stack.append(_QUOTES.get(mark, '"'))
        else:
            strays += 1
        yield match.start(), len(stack), strays


def _proposed(text: str, language: str) -> Iterator[Span]:
    """Yield the splitter's own sentences as spans without surrounding white space."""
    base = primary(language)
    if base in RAZDEL:
        pieces = [piece.text for piece in sentenize(text)]
    else:
        pieces = list(sentencex.segment("en" if base in {"und", "mul", ""} else base, text))
    position = 0
    for piece in map(str.strip, pieces):
        start = text.find(piece, position)
        if piece and start >= 0:
            position = start + len(piece)
            yield start, position


def _covering(text: str, language: str, also: Iterable[int] = ()) -> list[Span]:
    """Return the proposed spans, widened so that together they hold all but white space."""
    proposed = [start for start, _ in _proposed(text, language)]
    edges = sorted({0, *proposed[1:], *also, *_after_marks(text, language), len(text)})
    spans = []
    for start, end in pairwise(edges):
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
    return spans


def _quoted_starts(text: str, language: str) -> Iterator[int]:
    """Yield where sentences start in quotations, which sentencex keeps whole."""
    for start, _ in _proposed(_DELIMITER.sub(" ", text), language):
        before = text[:start].rstrip(_MARKS)
        if not balanced(before):
            yield len(before)


def _after_marks(text: str, language: str) -> Iterator[int]:
    """Yield where a sentence starts after "U.S.", "2020 г." or ".[1]", which splitters go past."""
    for match in _SOLID_INITIALS.finditer(text):
        if match[1].lower() in _STARTERS:
            yield match.end()
    for match in _YEAR.finditer(text):
        if match[1][0].isupper() and match[1].lower() in stopwords(language):
            yield match.end()
    for pattern in (_FOOTNOTE, _MEASURED):
        yield from (match.end() for match in pattern.finditer(text))


def _always(*_: str) -> bool:
    return True


def _merged(
    text: str, language: str, spans: list[Span], whole: Callable[[str, str], bool] = _always
) -> list[Span]:
    """Return the sentences; two of one quotation stay one where they are `whole` together."""
    base = primary(language)
    leading = frozenset(_LEADING.get(base, "").split())
    merged: list[Span] = []
    for number, (start, end) in enumerate(spans):
        before, after = text[slice(*merged[-1])] if merged else "", text[start:end]
        if merged and (
            _goes_on(before, after, leading)
            or (base in _ORDINALS and _ORDINAL.search(before[-4:]))
            or (whole(before, after) and _quote_closes_soon(text, merged[-1], spans[number:]))
        ):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _is_fragment(before: str, after: str) -> bool:
    """Tell whether one side is a word that nobody can translate alone: «Что? Где? Когда?»."""
    quoted = (_DELIMITER.split(before)[-1], _DELIMITER.split(after)[0])
    return any(len(_WORD.findall(one)) < 2 for one in quoted)


def _goes_on(before: str, after: str, leading: frozenset[str]) -> bool:
    """Tell whether `after` goes on with the sentence of `before`."""
    if _DASH_GOES_ON.match(after) and before[-1] in _CLOSERS + "!?…,":
        return True
    if before[-1] == ";" or (after[0].islower() and before[-1] in _CLOSERS):
        return True
    if after[0].isupper() and _MEASURED_END.search(before[-8:]):
        return False
    return _ends_in_abbreviation(before, after, leading)


def _ends_in_abbreviation(before: str, after: str, leading: frozenset[str]) -> bool:
    if after[0].isdigit() and _MONTH.search(before[-8:]):
        return True
    if after[0].islower() and _COUNTED.search(before[-8:]):
        return True
    last = _LAST_WORD.search(before[-24:])
    if last is None:
        return False
    if last[1].lower() in leading:
        return True
    first = _WORD.match(after)
    if first is None or first[0].lower() in _STARTERS:
        return False
    stands_inside = after[0].islower() or after[0].isascii()
    return bool(_INITIAL.search(before[-4:]) or (_EITHER.search(before[-16:]) and stands_inside))


def _quote_closes_soon(text: str, current: Span, rest: list[Span]) -> bool:
    """Tell whether a quotation left open in `current` closes within a short stretch of `rest`."""
    start, end = current
    if balanced(text[start:end]):
        return False
    ends = (e for _, e in rest)
    return any(balanced(text[start:e]) for e in ends if e - start <= SHORT_QUOTE)
