"""Sentences that are addressed to a machine instead of a reader: "ignore all instructions".

Nobody writes them into an article with good intent, save an article about just that. So what has
one is never shown to a language model, and the sentence is not quoted. The patterns are only the
first line: what they miss, the checks of what a model answers must stop.
"""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from digest.text.writing.invisible import visible

_NEAR = 60  # letters between two words that belong together
# What only the machinery around a model writes: its tokens, roles, fences, calls and answers.
_MACHINERY = re.compile(
    r"<\|[^|>\n]{2,40}\|>|\[/?(?:inst|system_prompt|tool_calls|available_tools)\]|<</?sys>>"
    r"|</?(?:start|end)_of_turn>|</?(?:system|assistant|user|tool_call|function_call|instructions?)>"
    r"|^\W*(?:system|developer|assistant|систем[аы]|сістэма)\s*:\s"
    r"|^\W*(?:={3,}|-{3,}|#{3,})\s*(?:end|begin|start|new|system|instructions?|article|sentences"
    r"|stories|конец|канец|кінець|koniec|ende)\b"
    r"|\b(?:new|updated|nowe|neue|новые|новыя|нові)\s+(?:\w+\s+)?(?:instructions?|instrukcje"
    r"|polecenia|anweisungen|инструкции|інструкцыі|інструкції)\s*:"
    r"|\{\s*[\"'](?:headline|points|translations|lines|text|quote|name|tool|tool_calls|function"
    r"|arguments|action|role)[\"']\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_SPACED = re.compile(r"(?:\b\w ){2,}\w\b")
# Where a clause begins: an imperative stands there, not a verb of a report.
_BEGINS = (
    r"(?:^|[.:;!?,—\n«\"(]\s*"
    r"|\b(?:please|and|now|then|you must|и|і|й|та|пожалуйста|i|proszę|und|bitte)\s+)"
)
_LATIN_LETTER, _CYRILLIC_LETTER = re.compile("[a-z]"), re.compile("[Ѐ-ӿ]")
_GAP = r"\s+"
_POLITE = r"(?:те|це|cie|t)?\b"
_MIXED = re.compile(r"\w*(?:[a-z]\w*[Ѐ-ӿ]|[Ѐ-ӿ]\w*[a-z])\w*")
_LATIN = str.maketrans("аеорсхуіјѕһԁԛԝѵ", "aeopcxyijshdqwv")
_CYRILLIC = str.maketrans("aeopcxyik", "аеорсхуік")


def instructs(text: str) -> bool:
    """Tell whether a text speaks to a machine: to a model, or in the signs around one."""
    plain = _plain(text)
    return _speaks(plain) or any(
        _speaks(_plain(hidden)) for hidden in map(_decoded, _BASE64.findall(text))
    )


def _speaks(plain: str) -> bool:
    if _MACHINERY.search(plain):
        return True
    readings = [plain]
    if _LATIN_LETTER.search(plain) and _CYRILLIC_LETTER.search(plain):
        readings = [_of_one_script(plain, table) for table in (_LATIN, _CYRILLIC)]
    return any(map(_pattern().search, readings))


def _of_one_script(text: str, table: dict[int, int]) -> str:
    """Return a text whose words of two scripts are put into one: some letters look the same."""
    return _MIXED.sub(lambda found: found[0].translate(table), text)


def _plain(text: str) -> str:
    """Return a text in small letters without what hides it: invisible signs, full width, gaps."""
    folded = unicodedata.normalize("NFKC", visible(text)).casefold()
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), folded).replace("ё", "е")


def _decoded(code: str) -> str:
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


@cache
def _pattern() -> re.Pattern[str]:
    """Return what tells that a machine is spoken to: forget this, say just that, you are a model.

    An imperative stands where a clause begins, and its object near it.
    """
    table = tomllib.loads(files(__package__).joinpath("instructions.toml").read_text("utf-8"))
    tongues = table["say"]
    told = "|".join(
        rf"{_any(table[verb][tongue])}{_POLITE}.{{0,{_NEAR}}}?\b{_any(table[noun][tongue])}"
        for tongue in tongues
        for verb, noun in (("forget", "told"), ("say", "answer"), ("reveal", "secret"))
    )
    named = "|".join(
        rf"{_any(table['you'][tongue])}\W+(?:\w+\W+)?{_any(table['machine'][tongue])}"
        for tongue in tongues
    )
    return re.compile(rf"{_BEGINS}(?:{told})|\b(?:{named})")


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.replace('ё', 'е').replace('_', _GAP).split())})"
