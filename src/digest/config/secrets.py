"""Secrets: from the environment, a file, or a systemd credential; never shown (B14)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError
from digest.text import regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAMES = ("password", "secret", "token", "api_key", "ping")


def secret(value: str, file: Path | None, credential: str) -> str:
    """Return a secret: `value`, else the content of `file`, else a systemd credential, else "".

    Raises `ConfigError` for a file that cannot be read.
    """
    if value:
        return value
    if file is not None:
        return read(file)
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder, credential) if folder else None
    return read(path) if path and os.path.isfile(path) else ""


def exposed(tables: Mapping[str, Any], path: Path) -> list[str]:
    """Return a warning for each secret in a file that others can read."""
    mode = path.stat().st_mode & 0o777
    if not mode & 0o044:
        return []
    return [
        f"{path}: {name} can be read by others (mode {mode:o}): chmod 600, or use {name}_file"
        for name in _secrets(tables, "")
    ]


def _secrets(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _secrets(item, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for item in value:
            yield from _secrets(item, name)
    elif value and name.rpartition(".")[2] in _NAMES:
        yield name


def read(path: Path) -> str:
    """Return the secret in a file; raise `ConfigError` where it is no file of text."""
    try:
        return regular.read(path).strip()
    except (OSError, UnicodeError) as error:
        raise ConfigError(
            f"cannot read the secret in {path}: {getattr(error, 'strerror', error)}"
        ) from error
