"""Objects that a read gave out and nobody kept are given out again: to copy a long list costs more than a turn.

That is safe only if no reference to any of them, or to a container in one of them, is left anywhere. CPython's
reference counts say so for certain; where there are none, or threads run in parallel, nothing is lent twice.
"""

from __future__ import annotations

import sys
from typing import Any

from pydantic import BaseModel

_CONTAINERS = (list, dict)


def _counts_are_certain() -> bool:
    gil = getattr(sys, "_is_gil_enabled", None)
    return sys.implementation.name == "cpython" and (gil is None or bool(gil()))


_CERTAIN = _counts_are_certain()
_ALONE = next(map(sys.getrefcount, [object()])) if _CERTAIN else 0
"""What `map(getrefcount, a_list)` says of an object that only that list holds."""


class Loan:
    """A list's objects as last given out, with the containers in them."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self._parts: list[Any] = []
        self._traceable = _CERTAIN

    def add(self, value: Any) -> None:
        self.objects.append(value)
        if isinstance(value, BaseModel):
            for part in (*value.__dict__.values(), value.__pydantic_extra__):
                self._trace(part)
        elif isinstance(value, _CONTAINERS):
            self._traceable = False

    def is_back(self) -> bool:
        """Whether nobody holds any of it any more."""
        return (
            self._traceable
            and list(map(sys.getrefcount, self.objects)) == [_ALONE] * len(self.objects)
            and list(map(sys.getrefcount, self._parts)) == [_ALONE + 1] * len(self._parts)
        )

    def _trace(self, part: Any) -> None:
        """Note the containers in a value. What is neither container nor plain stops the lending of this list."""
        if isinstance(part, dict):
            self._parts.append(part)
            for inner in part.values():
                self._trace(inner)
        elif isinstance(part, list):
            self._parts.append(part)
            for inner in part:
                self._trace(inner)
        elif isinstance(part, tuple | BaseModel) or hasattr(part, "__dict__"):
            self._traceable = False
