"""The catalogs: `<language>.toml` beside this file, and the rules for reading them.

A catalog holds `[text]` (strings with named placeholders), `[count]` (one string for each CLDR
plural category), `[from]` and `[via]` (languages as a translation names them), `[variant]`
(orthographies), `[hedge]` (by the marks of figures), `[country]` (where CLDR's name is too long)
and `[topics]` (the label of a heading, then its synonyms). Every catalog has the same keys; a test
sees to it. Taraškievica and Łacinka are written from the Belarusian catalog by rule;
`be-tarask.toml` holds what the rules do not know.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit

from digest.text.belarusian import to_latin, to_taraskievica
from digest.wording.languages import display_name, primary, variant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from digest.records import Caveat

LANGUAGES = ("en", "ru", "be", "uk", "pl", "de")
ORTHOGRAPHIES: dict[str, Callable[[str], str]] = {
    "be-Latn": to_latin,
    "be-tarask": to_taraskievica,
}
SERVED = (*LANGUAGES, *ORTHOGRAPHIES)  # what a catalog is written in
FALLBACK = "en"
_LOCALES = {"be-tarask": "be_TARASK", "be-Latn": "be"}  # CLDR knows the one and not the other
# Units of `text.numbers.units` whose short form in CLDR is the same for every number.
_UNITS = {
    "percent": "concentr-percent",
    "square_kilometre": "area-square-kilometer",
    "square_metre": "area-square-meter",
    "cubic_metre": "volume-cubic-meter",
    "hectare": "area-hectare",
    "kilometre": "length-kilometer",
    "metre": "length-meter",
    "centimetre": "length-centimeter",
    "millimetre": "length-millimeter",
    "kilogram": "mass-kilogram",
    "gram": "mass-gram",
    "kilowatt_hour": "energy-kilowatt-hour",
    "kilowatt": "power-kilowatt",
    "megawatt": "power-megawatt",
}
LANGUAGE_VALUES = {"language", "source", "target"}  # values of caveats that are language tags


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of one language; `spell` writes what CLDR says in the letters of the reader."""

    language: str
    catalog: dict[str, Any]
    locale: Locale
    spell: Callable[[str], str] = str

    def text(self, key: str, **values: object) -> str:
        """Return a string with its placeholders filled; `topic_<key>` are the headings."""
        if key.startswith("topic_"):
            return str(self.catalog["topics"][key.removeprefix("topic_")][0])
        return str(self.catalog["text"][key]).format(**values)

    def has(self, key: str) -> bool:
        """Tell whether there is a string of this key."""
        return key in self.catalog["text"]

    def count(self, key: str, n: int, **values: object) -> str:
        """Return a number with its noun in the right plural form."""
        form = self.locale.plural_form(n)
        return str(self.catalog["count"][key][form]).format(n=self.number(n), **values)

    def short_date(self, day: date) -> str:
        """Return the day and the month: «24 лістапада»."""
        return self.spell(str(format_skeleton("MMMMd", day, locale=self.locale)))

    def date(self, day: date) -> str:
        """Return a long date with its weekday."""
        return self.spell(format_date(day, "full", locale=self.locale))

    def number(self, value: Decimal | int) -> str:
        """Return a number in figures: «1200», «12 000», «−5»; English alone groups four digits."""
        grouped = abs(Decimal(value)) >= (1_000 if self.language == "en" else 10_000)
        written = format_decimal(
            value, locale=self.locale, decimal_quantization=False, group_separator=grouped
        )
        return str(written).replace("-", "\N{MINUS SIGN}")

    def figure(self, value: float) -> str:
        """Return a measured number to a tenth: «0,5», «1200»."""
        return self.number(Decimal(f"{value:.1f}").normalize())

    def hedged(self, mark: str, value: Decimal, unit: str = "") -> str:
        """Return a number with the hedge that a mark stands for: «каля 36 км» of ≈ (≥, >, ≤, <)."""
        said, written = self.catalog["hedge"].get(mark, mark), self.number(value)
        if unit in _UNITS:
            measured = format_unit(written, _UNITS[unit], "short", locale=self.locale)
            written = self.spell(measured).replace(" ", "\N{NO-BREAK SPACE}")
        return f"{said}\N{NO-BREAK SPACE}{written}" if said else written

    def time(self, moment: datetime) -> str:
        """Return a date with its time of day, in the zone that `moment` carries."""
        day = format_date(moment, "long", locale=self.locale)
        return f"{self.spell(day)}, {moment:%H:%M}"

    def caveat(self, caveat: Caveat) -> str:
        """Tell a caveat; one of a kind that the catalog lacks is told as in a log."""
        key = f"warning_{caveat.kind}"
        if not self.has(key):
            return str(caveat)
        values = dict(caveat.values)
        named = {k: self.language_name(v) for k, v in values.items() if k in LANGUAGE_VALUES}
        return self.text(key, **(values | named))

    def quote(self, text: str) -> str:
        """Put a text between the quotation marks of the language; those inside it change."""
        outer = self.text("quoted", text="\0").split("\0")
        inner = self.text("quoted_inside", text="\0").split("\0")
        for mark, inside in zip(outer, inner, strict=True):
            text = text.replace(mark, inside)
        return text.join(outer)

    def language_name(self, tag: str) -> str:
        """Return the name of a language in the nominative: «руская»."""
        name = self.spell(display_name(tag, self.locale))
        detail = self.catalog["variant"].get(variant(tag))
        return f"{name} ({detail})" if detail else name

    def orthography(self, tag: str) -> str:
        """Return the name of an orthography: «тарашкевіца», or «афіцыйны правапіс» of `be`."""
        return str(self.catalog["variant"].get(variant(tag) or "official", self.language_name(tag)))

    def country(self, code: str) -> str:
        """Return the name of a country as a heading: «Польшча»; or its code (ISO 3166-1)."""
        short = self.catalog["country"].get(code)
        return self.spell(str(short or self.locale.territories.get(code, code)))

    def from_language(self, tag: str) -> str:
        """Return what follows “translated”: «з рускай»; for a rare language «(грузінская)»."""
        return self._phrase("from", tag) or f"({self.language_name(tag)})"

    def via_language(self, tag: str) -> str:
        """Return what names an intermediate language: «праз рускую»."""
        return self._phrase("via", tag) or f"({self.language_name(tag)})"

    def _phrase(self, table: str, tag: str) -> str:
        return str(self.catalog[table].get(primary(tag), ""))


