"""The terms of a glossary, and the files they are read from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError
from digest.text import regular
from digest.text.glossary.forms import Form, form

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Forms = dict[str, tuple[Form, ...]]  # by language tag

_OWN = {"accepted", "banned", "case_sensitive"}  # every other key is a language


@dataclass(frozen=True, slots=True)
class Term:
    """One thing, and how each language writes it: `preferred`, `accepted` as well, or `banned`.

    A tag with a region (`ru-BY`) goes before the language alone (`ru`), for readers who ask so.
    """

    name: str
    preferred: dict[str, Form]
    accepted: Forms = field(default_factory=dict)
    banned: Forms = field(default_factory=dict)
    case_sensitive: bool = True


def shipped() -> dict[str, Term]:
    """Return the terms that come with the program, by name."""
    folder = files(__package__)
    texts = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    terms: dict[str, Term] = {}
    for item in sorted(texts, key=lambda item: item.name):
        terms |= parse(item.read_text("utf-8"), item.name)
    return terms


def read(paths: Iterable[Path]) -> dict[str, Term]:
    """Return the shipped terms and those of a user's files, where a later one of a name wins.

    Raises `ConfigError` with the file, the term and what is wrong with it.
    """
    terms = shipped()
    for path in paths:
        try:
            text = regular.read(path, "utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"cannot read the glossary {path}: {error}") from error
        terms |= parse(text, str(path))
    return terms


def parse(text: str, where: str) -> dict[str, Term]:
    """Read one file: a table a term, its name the term's."""
    try:
        tables = tomllib.loads(text)
        return {name: _term(name, table) for name, table in tables.items()}
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise ConfigError(f"{where}: {error}") from error


def _term(name: str, table: Any) -> Term:
    if not isinstance(table, dict):
        raise ValueError(f"{name}: a term is a table, [{name}]")  # noqa: TRY004 - the caller's tree
    try:
        return Term(
            name=name,
            preferred={tag: form(text) for tag, text in table.items() if tag not in _OWN},
            accepted=_forms(table.get("accepted", {})),
            banned=_forms(table.get("banned", {})),
            case_sensitive=bool(table.get("case_sensitive", True)),
        )
    except (TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"[{name}]: {error}") from error


def _forms(table: dict[str, list[str]]) -> Forms:
    return {tag: tuple(form(pattern) for pattern in patterns) for tag, patterns in table.items()}
