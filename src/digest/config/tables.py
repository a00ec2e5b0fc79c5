"""The tables of `digest.toml`, with their defaults."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

from platformdirs import user_state_path
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from digest.records import FORMATS, USUAL_FORMATS

if TYPE_CHECKING:
    from digest.edition import Policy


class Table(BaseModel):
    """A table of settings: frozen, and an unknown key in it is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _as_meant(cls, value: object, info: ValidationInfo) -> object:
        """Refuse what would be taken for something else: true for 1, 0 for 1970-01-01."""
        kind = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, bool | int | float):
            if isinstance(value, bool) and kind is not bool:
                msg = "true or false is no value of it"
                raise ValueError(msg)
            if kind is bool and not isinstance(value, bool):
                msg = "should be true or false"
                raise ValueError(msg)
            if kind == date | None:
                msg = "should be a day such as 2026-11-24"
                raise ValueError(msg)
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _no_nul(cls, value: object) -> object:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and "\0" in one:  # no path, address or header may hold one
                msg = "a NUL in it: remove it"
                raise ValueError(msg)
        return value


class Edition(Table):
    """What readers get. An entry of `[[editions]]` takes what it does not say from `[edition]`."""

    key: str = Field(default="main", pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(default="", description='at the top; "News of the day", in its language')
    language: str = ""
    timezone: str = "UTC"
    topics: tuple[str, ...] = Field(default=(), description="only these; none is all")
    sources: tuple[str, ...] = Field(default=(), description="only these; none is all")
    group: Literal["topic", "country", "source"] = "topic"
    minutes: int = Field(default=20, ge=0, description="to read; the rest is in brief; 0: no limit")
    stories: int = Field(default=0, ge=0, description="told in full, at most; 0: no limit")
    prefer: dict[str, Annotated[float, Field(ge=0)]] = Field(
        default={}, description="factors of topics: sport = 0.5"
    )
    recipients: Path | None = Field(
        default=None, description="a list of readers (toml, csv, txt) that is followed every night"
    )
    day: date | None = None

    @field_validator("timezone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (OSError, ValueError, KeyError) as error:
            msg = f"no time zone {zone!r}; use a name such as Europe/Minsk"
            raise ValueError(msg) from error
        return zone

    def on(self, moment: datetime) -> date:
        """Return the day of an edition that is begun at an aware time: what is set, or readers'."""
        return self.day or moment.astimezone(ZoneInfo(self.timezone)).date()

    def policy(self, topics: dict[str, tuple[str, ...]]) -> Policy:
        """Return how the edition ranks and groups; `topics` are the user's own."""
        from digest.edition import Policy, named

        prefer = {named(name, topics): factor for name, factor in self.prefer.items()}
        return Policy(self.group, self.minutes, self.stories, prefer, topics)


class Run(Table):
    """Where articles come from, and where the digest goes."""

    inputs: tuple[str, ...] = ()
    output: Path = Path("out")
    state: Path = Field(default_factory=lambda: user_state_path("digest") / "ledger.db")
    formats: tuple[str, ...] = USUAL_FORMATS
    instance: str = Field(default="", description="whose ledger it is; the configuration's path")
    batch: int = Field(default=32, ge=1, description="articles a transaction")

    @field_validator("formats")
    @classmethod
    def _written(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        unknown = ", ".join(name for name in formats if name not in FORMATS)
        if unknown:
            msg = f"no format {unknown}; there are {', '.join(FORMATS)}"
            raise ValueError(msg)
        return formats


class Brief(Table):
    """How an article is summarized; `model` is a checkpoint's directory, for engines of models."""

    engine: str = "extractive"
    model: Path | None = None
    points: int = Field(default=4, ge=1, le=12)


class Translate(Table):
    """Who translates: engines without a model, and checkpoint directories on this machine."""

    engines: tuple[str, ...] = ("apertium",)
    models: tuple[Path, ...] = ()
    beams: int = Field(default=4, ge=1)


class Glossary(Table):
    """Whose names are written how: the user's own files, over the terms that are shipped."""

    files: tuple[Path, ...] = ()
