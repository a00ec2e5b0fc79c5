"""Any record to a JSON value and back, by the types of its fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def unpack(kind: type[T], value: Any) -> T:
    """Return the record of type `kind` that `pack` made into `value`.

    A field that the value lacks gets its default, so records may grow.
    """
    known: Any = kind  # mypy takes a generic type for unhashable
    reader = _reader(known)
    made: T = reader(value) if reader else value
    return made


def pack(value: Any) -> Any:
    """Return a record as a JSON value."""
    if is_dataclass(value):
        return {field.name: pack(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [pack(item) for item in value]
    if isinstance(value, dict):
        return {key: pack(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@cache
def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of type `kind` of a JSON value; None where they are the same.

    It is put together once a type: an edition holds tens of thousands of records.
    """
    if get_origin(kind) is UnionType:
        return _optional(_reader(_some(kind)))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if kind in {date, datetime}:
        made: Callable[[Any], Any] = kind.fromisoformat
        return made
    return _record(kind) if is_dataclass(kind) else None


def _optional(reader: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    if reader is None:
        return None
    return lambda value: None if value is None else reader(value)


def _tuple(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    if kinds[-1] is Ellipsis:
        reader = _reader(kinds[0])
        return tuple if reader is None else lambda values: tuple(map(reader, values))
    readers = [_reader(kind) or _same for kind in kinds]
    return lambda values: tuple(read(value) for read, value in zip(readers, values, strict=True))


def _same(value: Any) -> Any:
    return value


def _record(kind: Any) -> Callable[[Any], Any]:
    types = get_type_hints(kind, localns={"date": date, "datetime": datetime})
    readers = {name: read for name, type_ in types.items() if (read := _reader(type_))}

    def make(value: dict[str, Any]) -> Any:
        changed = {name: read(value[name]) for name, read in readers.items() if name in value}
        return kind(**{**value, **changed})

    return make


def _some(kind: UnionType) -> Any:
    """Return the one type of `X | None`."""
    (only,) = (arm for arm in get_args(kind) if arm is not NoneType)
    return only
