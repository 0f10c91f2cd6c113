"""Frozen dataclasses from plain values, as they come from JSON and TOML; `dataclasses.asdict` is the way back."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")

_WANTED = {float: "a number", int: "a whole number", str: "a text", bool: "true or false"}


def build(kind: type[T], values: Any) -> T:
    """A `kind` of `values`: dataclasses, tuples, dicts, enums, optional values, texts, numbers and truth values.

    A dataclass comes from a dict with a key a field, an enum from its value; a whole number does for a float, and a
    truth value for no number. Raises TypeError or ValueError, whose text names the field, such as
    "heads.text.width: a whole number is wanted, not 'wide'", where a key is unknown or missing or a value does not fit.
    """
    return cast("T", _build(kind, values, ""))


def _build(kind: Any, value: Any, where: str) -> Any:
    if is_dataclass(kind):
        return _dataclass(kind, value, where)
    origin = typing.get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        return _optional(kind, value, where)
    if origin is tuple:
        return _tuple(kind, value, where)
    if origin is dict:
        return _dict(kind, value, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind, value, where)
    return _simple(kind, value, where)


def _dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _misfit(where or kind.__name__, "a table", value)
    hints, known = _fields(kind)
    for key in value:
        if key not in known:
            raise TypeError(f"{_join(where, key)}: there is no such option{_meant(key, known)}")
    for name, field in known.items():
        if name not in value and field.default is MISSING and field.default_factory is MISSING:
            raise TypeError(f"{_join(where, name)}: a value is missing")
    return kind(**{key: _build(hints[key], item, _join(where, key)) for key, item in value.items()})


@cache
def _fields(kind: Any) -> tuple[dict[str, Any], dict[str, Field[Any]]]:
    """What the fields of a dataclass hold, and those that are given; worked out once, as lists hold thousands."""
    return typing.get_type_hints(kind), {field.name: field for field in fields(kind) if field.init}


def _meant(key: object, known: typing.Iterable[str]) -> str:
    close = get_close_matches(str(key), known, n=1)
    return f"; did you mean “{close[0]}”?" if close else ""


def _optional(kind: Any, value: Any, where: str) -> Any:
    """`X | None`; a union of several kinds would not say which of them a plain value is."""
    if value is None:
        return None
    (inner,) = [choice for choice in typing.get_args(kind) if choice is not types.NoneType]
    return _build(inner, value, where)


def _tuple(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, list | tuple):
        raise _misfit(where, "a list", value)
    choices = typing.get_args(kind)
    if len(choices) == 2 and choices[1] is Ellipsis:
        choices = (choices[0],) * len(value)
    if len(choices) != len(value):
        raise ValueError(f"{where}: {len(choices)} values are wanted, not {len(value)}")
    return tuple(
        _build(choice, item, f"{where}[{place}]")
        for place, (choice, item) in enumerate(zip(choices, value, strict=True))
    )


def _dict(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _misfit(where, "a table", value)
    key_kind, value_kind = typing.get_args(kind)
    return {_build(key_kind, key, where): _build(value_kind, item, _join(where, key)) for key, item in value.items()}


def _enum(kind: type[Enum], value: Any, where: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        choices = ", ".join(str(choice.value) for choice in kind)
        raise ValueError(f"{where}: one of {choices} is wanted, not {value!r}") from None


def _simple(kind: Any, value: Any, where: str) -> Any:
    if kind is Any:
        return value
    truth = isinstance(value, bool)
    if kind is float and isinstance(value, int) and not truth:
        return _float(value, where)
    if not isinstance(value, kind) or (truth and kind is not bool):
        raise _misfit(where, _WANTED.get(kind, kind.__name__), value)
    return value


def _float(value: int, where: str) -> float:
    try:
        return float(value)
    except OverflowError:
        raise ValueError(f"{where}: the number is too large") from None


def _misfit(where: str, wanted: str, value: object) -> TypeError:
    return TypeError(f"{where}: {wanted} is wanted, not {value!r}")


def _join(where: str, key: object) -> str:
    return f"{where}.{key}" if where else str(key)
