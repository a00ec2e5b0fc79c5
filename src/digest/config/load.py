"""`digest.toml` and `DIGEST_*` variables to frozen settings.

Precedence: a flag, then the environment (`DIGEST_EDITION__LANGUAGE=be`), then the file named by
`--config` or else `./digest.toml` or else the user's own, then the defaults below.
"""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from digest.config.tables import Brief, Edition, Run, Translate
from digest.errors import ConfigError


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix="DIGEST_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    edition: Edition = Edition()
    run: Run = Run()
    brief: Brief = Brief()
    translate: Translate = Translate()

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


def load(path: Path | None = None) -> Settings:
    """Read the settings. Relative paths in a file are relative to that file.

    Raises `ConfigError` with every mistake at once.
    """
    found = locate(path)
    tables = _read(found) if found else {}
    try:
        settings = Settings(**tables)
    except ValidationError as error:
        raise ConfigError(_explain(error, found)) from error
    return _anchored(settings, found.parent) if found else settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}") from error


def _anchored(settings: Settings, base: Path) -> Settings:
    run = settings.run
    anchored = run.model_copy(
        update={
            "inputs": tuple(_anchor(base, item) for item in run.inputs),
            "output": base / run.output,
            "state": base / run.state,
        }
    )
    models = tuple(base / model for model in settings.translate.models)
    translate = settings.translate.model_copy(update={"models": models})
    return settings.model_copy(update={"run": anchored, "translate": translate})


def _anchor(base: Path, item: str) -> str:
    return item if item == "-" or "://" in item else str(base / item)


def _explain(error: ValidationError, path: Path | None) -> str:
    faults = "; ".join(_fault(dict(item)) for item in error.errors())
    return f"{path or 'the DIGEST_* environment'}: {faults}"


def _fault(item: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in item["loc"])
    if item["type"] != "extra_forbidden":
        return f"{where}: {item['msg']}"
    near = difflib.get_close_matches(str(item["loc"][-1]), _known_keys(item["loc"][:-1]), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{where}: no such setting{hint}"


def _known_keys(table: tuple[Any, ...]) -> list[str]:
    if not table:
        return list(Settings.model_fields)
    field = Settings.model_fields.get(str(table[0]))
    return list(getattr(field.annotation, "model_fields", {})) if field else []
