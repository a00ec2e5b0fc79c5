"""All tables of `digest.toml` and their `DIGEST_*` variables, as frozen settings."""

from __future__ import annotations

from collections import Counter
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from digest.config.language_models import Chat, Endpoint
from digest.config.mail import Mail
from digest.config.models import Models
from digest.config.operations import Report, Retention
from digest.config.rendering import Render
from digest.config.sources import Network, Sources
from digest.config.stories import Stories, Topics
from digest.config.tables import Brief, Edition, Glossary, Run, Translate


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

    @property
    def home(self) -> str:
        """The language of pages about all editions: that of `[edition]`, or of the first one."""
        return self.edition.language or self.each_edition()[0].language

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
