"""Private copies of list items: to see what a list grew by, to notice items changed in place, to serve hot reads.

Only plain values are copied: atoms, lists, tuples, dicts and pydantic models of them (LangChain messages are).
Everything else is kept as bytes by the caller.
"""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from enum import Enum
from typing import Any

from pydantic import BaseModel

_ATOMS = frozenset(
    {str, int, float, bool, type(None), bytes, complex}
    | {dt.datetime, dt.date, dt.time, dt.timedelta, decimal.Decimal, uuid.UUID}
)


class NotPlain(Exception):  # noqa: N818 - a signal between two functions of this package
    """The value holds something that cannot be copied cheaply and safely."""


def twin(value: Any) -> Any:
    """Return an independent copy that shares only immutable parts. NotPlain if the value is of another kind."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is list:
        return [twin(part) for part in value]
    if kind is dict:
        return {key: part if type(part) in _ATOMS else twin(part) for key, part in value.items()}
    if kind is tuple:
        return tuple(twin(part) for part in value)
    if isinstance(value, BaseModel):
        return _twin_model(value)
    if isinstance(value, Enum):
        return value
    raise NotPlain(kind.__name__)


def _twin_model(model: BaseModel) -> BaseModel:
    """Copy a model without validating it again, as `model_copy` does, but with its containers copied too."""
    fields = model.__dict__.copy()
    for name, part in fields.items():
        if type(part) not in _ATOMS:
            fields[name] = twin(part)
    if model.__pydantic_private__:
        raise NotPlain(type(model).__name__)
    copied = object.__new__(type(model))
    setter = object.__setattr__
    setter(copied, "__dict__", fields)
    setter(copied, "__pydantic_fields_set__", model.__pydantic_fields_set__.copy())
    setter(copied, "__pydantic_extra__", twin(model.__pydantic_extra__))
    setter(copied, "__pydantic_private__", model.__pydantic_private__)
    return copied


def same(value: Any, snapshot: Any) -> bool:
    """Whether `value` still equals its snapshot. Shared parts are compared by identity, so this is cheap."""
    if type(value) is not type(snapshot):
        return False
    if isinstance(value, BaseModel):
        return bool(value.__dict__ == snapshot.__dict__ and value.__pydantic_extra__ == snapshot.__pydantic_extra__)
    return bool(value == snapshot)


def try_twin(values: list[Any]) -> list[Any] | None:
    """Return a copy of the list and its items, None if some of them are not plain."""
    try:
        return [twin(value) for value in values]
    except NotPlain:
        return None
