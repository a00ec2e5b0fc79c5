"""The tables for whoever runs `digest` every night."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # pydantic reads the annotations at run time

from pydantic import Field, SecretStr

from digest.config.secrets import secret
from digest.config.tables import Table


class Report(Table):
    """How the operator learns what a run came to."""

    folder: Path | None = None  # reports/ beside the ledger
    mail: str = ""  # an address that is told of problems: exit code 3 and above
    ping: SecretStr = SecretStr("")  # a health check's URL; it gets /start and the exit status
    ping_file: Path | None = None

    def ping_url(self) -> str:
        """Return the URL to ping, or nothing."""
        return secret(self.ping.get_secret_value(), self.ping_file, "digest-ping")


class Retention(Table):
    """For how many days things are kept."""

    work: int = Field(
        default=90, ge=1, le=36_500, description="finished work; older is computed again"
    )
    editions: int = Field(
        default=400, ge=2, le=36_500, description="frozen editions, their copies and runs"
    )
