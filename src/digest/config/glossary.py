"""The table of the glossary."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # pydantic reads the annotations at run time

from digest.config.tables import Table


class Glossary(Table):
    """Whose names are written how: the user's own files, over the terms that are shipped."""

    files: tuple[Path, ...] = ()
