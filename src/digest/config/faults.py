"""What is wrong with a `digest.toml`: every mistake, its line, and what was probably meant."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")

Location = tuple[str | int, ...]


def explain(
    errors: Sequence[ErrorDetails], path: Path | None, text: str, settings: type[BaseModel]
) -> str:
    """Return a line a mistake: `digest.toml:3: edition.langauge: no such setting; did you …`."""
    lines = places(text)
    told = []
    for error in errors:
        where: Location = error["loc"]
        line = next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), 0)
        source = f"{path}:{line}" if line else str(path or "the DIGEST_* environment")
        told.append((line, f"{source}: {_told(error, where, settings)}"))
    return "\n".join(message for _, message in sorted(told))


def places(text: str) -> dict[Location, int]:
    """Return the line of each table and key: `("editions", 1, "name")` to 12."""
    found: dict[Location, int] = {}
    arrays: Counter[Location] = Counter()
    table: Location = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                arrays[table] += 1
                table = (*table, arrays[table] - 1)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def _parts(name: str) -> Location:
    return tuple(part.strip().strip("\"'") for part in name.split("."))


def _told(error: ErrorDetails, where: Location, settings: type[BaseModel]) -> str:
    name = ".".join(str(part) for part in where) or "the settings"
    if error["type"] != "extra_forbidden":
        return f"{name}: {error['msg'].removeprefix('Value error, ')}"
    near = difflib.get_close_matches(str(where[-1]), _known(settings, where[:-1]), n=1)
    return f"{name}: no such setting" + (f"; did you mean {near[0]!r}?" if near else "")


def _known(model: type[BaseModel], table: Location) -> list[str]:
    """Return the keys that a table may have."""
    kind: Any = model
    for part in table:
        fields = getattr(kind, "model_fields", {})
        if isinstance(part, str) and part in fields:
            kind = _table(fields[part].annotation)
    return list(getattr(kind, "model_fields", {}))


def _table(annotation: Any) -> Any:
    """Return the table behind `Table`, `tuple[Table, ...]` or `Table | None`."""
    inner = [arm for arm in get_args(annotation) if hasattr(arm, "model_fields")]
    return inner[0] if inner else annotation
