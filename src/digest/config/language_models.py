"""The tables `[chat]` and `[endpoint]`: language models, here and behind a URL."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path  # noqa: TC003  # pydantic reads the annotations at run time
from typing import TYPE_CHECKING

from pydantic import Field, SecretStr

from digest.config.secrets import secret
from digest.config.tables import Table

if TYPE_CHECKING:
    from digest.backends.llm.endpoint import Server


class Chat(Table):
    """A causal model on this machine: a checkpoint's directory, or a GGUF file."""

    model: Path | None = None
    languages: tuple[str, ...] = Field(default=(), description="between which it translates")


class Endpoint(Table):
    """Any server that speaks the OpenAI API, and what a night may cost there."""

    url: str = Field(default="", description="http://127.0.0.1:8080/v1")
    model: str = ""
    api_key: SecretStr = Field(default=SecretStr(""), description="or api_key_file, or neither")
    api_key_file: Path | None = Field(default=None, description="or the credential `api-key`")
    languages: tuple[str, ...] = Field(default=(), description="between which it translates")
    timeout: float = Field(default=120.0, gt=0, le=3600, description="seconds an answer")
    retries: int = Field(default=3, ge=0, description="of a request that failed")
    concurrency: int = Field(default=4, ge=1, description="requests at once")
    letters: int = Field(default=24_000, ge=2000, description="of a prompt; longer ones are cut")
    tokens: int = Field(default=0, ge=0, description="a night; 0 is no cap")
    cost: float = Field(default=0.0, ge=0, description="a night; 0 is no cap")
    prices: tuple[float, float] = Field(
        default=(0.0, 0.0), description="of a million tokens, read and written"
    )

    @cached_property
    def server(self) -> Server:
        """The server, one for all engines, whose caps are common; its key may be a credential."""
        from digest.backends.llm.endpoint import Server
        from digest.backends.llm.metering import Caps

        key = secret(self.api_key.get_secret_value(), self.api_key_file, "api-key")
        return Server(
            self.url, self.model, key, self.timeout, self.retries, self.concurrency,
            self.letters, Caps(self.tokens, self.cost, self.prices),
        )  # fmt: skip
