"""Text as Apertium's tools read and write it: superblanks, escapes, and marks at words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from digest.text.lexicon import MARKS

_CARET = "\ue004"  # stands for ^, at which the tools wait for a word, though it be in a superblank
END = "[\n]"  # without something after the last word the tools wait for the rest of it
DROPPED = {0x0301: None, 0x00AD: None, 0: None}  # stress marks, soft hyphens, what ends a text
RESERVED = re.compile(r"[\[\]{}$@\\/<>]")
# What must pass untouched: units (м/с), words that an engine before has left, addresses, runs of
# signs that mean something to the tools, newlines.
KEPT = re.compile(
    r"(?<=\d )[^\W\d_]{1,3}/[^\W\d_]{1,3}\b|\[[^\W\d_]+(?:[-’'ʼ][^\W\d_]+)*\]|https?://\S*\w|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]*\w|[@#]\w+|[\[\]{}^$@\\/<>*#~+|_\n]+"
)
SUPERBLANK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]")
APOSTROPHE = re.compile(r"(?<=[а-яёіўїєґ])['’ʼ`](?=[а-яёіўїєґ])", re.IGNORECASE)
ALTERNATIVE = re.compile(r"(?<=\w)\\?/[\w'’-]+")  # a slash of the text is in a superblank
TORN = re.compile(r"(?<=\*)(\w+)['’ʼ]\*?(?=\w)")  # an unknown word is torn at its apostrophe
MARKED = re.compile(rf"([*#@])([A-Za-z]+(?=-[а-яёіўїєґ])|\w(?:[\w'’ʼ-]*\w)?)([{MARKS}]?)")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)

LEFT = re.compile(r"\\\[([^\W\d_]+(?:[-’'ʼ][^\W\d_]+)*)\\\]")  # by an engine before

Respell = Callable[[str], tuple[str, bool]]


def escape(text: str) -> str:
    """Return the text for the pipeline: in NFC, and what is not words in superblanks."""
    text = unicodedata.normalize("NFC", text).translate(DROPPED)
    text = APOSTROPHE.sub("'", text)
    return KEPT.sub(_superblank, text) + END


def _superblank(match: re.Match[str]) -> str:
    return "[" + RESERVED.sub(r"\\\g<0>", match[0].replace("^", _CARET)) + "]"


def finish(
    raw: str, respell: Respell, carried: Callable[[str], str] = lambda _: ""
) -> tuple[str, list[str]]:
    """Return the translation without marks, and the words that are still not translated.

    `respell` is asked for every word with a mark, and answers with a word and whether it is
    sure of it; a word that is not stands in square brackets, in its own language. `carried` is
    asked for every word that an engine before has left so, and answers with it or with nothing.
    """
    left: list[str] = []
    parts = SUPERBLANK.split(raw.removesuffix(END))  # outside and inside of superblanks by turns
    parts[::2] = [_words(part, respell, left) for part in parts[::2]]
    parts[1::2] = [LEFT.sub(lambda m: carried(m[1]) or m[0], part) for part in parts[1::2]]
    text = ESCAPED.sub(r"\1", "".join(parts)).replace(_CARET, "^")
    return APOSTROPHE.sub("’", text), left


def _words(text: str, respell: Respell, left: list[str]) -> str:
    def repaired(match: re.Match[str]) -> str:
        mark, word, told = match.groups()
        if mark == "#":  # the right word, in its dictionary form
            return word
        spelled, sure = respell(word + told)
        if not sure:
            left.append(word)
        return spelled if sure else f"[{word}]"

    text = TORN.sub(r"\1'", ALTERNATIVE.sub("", text))
    text = MARKED.sub(repaired, text)
    return re.sub(r"  +", " ", text)
