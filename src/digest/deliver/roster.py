"""Lists of readers in files: toml, csv and plain text, read line by line and written again.

A line that cannot be used is reported by its number, and never shown: it may hold an address.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import InputError, InputMissing
from digest.store.address import parse_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from digest.store.address import Address
    from digest.store.subscribers import Subscriber

_ADDRESS_COLUMNS = ("address", "email", "e-mail", "mail", "адрес", "адрас", "почта", "пошта")
_NAME_COLUMNS = ("name", "имя", "імя", "iмя")


@dataclass(frozen=True, slots=True)
class Roster:
    """What a list holds: the addresses, and (line, what is wrong) for the rest."""

    addresses: tuple[Address, ...]
    broken: tuple[tuple[int, str], ...]


def read_roster(path: Path) -> Roster:
    """Read a list by its file name: .toml, .csv, or else an address a line.

    Of two spellings of one mailbox the first counts (S11). Raises `InputMissing` or `InputError`
    where the file as a whole cannot be read.
    """
    readers = {".toml": _toml, ".csv": _csv}
    rows = readers.get(path.suffix.lower(), _lines)(_text(path), path)
    addresses: dict[str, Address] = {}
    broken: list[tuple[int, str]] = []
    for line, address, name in rows:
        try:
            found = parse_address(address, name)
        except InputError as error:
            broken.append((line, str(error)))
            continue
        if found.key in addresses:
            broken.append((line, "the same mailbox as in an earlier line"))
        addresses.setdefault(found.key, found)
    return Roster(tuple(addresses.values()), tuple(broken))


def write_roster(readers: Sequence[Subscriber], format: str) -> str:  # noqa: A002
    """Return a list in one of the formats that `read_roster` reads: toml, csv or txt."""
    if format == "csv":
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("address", "name"))
        table.writerows((r.address, r.name) for r in readers)
        return out.getvalue()
    if format == "toml":
        return "\n".join(_table(reader) for reader in readers)
    return "".join(f"{reader.address}\n" for reader in readers)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise InputMissing(f"no list of subscribers at {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}; save it as UTF-8") from error


def _lines(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    del path
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        if content:
            yield number, content, ""


def _csv(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    """Read a table by the names of its columns, or, without any, the address as the first one."""
    del path
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    at, named = 0, 1
    for number, row in _rows(text, delimiter):
        cells = [cell.strip() for cell in row]
        if number == 1 and not any("@" in cell for cell in cells):
            at, named = _column(cells, _ADDRESS_COLUMNS, 0), _column(cells, _NAME_COLUMNS, -1)
        elif any(cells):
            yield number, _cell(cells, at), _cell(cells, named)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a table; a quotation mark that is not closed costs its own line alone."""
    table = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    with suppress(csv.Error):
        rows = [(table.line_num, row) for row in table]
        if not any("\n" in cell and "@" in cell for _, row in rows for cell in row):
            return rows
    lines = enumerate(text.splitlines(), 1)
    return [(number, _cells(line, delimiter)) for number, line in lines]


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # longer than any
        return [line]


def _column(header: Sequence[str], names: Sequence[str], otherwise: int) -> int:
    return next((i for i, cell in enumerate(header) if cell.casefold() in names), otherwise)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def _toml(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    try:
        entries = tomllib.loads(text).get("subscribers", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    if not isinstance(entries, list):
        raise InputError(f"cannot read {path}: subscribers is no list of tables")
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[subscribers]]"]
    for place, entry in enumerate(entries):
        line = starts[place] if place < len(starts) else place + 1
        fields = entry if isinstance(entry, dict) else {"address": str(entry)}
        yield line, str(fields.get("address", "")), str(fields.get("name", ""))


def _table(reader: Subscriber) -> str:
    fields = (("address", reader.address), ("name", reader.name))
    quoted = (f"{key} = {json.dumps(v, ensure_ascii=False)}\n" for key, v in fields if v)
    return "[[subscribers]]\n" + "".join(quoted)
