"""The tables `[[sources]]` and `[network]`: what is read, and how politely."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path  # noqa: TC003  # pydantic reads the annotations at run time
from typing import TYPE_CHECKING, Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator

from digest.config.secrets import secret
from digest.config.tables import Table

if TYPE_CHECKING:
    from digest import sources

_SCHEMES = {"http": "feed", "https": "feed", "imap": "imap", "imaps": "imap"}


class Source(Table):
    """One place where articles appear: a `url`, or a `path` on this machine."""

    name: str = Field(min_length=1, max_length=80)
    url: str = ""
    path: Path | None = None
    kind: Literal["auto", "feed", "page", "folder", "maildir", "imap"] = Field(
        default="auto", description="a web page must say so; all else is seen"
    )
    language: str = Field(default="", description="a hint, where the text does not tell")
    weight: float = Field(default=1.0, gt=0, description="of its stories, against others")
    topics: tuple[str, ...] = ()
    enabled: bool = True
    full_text: Literal["auto", "always", "never"] = Field(
        default="auto", description="fetch the page behind a feed's item; auto: behind a teaser"
    )
    ca_file: Path | None = Field(default=None, description="whom to trust besides the system's")
    password: SecretStr = SecretStr("")
    password_file: Path | None = None

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if bool(self.url) == bool(self.path):
            msg = "give either a url or a path"
            raise ValueError(msg)
        scheme = urlsplit(self.url).scheme
        if self.url and scheme not in _SCHEMES:
            msg = f"{self.url!r} is no http(s) or imap(s) address"
            raise ValueError(msg)
        if (self.kind in {"feed", "page"}) > scheme.startswith("http") or (
            self.kind in {"folder", "maildir"} and self.url
        ):
            msg = f"a {self.kind} is not at such a place"
            raise ValueError(msg)
        return self

    def source(self) -> sources.Source:
        """Return the source as its readers take it; its secret is read only now.

        Raises `ConfigError` where the file of the secret cannot be read.
        """
        from digest import sources

        kind = self._kind()
        password = ""
        if kind == "imap":
            plain = self.password.get_secret_value()
            password = secret(plain, self.password_file, f"source-{self.name}")
        return sources.Source(
            name=self.name,
            kind=kind,
            place=self.url or str(self.path),
            language=self.language,
            weight=self.weight,
            topics=self.topics,
            enabled=self.enabled,
            full_text=self.full_text,
            ca_file=str(self.ca_file or ""),
            password=password,
        )

    def _kind(self) -> str:
        if self.kind != "auto":
            return self.kind
        if self.path is not None:
            return "maildir" if os.path.isdir(self.path / "cur") else "folder"
        return _SCHEMES[urlsplit(self.url).scheme]


def _distinct(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    twice = [name for name, count in Counter(one.name for one in sources).items() if count > 1]
    if twice:
        msg = f"two sources have the name {twice[0]!r}; give each its own"
        raise ValueError(msg)
    return sources


Sources = Annotated[tuple[Source, ...], AfterValidator(_distinct)]


class Network(Table):
    """How the web is asked. Private addresses are refused but for those listed here."""

    contact: str = Field(default="", description="in the User-Agent: a page or mailto:you@…")
    allow_private: tuple[str, ...] = Field(default=(), description='as ["intranet.local:8080"]')
    ports: tuple[int, ...] = (80, 443)
    proxy: str = Field(default="", description="http://host:port; the environment has no say")
    allow_downgrade: bool = Field(default=False, description="redirects from https to http")
    delay: float = Field(
        default=1.0, ge=0, le=600, description="seconds between two requests to a host"
    )
    seconds: float = Field(default=30.0, gt=0, le=600, description="for one page, with redirects")
    megabytes: float = Field(default=15.0, gt=0, le=100, description="of one page, decompressed")

    @field_validator("contact", "proxy")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not (value.isascii() and value.isprintable()):
            msg = "only printable ASCII fits a header"
            raise ValueError(msg)
        return value

    @field_validator("proxy")
    @classmethod
    def _is_http(cls, value: str) -> str:
        parts = urlsplit(value)  # a port that is none raises
        if value and not (parts.scheme == "http" and parts.hostname and parts.port != 0):
            msg = "a proxy is http://host:port"
            raise ValueError(msg)
        if parts.username is not None:  # httpcore2 would not send it, and it would be shown
            msg = "a name or password in it, which is never sent: name a proxy that asks for none"
            raise ValueError(msg)
        return value

    def rules(self) -> sources.Network:
        """Return the rules as fetching takes them."""
        from digest import sources

        return sources.Network(
            contact=self.contact,
            allow_private=frozenset(re.sub(r"[\[\]]", "", place) for place in self.allow_private),
            ports=frozenset(self.ports),
            proxy=self.proxy,
            allow_downgrade=self.allow_downgrade,
            delay=self.delay,
            seconds=self.seconds,
            body=int(self.megabytes * 1_000_000),
        )
