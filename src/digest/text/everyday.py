"""Words that a language writes small: where a title gives one a capital, it names nobody.

The lists (`everyday/`) have the stems of common words that are no names. We hold one of English,
whose titles and offices capitalise every word: the Disaster Mitigation Agency.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from digest.text.names import spoken
from digest.text.rows import rows
from digest.text.words import stemmer


def everyday(word: str, language: str) -> bool:
    """Tell whether a word is a common one, whatever its capitals; no word is without a list."""
    own = spoken(word, language)
    known = _stems(own)
    if not known:
        return False
    plain = word.lower().replace("’", "'").strip("'").removesuffix("'s")
    return stemmer(own)(plain) in known


@cache
def _stems(language: str) -> frozenset[str]:
    name = f"everyday/{language}.txt"
    return frozenset(rows(name) if (files("digest.text") / name).is_file() else ())
