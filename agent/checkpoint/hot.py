"""What this process knows of the threads it works on. The store confirms it on every read and every write."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.checkpoint.records import Record, Reference
from agent.checkpoint.spans import numbers

HEADS = 6
"""Checkpoints remembered per thread: the newest ones of its namespaces are what runs continue from."""


@dataclass
class Batch:
    """A stored piece of a list, as private copies of its items."""

    values: list[Any]


Item = bytes | Batch


@dataclass(frozen=True)
class Head:
    """A checkpoint as stored, with the versions its references belong to."""

    record: Record
    versions: Mapping[str, Any]


@dataclass
class HotThread:
    """One thread as last seen."""

    mark: bytes = b""
    """The thread's birth mark; another one means that it was deleted or has expired, and begun again."""
    last: int = 0
    """The last item number known to be given out."""
    heads: OrderedDict[tuple[str, str], Head] = field(default_factory=OrderedDict)
    newest: dict[str, str] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    first_held: int = 1
    last_held: int = 0

    def forget(self) -> None:
        """Drop everything; the next read or write asks the store."""
        self.mark, self.last = b"", 0
        self.heads.clear()
        self.newest.clear()
        self.items.clear()
        self.first_held, self.last_held = 1, 0

    def next_number(self) -> int:
        self.last += 1
        return self.last

    def hold(self, number: int, item: Item) -> None:
        """Remember an item and widen the run of consecutive numbers that reads need not fetch."""
        self.items[number] = item
        if number == self.last_held + 1:
            self.last_held = number
        elif not self.first_held <= number <= self.last_held:
            self.first_held = self.last_held = number
            while self.first_held - 1 in self.items:
                self.first_held -= 1
            while self.last_held + 1 in self.items:
                self.last_held += 1

    def remember(self, head: Head) -> None:
        """Note a checkpoint that is in the store now, and let go of the oldest one."""
        key = (head.record.ns, head.record.id)
        self.heads[key] = head
        self.heads.move_to_end(key)
        if head.record.id >= self.newest.get(head.record.ns, ""):
            self.newest[head.record.ns] = head.record.id
        while len(self.heads) > HEADS:
            _, old = self.heads.popitem(last=False)
            if self.newest.get(old.record.ns) == old.record.id:
                del self.newest[old.record.ns]
            self._release(old.record)

    def _release(self, old: Record) -> None:
        kept: set[int] = set()
        dropped: list[Reference] = []
        for channel, reference in old.references.items():
            if not any(_continues(reference, head.record.references.get(channel)) for head in self.heads.values()):
                dropped.append(reference)
        if not dropped:
            return
        for head in self.heads.values():
            kept.update(numbers(head.record.spans()))
        for reference in dropped:
            for number in numbers(reference if isinstance(reference, list) else (reference, reference)):
                if number not in kept and self.items.pop(number, None) is not None:
                    self._unhold(number)

    def _unhold(self, number: int) -> None:
        if self.first_held <= number <= self.last_held:
            self.first_held = number + 1


def _continues(old: Reference, new: Reference | None) -> bool:
    """Whether everything `old` names is also named by `new`, seen cheaply: the same value, or a list that grew."""
    if isinstance(old, list) and isinstance(new, list):
        return old[:-1] == new[: len(old) - 1] and old[-1] <= new[len(old) - 1]
    return old == new or (isinstance(old, int) and old < 0)


class HotThreads:
    """The most recently used threads of one event loop."""

    def __init__(self, limit: int) -> None:
        self.limit = max(1, limit)
        self._threads: OrderedDict[str, HotThread] = OrderedDict()

    def of(self, thread: str) -> HotThread:
        """Return what is known of the thread, nothing for a new one; may drop the least recently used."""
        found = self._threads.get(thread)
        if found is None:
            found = self._threads[thread] = HotThread()
            while len(self._threads) > self.limit:
                self._threads.popitem(last=False)
        else:
            self._threads.move_to_end(thread)
        return found

    def drop(self, thread: str) -> None:
        self._threads.pop(thread, None)
