"""The spelling dictionaries of Debian's hunspell packages, to ask whether a word exists."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DIRECTORY = Path("/usr/share/hunspell")
DICTIONARIES = {"be": "be_BY", "ru": "ru_RU", "uk": "uk_UA"}
WORD_CACHE = 1 << 16


class Suffix(NamedTuple):
    """One SFX rule, read backwards: cut the ending, add `strip`, and the flag must be there."""

    flag: str
    strip: str
    condition: str


class WordList:
    """Words of one dictionary with their inflected forms, which are looked up, not listed."""

    def __init__(self, dic: Path, aff: Path) -> None:
        """Read both files, about 0.2 s for a hundred thousand stems."""
        self._stems = _stems(dic.read_text("utf-8"))
        self._suffixes = _suffixes(aff.read_text("utf-8"))
        self._longest = max(map(len, self._suffixes), default=0)
        self._known = lru_cache(WORD_CACHE)(self._look_up)

    def __contains__(self, word: object) -> bool:
        """Tell whether the word exists, as written or in lower case."""
        word = str(word).replace("’", "'").replace("ʼ", "'")
        return self._known(word) or self._known(word.lower())

    def _look_up(self, word: str) -> bool:
        if word in self._stems:
            return True
        cuts = range(max(0, len(word) - self._longest), len(word) + 1)
        return any(self._inflects(word[:cut], word[cut:]) for cut in cuts)

    def _inflects(self, start: str, ending: str) -> bool:
        for flag, strip, condition in self._suffixes.get(ending, ()):
            stem = start + strip
            if flag in self._stems.get(stem, "") and re.search(condition, stem):
                return True
        return False


def _stems(text: str) -> dict[str, str]:
    stems: dict[str, str] = {}
    for line in text.splitlines()[1:]:  # the first line is a count
        word, _, flags = line.strip().partition("/")
        stems[word] = stems.get(word, "") + flags
    return stems


def _suffixes(text: str) -> dict[str, list[Suffix]]:
    rules: dict[str, list[Suffix]] = defaultdict(list)
    for line in text.splitlines():
        fields = line.split()
        if len(fields) >= 4 and fields[0] == "SFX" and fields[2] not in "YN":
            _, flag, strip, ending, *condition = fields
            ending = ending.partition("/")[0].replace("0", "")
            pattern = f"(?:{condition[0] if condition else '.'})$"
            rules[ending].append(Suffix(flag, strip.replace("0", ""), pattern))
    return dict(rules)


@lru_cache
def word_list(language: str) -> WordList | None:
    """Return the installed list of a language, read once, or None where there is none."""
    name = DICTIONARIES.get(language, "")
    dic, aff = DIRECTORY / f"{name}.dic", DIRECTORY / f"{name}.aff"
    return WordList(dic, aff) if dic.is_file() and aff.is_file() else None
