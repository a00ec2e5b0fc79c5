"""What is wrong with a `digest.toml`: every mistake, its line, and what was probably meant."""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")

Location = tuple[str | int, ...]


class Fault(NamedTuple):
    """One mistake: the setting, as `("mail", "host")`, and what is wrong with it."""

    where: Location
    said: str


def of_form(errors: Sequence[ErrorDetails], settings: type[BaseModel]) -> list[Fault]:
    """Return what pydantic has against the settings, in our words."""
    return [Fault(error["loc"], _said(error, settings)) for error in errors]


def tell(faults: Iterable[Fault], path: Path | None, text: str) -> str:
    """Return a line a mistake: `digest.toml:3: edition.langauge: no such setting; did you …`.

    What a variable of the environment has set is told by the name of the variable.
    """
    lines, told = places(text), []
    for where, said in faults:
        line = next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), 0)
        source = f"{path}:{line}" if line else str(path or "the settings")
        name = ".".join(str(part) for part in where)
        parts = filter(None, (_variable(where) or source, name, said))
        told.append((line, ": ".join(parts)))
    return "\n".join(message for _, message in sorted(told))


def meant(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'endpoint'?`, or nothing where no known name is near."""
    by_lower = {one.lower(): one for one in reversed(list(known))}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1)
    return f"; did you mean {by_lower[near[0]]!r}?" if near else ""


def _variable(where: Location) -> str:
    """Return the variable that sets this, if one does."""
    names = ("DIGEST_" + "__".join(map(str, where[:n])).upper() for n in range(len(where), 0, -1))
    return next((name for name in names if name in os.environ), "")


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


def _said(error: ErrorDetails, settings: type[BaseModel]) -> str:
    where: Location = error["loc"]
    if error["type"] != "extra_forbidden":
        said = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
        return said.replace("valid tuple", 'list: ["…"]')
    return f"no such setting{meant(str(where[-1]), _known(settings, where[:-1]))}"


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
