"""Any record to a JSON value and back, by the types of its fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def unpack(kind: type[T], value: Any) -> T:
    """Return the record of type `kind` that `pack` made into `value`.

    A field that the value lacks gets its default, so records may grow.
    """
    made: T = _unpack(kind, value)
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


def _unpack(kind: Any, value: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None if value is None else _unpack(_some(kind), value)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), value)
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return _record(kind, value) if is_dataclass(kind) else value


def _record(kind: Any, value: dict[str, Any]) -> Any:
    types = _types(kind)
    return kind(**{name: _unpack(types[name], item) for name, item in value.items()})


def _tuple(kinds: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_unpack(kinds[0], value) for value in values)
    return tuple(_unpack(kind, value) for kind, value in zip(kinds, values, strict=True))


def _some(kind: UnionType) -> Any:
    """Return the one type of `X | None`."""
    (only,) = (arm for arm in get_args(kind) if arm is not NoneType)
    return only


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns={"date": date, "datetime": datetime})
