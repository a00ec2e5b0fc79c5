"""The schema, as numbered steps: `NNNN_name.sql` takes a file from version NNNN - 1 to NNNN."""

from __future__ import annotations

from importlib.resources import files
from sqlite3 import complete_statement


def steps() -> dict[int, tuple[str, ...]]:
    """Return the statements of each step, by the version that it leads to, in order."""
    found = (item for item in files(__package__).iterdir() if item.name.endswith(".sql"))
    named = sorted((int(item.name[:4]), item.read_text("utf-8")) for item in found)
    return {version: tuple(_statements(script)) for version, script in named}


def _statements(script: str) -> list[str]:
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if complete_statement(pending):
            statements.append(pending)
            pending = ""
    assert not pending.strip(), f"an unfinished statement: {pending!r}"
    return statements
