"""What leans: orphan pronouns and pointers, connectives, a dangling "he said", a bare quotation.

Such a sentence misleads or puzzles where it stands alone, as the points of a briefing do.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from digest.records import primary
from digest.text.statements.quotations import is_quotation

# "Two of them stayed": a share of what an earlier sentence told of.
_SHARE = re.compile(
    r"[\W_]*(?:[^\s,]+\s+){1,4}"
    r"(?:of (?:them|these|those)|из них|зь? іх|з них|z nich|von ihnen|davon)"
    r"\b(?!\s+(?:who|which|that|aus)\b)|.*\bdadurch\b(?!,)",
    re.IGNORECASE,
)
# Who is meant stands in no subject: "Asked about it, she said"; "Dodał także, że"; "Był to".
_SUBJECTLESS = re.compile(
    r"[\W_]*(?:(?:\w+ing|asked|because)\b[^,]*,\s+s?he\b|(?:jest|był[ao]?|byłby|pokazuje|oznacza)\s+to\b|"
    r"\w+[nt]o\s+(?:go|ją|ich)\b|(?:twierdzi|dodaje|uważa|(?:powiedzia|doda|zaznaczy|"
    r"podkreśli|wyjaśni|stwierdzi|oceni|zauważy|oświadczy|zasugerowa)ła?)(?:\s(?:także|też|również|jednak|ponadto))?,\s+że\b)",
    re.IGNORECASE,
)
# It says what is meant: "those who", "after that, as", "including".
_SAYS_WHAT = (
    r"(?!,?\s+(?:who|which|как|кто|что|чтобы|котор\w+|як\w*|хто|што|каб|щоб|що|jak|że|kto|któr\w+)\b"
    r"|\s+(?:числе|ліку|числі)\b|\s+(?:время|час),?\s+(?:как|як)\b)"
)
# What was said stands in the sentence before: "Сказал Трамп, смеясь"; "Трамп сказал это тихо".
_NAME = "[A-ZА-ЯЁЎІЇЄҐŁŚŻŹĆ][\\w'’ʼ-]+"
_NO_CLAUSE = (
    r"(?!\s+(?:что|чтобы|як\w+|што|каб|що|щоб|że|żeby|dass|that|who|кто|как|хто|котор\w+)\b)"
)
_PER_CENT = r"per\s?cent|процент\w*|працэнт\w*|відсот\w*|procent\w*|proc\.|prozent"
_SPOKE = "(?:сказала?|сказаў|сказав|powiedziała?)"
_NO_NAME = "[a-zа-яёўіїєґąćęłńóśźż0-9][\\w'’ʼ-]*"
_DASHED = r"[”“»\"],?\s*[—–-]\s*"  # after a quotation comes its speaker, whatever the verb
_AFTER_QUOTE = r"[,.!?…”“»\"'’—–-]\s*"  # "the mayor said he would" names its speaker
_POLISH_TAIL = "[—–-] (?:powiedzia|doda|zaznaczy|podkreśli|wyjaśni|stwierdzi|oceni)ła?[.,]"


def leans(sentence: str, language: str) -> bool:
    """Tell whether a sentence needs the one before it.

    Where we have no lists, only a quotation without a speaker does.
    """
    starts, within = _patterns().get(primary(language), ((), ()))
    return (
        is_quotation(sentence)
        or any(start.match(sentence) for start in starts)
        or any(found.search(sentence) for found in within)
    )


Patterns = tuple[re.Pattern[str], ...]


@cache
def _patterns() -> dict[str, tuple[Patterns, Patterns]]:
    """Return, for each language, what a leaning sentence begins with, and what it has within."""
    lists = tomllib.loads((files("digest.text") / "orphans.toml").read_text("utf-8"))
    return {language: (_starts(language, **own), _within(**own)) for language, own in lists.items()}


def _starts(language: str, **lists: str) -> Patterns:
    either = {name: _either(words) for name, words in lists.items()}
    near, far, before = either["near"], either["far"], either["before"]
    pointer = rf"(?!{near}\s+{either['times']}\b)(?:{near}|{far})\b{_SAYS_WHAT}"
    soon = rf"(?:[\w-]+\s+(?:{_NO_NAME}\s+)?)?{either['pronouns']}\b"
    if language == "de":  # its verb comes second: Von hier aus sollen sie
        soon = rf"(?:[\w-]+\s+){{0,4}}{either['pronouns']}\b"
    unnamed = r"[\W_]*\w[^A-ZА-ЯЁЎІЇЄҐŁŚŻŹĆ]{0,60}?"
    starts = [
        _SHARE,
        _SUBJECTLESS,
        re.compile(rf"[\W_]*(?:{either['openers']}\b|{pointer})", re.IGNORECASE),
        re.compile(rf"[\W_]*{before}\s+{pointer}", re.IGNORECASE),
        *_measuring(near, either),
        re.compile(rf"[\W_]*(?i:{before})\s+{soon}"),
        re.compile(
            rf"[\W_]*(?i:{either['said']}(?:а|и|a)?)\s+{_NAME}[^,:]*(?:,{_NO_CLAUSE}|[.!?…]*$)"
        ),
        re.compile(rf"[\W_]*{_NAME}\s+{_SPOKE}\s(?!(?:о|об|пра|про|o)\s)(?:[^,:«»„“”\"]|«\w+»)*$"),
        re.compile(rf"[\W_]*[^\W_]+\s+(?:się\s+)?{either['speakers']}\b{_SAYS_WHAT}"),
        re.compile(rf"[\W_]*(?i:{either['whose']})\b|{unnamed}[\s,]{either['whose']}\b"),
    ]
    if "others" in either:
        theirs = rf"(?:\s+{_NO_NAME}){{0,5}}?\s+{either['others']}\b"
        starts.append(re.compile(rf"[\W_]*[^\W_][\w'’ʼ-]*{theirs}"))
    return tuple(starts)


def _measuring(near: str, either: dict[str, str]) -> Patterns:
    """Return what finds a figure at the beginning whose thing, or whose base, was named before."""
    number = rf"\d+(?:[.,]\d+)?\s?(?:%|{_PER_CENT})"
    patterns = (
        rf"(?:[^\s,.:;]+\s+){{0,4}}{near}\s+{either['measures']}\b",
        rf"(?:[^,:;—–]|,\d){{0,100}}?\b{either['kinds']}\b",
        rf"{either['firsts']}(?!\w)",
        rf"{number}\s+{either['shares']}\b",
    )
    return tuple(re.compile(rf"[\W_]*{pattern}", re.IGNORECASE) for pattern in patterns)


def _within(*, speakers: str, said: str, **_: str) -> Patterns:
    who, says = _either(speakers), rf"{_either(said)}(?:а|и|a)?"
    patterns = (
        rf"\b{who}\s+{says}\b",
        rf"[,.!?][”\"’]\s+{who}\b",
        rf"{_AFTER_QUOTE}{says}\s+{who}\b",
        rf"{_DASHED}\w+\s+{who}\b",
        _POLISH_TAIL,
    )
    return (re.compile("|".join(patterns), re.IGNORECASE),)


def _either(words: str) -> str:
    return f"(?:{'|'.join(words.split())})".replace("_", r"\s+")
