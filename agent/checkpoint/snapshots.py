"""Private copies of list items: to see what a list grew by, to notice items changed in place, to serve hot reads.

Only plain items are copied: atoms, lists, tuples, dicts, dataclasses and pydantic models of them (LangChain
messages are). A list with other items is stored whole.
"""

from __future__ import annotations

import dataclasses
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
_CONTAINERS = (list, dict, tuple)
_EMPTY: dict[type, Any] = {list: [], dict: {}}
"""What all copies share for an empty part: most parts of messages are, and comparing long lists is bound by memory."""
_new = object.__new__
_set_fields = BaseModel.__dict__["__dict__"].__set__
_set_marks = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__


class NotPlain(Exception):
    """The value holds something that cannot be copied cheaply and safely."""


def twin(value: Any) -> Any:
    """Return an independent copy that shares only immutable parts. NotPlain if the value is of another kind."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is list:
        return [twin(part) for part in value] if value else []
    if kind is dict:
        return {key: twin(part) for key, part in value.items()} if value else {}
    if kind is tuple:
        return tuple(twin(part) for part in value)
    if isinstance(value, Enum):
        return value
    return Frozen(value).thaw()


class Frozen:
    """A private copy of one item. `fields` is what its equality is judged by: the value, or what is in it."""

    __slots__ = ("deep", "extra", "fields", "kind", "marks", "shallow", "structured")

    def __init__(self, value: Any) -> None:
        """Copy the value. NotPlain if it cannot be."""
        self.kind = type(value)
        self.marks: set[str] | None = None
        self.extra: Any = None
        self.structured = has_fields(self.kind)
        self.shallow: list[str] = []
        self.deep: list[str] = []
        if not self.structured:
            if self.kind not in _ATOMS and self.kind not in _CONTAINERS and not isinstance(value, Enum):
                raise NotPlain(self.kind.__name__)
            self.fields: Any = twin(value)
            return
        if isinstance(value, BaseModel):
            if value.__pydantic_private__:
                raise NotPlain(self.kind.__name__)
            self.marks = value.__pydantic_fields_set__.copy()
            self.extra = _kept(value.__pydantic_extra__)
        self.fields = {name: _kept(part) for name, part in value.__dict__.items()}
        for name, part in self.fields.items():
            if type(part) not in _ATOMS:
                (self.shallow if _is_shallow(part) else self.deep).append(name)

    def thaw(self) -> Any:
        """Return a copy to give away. Models are not validated again, as `model_copy` does not."""
        if not self.structured:
            return twin(self.fields)
        fields = self.fields.copy()
        for name in self.shallow:
            fields[name] = fields[name].copy()
        for name in self.deep:
            fields[name] = twin(fields[name])
        copied = _new(self.kind)
        if self.marks is None:
            copied.__dict__.update(fields)
            return copied
        _set_fields(copied, fields)
        _set_marks(copied, self.marks.copy())
        _set_extra(copied, twin(self.extra) if self.extra is not None else None)
        _set_private(copied, None)
        return copied


def _kept(part: Any) -> Any:
    """Return a copy that is never given out, so it may be shared."""
    kind = type(part)
    return twin(part) if part or kind not in _EMPTY else _EMPTY[kind]


def has_fields(kind: type) -> bool:
    """Whether values of this type are known by their fields: pydantic models, and dataclasses without slots."""
    return issubclass(kind, BaseModel) or (dataclasses.is_dataclass(kind) and "__slots__" not in kind.__dict__)


def _is_shallow(part: Any) -> bool:
    """Whether a plain copy of the container shares only immutable parts."""
    if type(part) is dict:
        return all(type(one) in _ATOMS for one in part.values())
    return type(part) is list and all(type(one) in _ATOMS for one in part)


def same(value: Any, frozen: Frozen) -> bool:
    """Whether the item still equals its copy. Shared parts are compared by identity, so this is cheap."""
    if type(value) is not frozen.kind:
        return False
    if not frozen.structured:
        return bool(value == frozen.fields)
    extra = getattr(value, "__pydantic_extra__", None)
    return bool(value.__dict__ == frozen.fields and extra == frozen.extra)
