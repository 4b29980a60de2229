"""A stored list as this process remembers it: copies of its items, piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from agent.checkpoint.lending import Loan
from agent.checkpoint.segments import Piece, Segments, cut, extend, pieces
from agent.checkpoint.snapshots import Frozen, same


@dataclass
class Backing:
    """Storage that runs of one growing list share, each seeing a beginning of it."""

    items: list[Frozen] = field(default_factory=list)
    kinds: list[type] = field(default_factory=list)
    fields: list[Any] = field(default_factory=list)
    extras: list[Any] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Number of items up to the end of each piece."""
    models: bool = True
    """Whether all items are pydantic models, which are compared all at once."""
    loan: Loan = field(default_factory=Loan)
    """The objects given out by the last read."""

    def add(self, items: Sequence[Frozen]) -> None:
        self.items += items
        self.kinds += [item.kind for item in items]
        self.fields += [item.fields for item in items]
        self.extras += [item.extra for item in items]
        self.ends.append(len(self.items))
        self.models = self.models and all(issubclass(item.kind, BaseModel) for item in items)

    def begun(self, count: int) -> Backing:
        """Return a copy of the first `count` pieces."""
        end = self.ends[count - 1] if count else 0
        return Backing(
            items=self.items[:end],
            kinds=self.kinds[:end],
            fields=self.fields[:end],
            extras=self.extras[:end],
            ends=self.ends[:count],
            models=self.models,
        )


@dataclass(frozen=True)
class Run:
    """The first `count` pieces of a backing, and where they lie in the store."""

    segments: Segments
    count: int
    backing: Backing

    @property
    def length(self) -> int:
        return self.backing.ends[self.count - 1] if self.count else 0

    def grown(self, piece: Piece, items: Sequence[Frozen]) -> Run:
        """Return the run with one more piece; this one stays as it is."""
        backing = self.backing if len(self.backing.ends) == self.count else self.backing.begun(self.count)
        backing.add(items)
        return Run(extend(self.segments, piece), self.count + 1, backing)

    def begins(self, values: list[Any]) -> bool:
        """Whether `values` begins with all items of this run, unchanged."""
        return self._equal(values, self.length)

    def _equal(self, values: list[Any], end: int) -> bool:
        """Whether the first `end` values are the run's first items. One comparison of whole lists, in C."""
        head = values[:end]
        if list(map(type, head)) != self.backing.kinds[:end]:
            return False
        if not self.backing.models:
            return all(map(same, head, self.backing.items))
        fields, extras = [value.__dict__ for value in head], [value.__pydantic_extra__ for value in head]
        return fields == self.backing.fields[:end] and extras == self.backing.extras[:end]

    def common(self, values: list[Any]) -> Run:
        """Return the longest run of whole pieces that `values` begins with."""
        if self.begins(values):
            return self
        kept, at = 0, 0
        for end in self.backing.ends[: self.count]:
            if end > len(values) or not all(map(same, values[at:end], self.backing.items[at:end])):
                break
            kept, at = kept + 1, end
        return Run(cut(self.segments, kept), kept, self.backing)

    def thaw(self) -> list[Any]:
        """Return the list, every item independent of what is remembered and of what anybody else holds."""
        backing, end = self.backing, self.length
        loan, backing.loan = backing.loan, Loan()
        lent = len(loan.objects)
        if lent > end or not loan.is_back() or not self._equal(loan.objects, lent):
            loan, lent = Loan(), 0
        for item in backing.items[lent:end]:
            loan.add(item.thaw())
        backing.loan = loan
        return loan.objects.copy()

    def by_piece(self) -> dict[Piece, list[Frozen]]:
        """Return the items of each piece."""
        ends = self.backing.ends[: self.count]
        bounds = zip([0, *ends], ends, strict=False)
        return {
            piece: self.backing.items[start:end]
            for piece, (start, end) in zip(pieces(self.segments), bounds, strict=True)
        }


def empty() -> Run:
    return Run([], 0, Backing())
