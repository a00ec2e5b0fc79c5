"""The country of an article: which one its title and lead name, or else where its outlet is."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.records import primary
from digest.text.topics import beginnings, folded
from digest.wording.languages import countries

if TYPE_CHECKING:
    from digest.records import Article

_TITLE = 3  # times that a name weighs in a title
_LEAD = 400  # letters of the text that are read: what follows is background
_SHORTEST = 6  # letters of a name's beginning; shorter ones begin too many other words
_ENDING = re.compile("[аяоеэыіийьїюaeiouyąę]$")
_HOST = re.compile(r"^[a-z]+://[^/?#]*?\.([a-z]{2})(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_ANYBODYS = frozenset({"ai", "cc", "co", "fm", "gg", "io", "ly", "me", "to", "tv", "ws"})


def country_of(article: Article) -> str:
    """Return the code of a country (ISO 3166-1), or nothing where nothing tells it.

    Of two countries that are named as often, the first one counts.
    """
    title, lead = map(_read, (article.title, " ".join(article.text)[:_LEAD]))
    scores: dict[str, tuple[int, int]] = {}
    for code, pattern in _patterns(primary(article.language)).items():
        named = _TITLE * len(set(pattern.findall(title))) + len(set(pattern.findall(lead)))
        if named and (first := pattern.search(f"{title}\n{lead}")):
            scores[code] = (named, -first.start())
    return max(scores, key=lambda code: scores[code]) if scores else _of_outlet(article.url)


def _read(text: str) -> str:
    return folded(re.sub(r"\bUS\b", "U.S.", text))  # in lower case it would be a pronoun


def _of_outlet(url: str) -> str:
    """Return the country of an address under a domain of a country (ISO 3166-1, but for uk)."""
    found = _HOST.match(url)
    domain = found[1].lower() if found else ""
    code = "GB" if domain == "uk" else domain.upper()
    return code if code in countries("en") and domain not in _ANYBODYS else ""


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    """Return what finds the names of each country: our own words, or else the name of CLDR."""
    own = _table().get(language, {})
    words = {code: _beginning(name) for code, name in countries(language).items()}
    words |= {code: tuple(said.split()) for code, said in own.items()}
    return {code: found for code, said in words.items() if (found := beginnings(said))}


def _beginning(name: str) -> tuple[str, ...]:
    begin = _ENDING.sub("", name.lower())
    return (begin,) if len(begin) >= _SHORTEST and begin.isalpha() else ()


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("digest.text") / "countries.toml").read_text("utf-8"))
