"""Relative paths of a configuration: they are meant from the folder of its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config.settings import Settings

T = TypeVar("T")


def anchored(settings: Settings, path: Path | None) -> Settings:
    """Return the settings with every relative path below the folder of the file."""
    if path is None:
        return settings
    base = path.parent
    run = settings.run.model_copy(
        update={"inputs": tuple(_anchor(base, item) for item in settings.run.inputs)}
    )
    translate = settings.translate.model_copy(
        update={"models": tuple(_model(base, item) for item in settings.translate.models)}
    )
    made: dict[str, BaseModel] = {"run": run, "translate": translate}
    for name, table in (("brief", settings.brief), ("chat", settings.chat)):
        if table.model:
            made[name] = table.model_copy(update={"model": _model(base, table.model)})
    return _below(base, settings.model_copy(update=made))


def _anchor(base: Path, item: str) -> str:
    return item if item == "-" or "://" in item else str(_under(base, item))


def _under(base: Path, path: Path | str) -> Path:
    """Return a path below `base`, without `..` where a link does not give it a sense of its own."""
    full = base / os.path.expanduser(path)  # noqa: PTH111  # no error where nobody has that name
    short = Path(os.path.normpath(full))
    try:
        os.fsencode(full)
    except UnicodeEncodeError:
        raise ConfigError(f"this locale cannot spell {str(full)!a}: set LC_ALL=C.UTF-8") from None
    # not Path.resolve, which raises where a link leads to itself (Python before 3.13)
    return short if os.path.realpath(short) == os.path.realpath(full) else full


def _model(base: Path, path: Path) -> Path:
    """Return the folder of a model: below the file's, or where a model of that name is."""
    from digest.backends.models import directory

    here = _under(base, path)
    pulled = here if os.path.exists(here) else directory(path)
    return pulled if pulled.is_absolute() else here


def _below(base: Path, value: T) -> T:
    """Return a table or a tuple with the paths in it made absolute; all else as it is."""
    made: Any = value
    if isinstance(value, Path):
        made = _under(base, value)
    elif isinstance(value, tuple):
        made = tuple(_below(base, item) for item in value)
    elif isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        moved = {name: _below(base, item) for name, item in fields.items()}
        changed = {name: item for name, item in moved.items() if item != fields[name]}
        made = value.model_copy(update=changed) if changed else value
    result: T = made
    return result
