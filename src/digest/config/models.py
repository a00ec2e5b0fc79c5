"""The table `[models]`: what was agreed to."""

from __future__ import annotations

from pydantic import Field

from digest.config.tables import Table


class Models(Table):
    """Consent to licences that do not allow every use."""

    accept_licences: tuple[str, ...] = Field(default=(), description='such as "cc-by-nc-4.0"')
