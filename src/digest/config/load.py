"""`digest.toml` and `DIGEST_*` variables to frozen settings.

Precedence: a flag, then the environment (`DIGEST_EDITION__LANGUAGE=be`), then the file named by
`--config` or else `./digest.toml` or else the user's own, then the defaults below.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_config_path
from pydantic import ValidationError

from digest.config import secrets
from digest.config.faults import Fault, Location, of_form, tell
from digest.config.paths import anchored
from digest.config.settings import Settings
from digest.errors import ConfigError
from digest.text import regular

if TYPE_CHECKING:
    from collections.abc import Iterable


def locate(path: Path | None) -> Path | None:
    """Return the configuration file to read: the one asked for, ./digest.toml, the user's own."""
    if path is not None:
        _ensure_there(path)
        return path
    candidates = (Path("digest.toml"), user_config_path("digest") / "config.toml")
    return next((candidate for candidate in candidates if os.path.isfile(candidate)), None)


def _ensure_there(path: Path) -> None:
    try:
        path.stat()
    except FileNotFoundError as error:
        raise ConfigError(f"no configuration at {path}; `digest init` writes one") from error
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Draft:
    """A configuration as it is written: what can be used of it, and what is wrong with it."""

    path: Path | None
    text: str
    settings: Settings | None
    faults: tuple[Fault, ...] = ()

    def tell(self, faults: Iterable[Fault]) -> str:
        """Return a line a mistake, with the line of the file or the name of the variable."""
        return tell(faults, self.path, self.text)


def load(path: Path | None = None) -> Settings:
    """Read the settings. Relative paths in a file are relative to that file.

    Raises `ConfigError` with every mistake of form at once, a line each.
    """
    found = draft(path)
    if found.faults or found.settings is None:
        raise ConfigError(found.tell(found.faults))
    return found.settings


def draft(path: Path | None = None) -> Draft:
    """Read the settings, and leave out what has a mistake of form.

    Raises `ConfigError` where there is no such file, or where it is no TOML.
    """
    found = locate(path)
    text = _read(found) if found else ""
    tables = _parse(text, found)
    try:
        return Draft(found, text, anchored(Settings(**tables), found))
    except ValidationError as error:
        errors = error.errors()
    faults = tuple(of_form(errors, Settings))
    for fault in faults:
        _drop(tables, fault.where)
    try:
        return Draft(found, text, anchored(Settings(**tables), found), faults)
    except ValidationError:  # of the environment, or of what is left
        return Draft(found, text, None, faults)


def _drop(tables: dict[str, Any], where: Location) -> None:
    """Remove a setting, or the list around it."""
    for part in where:
        inner = tables.get(str(part))
        if not isinstance(inner, dict) or part == where[-1]:
            tables.pop(str(part), None)
            return
        tables = inner


def exposed_secrets(path: Path | None = None) -> list[str]:
    """Return a warning for each secret that others can read in the configuration (B14)."""
    found = locate(path)
    return secrets.exposed(_parse(_read(found), found), found) if found else []


def _read(path: Path) -> str:
    try:
        return regular.read(path, "utf-8-sig")
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        raise ConfigError(f"{path}:{line}: not UTF-8: save it as UTF-8") from error


def _parse(text: str, path: Path | None) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"cannot read {path}: {error}") from error
    except RecursionError:
        raise ConfigError(f"cannot read {path}: lists nested too deep") from None