@cache
def wording(language: str) -> Wording:
    """Return the words of a language, or of the nearest there is: `ru-BY` is served by `ru`."""
    code = _served(language)
    spell = to_latin if code == "be-Latn" else str
    return Wording(code, catalog(code), _locale(language, code), spell)


def _locale(tag: str, code: str) -> Locale:
    """Return what CLDR says for a region, where it says so: `en-GB` has other dates than `en`."""
    if primary(tag) == code:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            pass
    return Locale.parse(_LOCALES.get(code, code))


def _served(tag: str) -> str:
    subtags = set(tag.lower().replace("_", "-").split("-"))
    for code in ORTHOGRAPHIES:
        if subtags.issuperset(code.lower().split("-")):
            return code
    return primary(tag) if primary(tag) in LANGUAGES else FALLBACK


@cache
def catalog(language: str) -> dict[str, Any]:
    """Return the catalog of one of `LANGUAGES` or `ORTHOGRAPHIES`."""
    if language not in ORTHOGRAPHIES:
        return read(language)
    spelled: dict[str, Any] = _spelled(catalog(primary(language)), ORTHOGRAPHIES[language])
    return _merged(spelled, read(language))


def read(name: str) -> dict[str, Any]:
    """Read the catalog of that name as it stands in its file, or nothing where there is none."""
    source = files("digest.wording").joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8")) if source.is_file() else {}


def _spelled(said: Any, spell: Callable[[str], str]) -> Any:
    match said:
        case dict():
            return {key: _spelled(value, spell) for key, value in said.items()}
        case list():
            return [_spelled(value, spell) for value in said]
    return spell(said)


def _merged(said: dict[str, Any], instead: dict[str, Any]) -> dict[str, Any]:
    return said | {
        key: _merged(said[key], value) if isinstance(value, dict) else value
        for key, value in instead.items()
    }


def topic(tag: str) -> str | None:
    """Return the canonical topic that an article's own tag names, in any of our languages."""
    return _topics().get(tag.strip().lstrip("#").casefold())


@cache
def _topics() -> dict[str, str]:
    return {
        name.casefold(): key
        for language in SERVED
        for key, names in catalog(language)["topics"].items()
        for name in (key, *names)
    }
