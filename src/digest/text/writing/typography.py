"""Where a line must not break: the no-break spaces and hyphens that a compositor sets.

The rules are those of А. Мильчин и Л. Чельцова, «Справочник издателя и автора» (for be, ru, uk),
of PWN's «Zasady pisowni» (pl) and of DIN 5008 (de). They go by letters, not by languages: what
binds in one of them does no harm in another. A mark takes another's place, so offsets stay.
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_HYPHEN = "\N{NON-BREAKING HYPHEN}"

_UPPER = "A-ZĄĆĘŁŃÓŚŹŻČŠŽŬÄÖÜА-ЯЁІЇЄҐЎ"
_SHORT = "aiouwzŭAIOUWZавзийкосуўяіАВЗИЙКОСУЎЯІ"  # prepositions and conjunctions, «я»
_WORD = r"[^\W\d_]"
_NUMBER = r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})*(?:[.,]\d+)?"
_UNIT = (
    r"[%‰°€$£¥₽₴]|(?:гг?|рр?|год[ауе]?|годзе|року?|році|roku|гадоў|лет|г[аб]|к[гм]|[мс]?м|т|ч|"
    r"тыс|тис|млн|млрд|трлн|руб|грн|tys|mln|mld|zł|k[gm]|[mc]?m|ha|t|h|Mio|Mrd|Uhr)(?!\w)"
)
# What each rule matches keeps its spaces from breaking.
_RULES = tuple(
    map(
        re.compile,
        (
            r" (?=[–—·](?:\s|$))",  # neither a dash nor a point between items begins a line
            # a word of one letter stays with the next one: «в доме», "w domu"
            rf"(?:(?<=[^\w'’ʼ.{_HYPHEN}-][{_SHORT}])|(?<=^[{_SHORT}])) (?=\S)",
            r"(?<=[^\W\d_]) (?=(?:бы?|жа?|же|ли)(?!\w))",  # a particle with the word before it
            r"(?<=[^\W\d_]), (?=\d{1,2}:\d\d(?!\d))",  # a time stays with its day
            r"(?<![\d.,])\d{1,3} (?=\d{3}(?!\d))",  # thousands
            rf"(?<=\d) (?={_UNIT})",
            # what is counted; a line may break after a year, and before what is long for a phone
            rf"{_NUMBER} (?={_WORD}{{3,11}}(?!\w))",
            rf"(?<!\w){_WORD}{{2}} (?=(?:№[ \u00a0]?)?\d)",  # «из 22», «да № 5»
            r"(?<=[IVXІХ]) (?=(?:вв?|ст)\.|век|стагодд|столет|століт|wiek)",  # centuries
            r"(?:[№§#]|(?<!\w)[Nn][ro]\.?|(?<!\w)(?:ул|вул|д|кв|стр|рис|str|ul|Nr|S)\.) (?=\d)",
            rf"(?<!\w)[{_UPPER}]\. (?=[{_UPPER}])",  # initials, and the surname after them
            r"(?<!\w)[^\W\d_]\. (?=[^\W\d_]{1,2}\.)",  # т. д., z. B.
            rf"(?<!\w)(?<!\d[ \u00a0])(?:г|ул|вул|им|імя|св|ul|św|[Dd]r|[Pp]rof)\. (?=[{_UPPER}])",
        ),
    )
)


_ENDING = re.compile(rf"(?<![\w/.-])(\d+)-(?={_WORD}{{1,3}}(?!\w))")  # «2009-м», «1-я»


def composed(text: str) -> str:
    """Return a text as a page shows it: bound, and a numeral kept with its ending («2009-м»)."""
    return _ENDING.sub(rf"\1{_HYPHEN}", bound(text)) if " " in text else text  # no address


def bound(text: str) -> str:
    """Return a text with no-break spaces where a line must not break; nothing else changes."""
    for rule in _RULES:
        text = rule.sub(_kept, text)
    return text


def capital(text: str) -> str:
    """Return a text as one that begins a line."""
    return text[:1].upper() + text[1:]


def _kept(match: re.Match[str]) -> str:
    return match[0].replace(" ", NO_BREAK)
