"""UTF-8 that was once read as another encoding, and how to undo it."""

from __future__ import annotations

import re

# UTF-8 Cyrillic begins with D0 or D1: `Р` and `С` in cp1251, `Ð` and `Ñ` in Latin-1.
_AS_CP1251 = re.compile("[РС][\x80-\xbfЂ-Џђ-џЎўҐґЄєЁёІіЇї–—‘’“”•…†‡‰‹›™№€„‚]")
_AS_LATIN = re.compile("[ÐÑÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")


def suspected(text: str) -> bool:
    """Tell whether the letters come in the pairs that double encoding leaves."""
    pairs = len(_AS_CP1251.findall(text)) + len(_AS_LATIN.findall(text))
    return pairs > 3 and pairs * 8 > sum(map(str.isalpha, text))


def repair(text: str) -> tuple[str, bool]:
    """Undo double encoding, line by line, where the result is sure."""
    if text.isascii() or not (_AS_CP1251.search(text) or _AS_LATIN.search(text)):
        return text, False
    lines = [line if line.isascii() else _line(line) for line in text.split("\n")]
    repaired = "\n".join(lines)
    return repaired, repaired != text


def _line(line: str) -> str:
    if suspected(line):
        for encoding in ("cp1251", "cp1252"):
            try:
                return _bytes(line, encoding).decode("utf-8")
            except UnicodeError:
                continue
    if _AS_LATIN.search(line):
        import ftfy  # here: slow to load, seldom needed

        return str(ftfy.fix_encoding(line))
    return line


def _bytes(line: str, encoding: str) -> bytes:
    """Encode, where bytes that the code page leaves open had become C1 controls."""
    return b"".join(
        bytes((ord(sign),)) if "\x80" <= sign <= "\x9f" else sign.encode(encoding) for sign in line
    )
