"""Repeatable choices: every decision has its own name, so that changing one leaves the others as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Chance:
    """A seed from which named choices are drawn; the same on every machine and in every process."""

    seed: str

    def number(self, name: str, below: int) -> int:
        """Return a whole number from 0 to `below` - 1."""
        digest = hashlib.sha256(f"{self.seed}\x1f{name}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % below

    def pick(self, name: str, items: Sequence[Item]) -> Item:
        """Return one of the items. IndexError when there are none."""
        return items[self.number(name, len(items))] if items else items[0]

    def order(self, name: str, items: Sequence[Item]) -> tuple[Item, ...]:
        """Return the items turned like a wheel: the start is drawn, the curated neighbourhood stays."""
        if not items:
            return ()
        start = self.number(name, len(items))
        return (*items[start:], *items[:start])
