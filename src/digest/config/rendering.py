"""The table of the documents' looks."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # pydantic reads the annotations at run time
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from digest.config.tables import Table

if TYPE_CHECKING:
    from digest.render import Layout


class Render(Table):
    """How the documents look."""

    templates: Path | None = Field(
        default=None, description="a directory of templates that replace ours of the same name"
    )
    bilingual: bool = Field(default=False, description="the original beside each translated point")
    url: str = Field(default="", description="where the archive is published, for links to it")

    @field_validator("url")
    @classmethod
    def _folder(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            msg = f"{url} is no web address; begin it with https://"
            raise ValueError(msg)
        return f"{url.rstrip('/')}/" if url else ""

    def layout(self, page: str = "") -> Layout:
        """Return the same for the renderers; `page` is the path of the edition in the archive."""
        from digest.render import Layout

        return Layout(
            self.bilingual, self.templates, f"{self.url}{page}" if self.url and page else ""
        )
