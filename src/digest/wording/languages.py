"""Names and writing directions of languages, from CLDR through babel."""

from __future__ import annotations

from typing import Literal

from babel import Locale, UnknownLocaleError

_NO_LANGUAGE = frozenset({"", "und", "mul", "zxx"})


def primary(tag: str) -> str:
    """Return the primary language subtag: `be` of `be-tarask`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def variant(tag: str) -> str:
    """Return what follows the primary subtag, in lower case: `latn` of `be-Latn`."""
    return tag.replace("_", "-").partition("-")[2].lower()


def display_name(tag: str, locale: Locale) -> str:
    """Return the name of a language in another one, or the tag where CLDR has no name for it."""
    return str(locale.languages.get(primary(tag), tag))


def direction(tag: str) -> Literal["ltr", "rtl", "auto"]:
    """Return the writing direction of a language; `auto` where babel does not know it."""
    if primary(tag) in _NO_LANGUAGE:  # CLDR has a root locale for these, from left to right
        return "auto"
    try:
        locale = Locale.parse(primary(tag))
    except (UnknownLocaleError, ValueError):
        return "auto"
    return "rtl" if locale.text_direction == "rtl" else "ltr"
