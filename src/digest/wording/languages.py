"""Names and writing directions of languages, from CLDR through babel."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_OWN_NAMES = ("be", "ru", "uk", "pl", "de")
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_NO_LANGUAGE = frozenset({"", "und", "mul", "zxx"})


def primary(tag: str) -> str:
    """Return the primary language subtag: `be` of `be-tarask`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def variant(tag: str) -> str:
    """Return what follows the primary subtag, in lower case: `latn` of `be-Latn`."""
    return tag.replace("_", "-").partition("-")[2].lower()


def checked_tag(tag: str) -> str:
    """Return a BCP 47 tag as it is; raise `ValueError` where CLDR knows no such language.

    The message says which tag was probably meant: `ru` for `russian`, `uk` for `ua`.
    """
    if not tag or primary(tag) in Locale("en").languages:
        return tag
    near = _meant(tag.lower())
    hint = f"did you mean {near!r}?" if near else "use a tag such as be, ru or be-Latn"
    raise ValueError(f"no language {tag!r}; {hint}")


def _meant(tag: str) -> str:
    """Return the language of an old code, a country's code, or a name; or ""."""
    if tag in get_global("language_aliases"):
        return str(get_global("language_aliases")[tag])
    if likely := get_global("likely_subtags").get(f"und_{tag.upper()}"):
        return str(likely).partition("_")[0]
    by_name = {str(name).lower(): code for code, name in Locale("en").languages.items()}
    by_name |= {str(Locale(code).get_language_name()).lower(): code for code in _OWN_NAMES}
    near = get_close_matches(tag, by_name, n=1, cutoff=0.75)
    return str(by_name[near[0]]) if near else ""


def display_name(tag: str, locale: Locale) -> str:
    """Return the name of a language in another one, or the tag where CLDR has no name for it."""
    return str(locale.languages.get(primary(tag), tag))


@cache
def countries(language: str) -> dict[str, str]:
    """Return the names of countries by their codes (ISO 3166-1); none where CLDR has no names."""
    try:
        names = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        code: str(name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }


def direction(tag: str) -> Literal["ltr", "rtl", "auto"]:
    """Return the writing direction of a language; `auto` where babel does not know it."""
    if primary(tag) in _NO_LANGUAGE:  # CLDR has a root locale for these, from left to right
        return "auto"
    try:
        locale = Locale.parse(primary(tag))
    except (UnknownLocaleError, ValueError):
        return "auto"
    return "rtl" if locale.text_direction == "rtl" else "ltr"
