"""`digest.toml` and `DIGEST_*` variables to frozen settings.

Precedence: a flag, then the environment (`DIGEST_EDITION__LANGUAGE=be`), then the file named by
`--config` or else `./digest.toml` or else the user's own, then the defaults below.
"""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from platformdirs import user_config_path
from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from digest.config import secrets
from digest.config.faults import Fault, Location, of_form, tell
from digest.config.glossary import Glossary
from digest.config.language_models import Chat, Endpoint
from digest.config.mail import Mail
from digest.config.models import Models
from digest.config.operations import Report, Retention
from digest.config.rendering import Render
from digest.config.sources import Network, Sources
from digest.config.stories import Stories, Topics
from digest.config.tables import Brief, Edition, Run, Translate
from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix="DIGEST_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    edition: Edition = Edition()
    stories: Stories = Stories()
    topics: Topics = Field(default={}, description="your own: heading = [beginnings of words]")
    run: Run = Run()
    brief: Brief = Brief()
    translate: Translate = Translate()
    chat: Chat = Chat()
    endpoint: Endpoint = Endpoint()
    models: Models = Models()
    glossary: Glossary = Glossary()
    editions: tuple[Edition, ...] = ()
    sources: Sources = ()
    network: Network = Network()
    render: Render = Render()
    mail: Mail = Mail()
    report: Report = Report()
    retention: Retention = Retention()

    def each_edition(self) -> tuple[Edition, ...]:
        """Return the editions to make; what an entry does not say is as in `[edition]`."""
        given = (entry.model_dump(exclude_unset=True) for entry in self.editions)
        return tuple(self.edition.model_copy(update=entry) for entry in given) or (self.edition,)

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        counts = Counter(entry.key for entry in self.each_edition())
        twice = [key for key, count in counts.items() if count > 1]
        if twice:
            msg = f"two editions have the key {twice[0]!r}; give each its own"
            raise ValueError(msg)
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, which arrives as keyword arguments."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def locate(path: Path | None) -> Path | None:
    """Return the configuration file to read: the one asked for, ./digest.toml, the user's own."""
    if path is not None:
        if not path.is_file():
            raise ConfigError(f"no configuration at {path}; `digest init` writes one")
        return path
    candidates = (Path("digest.toml"), user_config_path("digest") / "config.toml")
    return next((candidate for candidate in candidates if candidate.is_file()), None)


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
        return Draft(found, text, _anchored(Settings(**tables), found))
    except ValidationError as error:
        errors = error.errors()
    faults = tuple(of_form(errors, Settings))
    for fault in faults:
        _drop(tables, fault.where)
    try:
        return Draft(found, text, _anchored(Settings(**tables), found), faults)
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
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}") from error


def _parse(text: str, path: Path | None) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"cannot read {path}: {error}") from error


def _anchored(settings: Settings, path: Path | None) -> Settings:
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
    return short if short.resolve() == full.resolve() else full


def _model(base: Path, path: Path) -> Path:
    """Return the folder of a model: below the file's, or where a model of that name is."""
    from digest.backends.models import directory

    here = _under(base, path)
    pulled = here if here.exists() else directory(path)
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
