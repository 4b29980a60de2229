"""What this process knows of the threads it works on. The store confirms it on every read and every write."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.checkpoint.records import Record
from agent.checkpoint.runs import Run

HEADS = 6
"""Checkpoints remembered per thread: the newest of its namespaces are what runs continue from."""


@dataclass(frozen=True)
class Head:
    """A checkpoint as stored, with its values."""

    record: Record
    versions: Mapping[str, Any]
    """The channel versions its references belong to."""
    singles: Mapping[int, bytes]
    runs: Mapping[str, Run]

    raw: Mapping[str, list[bytes]]
    """Lists that cannot be kept as copies, by their stored pieces."""

    def held(self) -> dict[int, tuple[int, int]]:
        """Return the pieces that need not be sent again: first and last of one stretch per stream."""
        found = {}
        for run in self.runs.values():
            parts = run.segments
            for stream, first, last in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
                found[stream] = (first, last)
        return found


@dataclass
class HotThread:
    """One thread as last seen."""

    mark: bytes = b""
    """The thread's birth mark; another one means that it was deleted or has expired, and begun again."""
    last: int = 0
    """The last item number known to be given out."""
    heads: OrderedDict[tuple[str, str], Head] = field(default_factory=OrderedDict)
    newest: dict[str, str] = field(default_factory=dict)
    writes: int = 0
    """Counts the beginnings and the ends of writes."""
    seen: dict[Hashable, Any] = field(default_factory=dict)
    """What the holder of a lease read last: nobody else writes until they do. If the lease is lost, that is refused."""

    def forget(self) -> None:
        """Drop everything; the next read or write asks the store."""
        self.mark, self.last = b"", 0
        self.heads.clear()
        self.newest.clear()
        self.seen.clear()

    def next_number(self) -> int:
        self.last += 1
        return self.last

    def guess(self, ns: str, id_: str) -> Head | None:
        """Return the checkpoint a read will most likely find; no id means the newest."""
        return self.heads.get((ns, id_ or self.newest.get(ns, "")))

    def remember(self, head: Head, *, newest: bool = False) -> None:
        """Note a checkpoint that is in the store now, and let go of the one longest not used."""
        ns, id_ = head.record.ns, head.record.id
        self.heads[ns, id_] = head
        self.heads.move_to_end((ns, id_))
        if newest or id_ >= self.newest.get(ns, ""):
            self.newest[ns] = id_
        while len(self.heads) > HEADS:
            self.heads.popitem(last=False)


class HotThreads:
    """The most recently used threads of one event loop."""

    def __init__(self, limit: int) -> None:
        self.limit = max(1, limit)
        self._threads: OrderedDict[str, HotThread] = OrderedDict()

    def of(self, thread: str) -> HotThread:
        """Return what is known of the thread, nothing for a new one; may drop the least recently used."""
        found = self._threads.setdefault(thread, HotThread())
        self._threads.move_to_end(thread)
        while len(self._threads) > self.limit:
            self._threads.popitem(last=False)
        return found

    def drop(self, thread: str) -> None:
        self._threads.pop(thread, None)
