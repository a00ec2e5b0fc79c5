"""Adjectives that Apertium does not know, beside a noun whose gender is another there.

Должностное лицо: службовая асоба. The stream is that of `subjects`.
"""

from __future__ import annotations

import re

# Endings of an unknown adjective by the case of its noun: masculine, feminine, neuter.
_ENDINGS = {
    "ru": {
        "nom": ("ый ий ой", "ая", "ое ее"),
        "acc": ("ый ий ой", "ую", "ое ее"),
        "gen": ("ого его", "ой ей", "ого его"),
        "dat": ("ому ему", "ой ей", "ому ему"),
        "ins": ("ым им", "ой ей", "ым им"),
        "prp": ("ом ем", "ой ей", "ом ем"),
    },
    "be": {
        "nom": ("ы і", "ая яя", "ае яе"),
        "acc": ("ы і", "ую юю", "ае яе"),
        "gen": ("ага яга", "ай яй", "ага яга"),
        "dat": ("аму яму", "ай яй", "аму яму"),
        "ins": ("ым ім", "ай яй", "ым ім"),
        "loc": ("ым ім", "ай яй", "ым ім"),
    },
    "uk": {
        "nom": ("ий ій", "а я", "е є"),
        "acc": ("ий ій", "у ю", "е є"),
        "gen": ("ого ього", "ої ьої", "ого ього"),
        "dat": ("ому ьому", "ій", "ому ьому"),
        "ins": ("им ім", "ою ьою", "им ім"),
        "loc": ("ому ьому", "ій", "ому ьому"),
    },
}
_ATTRIBUTE = re.compile(
    r"\^\*([а-яёіўїєґ'-]{4,}(?<!лі))/[^$]*\$"
    r"(?=(?:(?<=ськ\w\$) \^[^<^$]+<adj>[^$]*\$)?"  # Краматорська міська рада
    r" \^[^<^$]+<n><(m|f|nt)>[^/$]*<sg><(\w+)>/[^<^$]+<n><(m|f|nt)>)",
    re.IGNORECASE,
)


def beside_nouns(stream: str, source: str) -> str:
    """Return the stream with unknown adjectives in the gender of the translated noun."""
    return _ATTRIBUTE.sub(lambda found: _attribute(found, source), stream)


def _attribute(found: re.Match[str], source: str) -> str:
    word, was, case, now = found.groups()
    genders = dict(zip(("m", "f", "nt"), _ENDINGS.get(source, {}).get(case, ()), strict=False))
    for at, ending in enumerate(genders.get(was, "").split()):
        if was != now and word.lower().endswith(ending):
            others = genders[now].split()
            other = word.removesuffix(ending) + others[min(at, len(others) - 1)]
            return f"^*{other}/*{other}$"
    return found[0]
