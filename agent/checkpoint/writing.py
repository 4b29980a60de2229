"""From LangGraph's checkpoints and writes to what is stored: each value once, a grown list only by its tail."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langgraph.checkpoint.base import WRITES_IDX_MAP, Checkpoint, CheckpointMetadata

from agent.checkpoint.errors import TooLarge
from agent.checkpoint.hot import Batch, Head, HotThread, Item
from agent.checkpoint.keys import prefix_of
from agent.checkpoint.reading import Reader, as_item
from agent.checkpoint.records import Record, Reference, Write
from agent.checkpoint.serializer import WRITE_LIMIT, Codec
from agent.checkpoint.snapshots import same
from agent.checkpoint.spans import extend, from_numbers, numbers
from agent.checkpoint.store import Store

INLINE_LIMIT = 48
"""Bytes up to which a value lies in the checkpoint itself: an own item would cost more than it holds."""


@dataclass
class PutCheckpoint:
    """A checkpoint on its way into the store."""

    store: Store
    codec: Codec
    thread: str
    ns: str
    parent: str | None
    checkpoint: Checkpoint
    metadata: CheckpointMetadata
    new_versions: Mapping[str, Any]
    _hot: HotThread = field(init=False)
    _head: Head = field(init=False)
    _items: dict[int, tuple[bytes, Item]] = field(init=False, default_factory=dict)

    async def prepare(self) -> list[Any]:
        self._hot = self.store.hot.of(self.thread)
        self._items.clear()
        parent = await self._parent()
        references: dict[str, Reference] = {}
        inline: list[bytes] = []
        for channel, version in self.checkpoint["channel_versions"].items():
            reference = self._reference(channel, version, parent, inline)
            if reference is not None:
                references[channel] = reference
        size = sum(len(stored) for stored, _ in self._items.values())
        if size > WRITE_LIMIT:
            raise TooLarge(", ".join(sorted(self.new_versions)), size, WRITE_LIMIT)
        bare = {key: value for key, value in self.checkpoint.items() if key != "channel_values"}
        payload = self.codec.dump((bare, self.metadata), "metadata")
        stamp = os.urandom(6).hex()
        record = Record(self.ns, self.checkpoint["id"], stamp, self.parent, references, inline, payload)
        self._head = Head(record, dict(self.checkpoint["channel_versions"]))
        return self._arguments(record, needs_parent=parent is not None)

    def _arguments(self, record: Record, *, needs_parent: bool) -> list[Any]:
        parent = prefix_of(self.ns, self.parent) if needs_parent and self.parent else b""
        items = [part for number, (stored, _) in self._items.items() for part in (number, stored)]
        return ["p", prefix_of(self.ns, record.id), record.stamp, record.encode(), parent, len(self._items), *items]

    def done(self) -> None:
        for number, (_, item) in self._items.items():
            self._hot.hold(number, item)
        self._hot.remember(self._head)

    async def _parent(self) -> Head | None:
        if not self.parent:
            return None
        known = self._hot.heads.get((self.ns, self.parent))
        if known is not None:
            return known
        found = await Reader(self.store, self.codec).head(self.thread, self.ns, self.parent)
        return found[0] if found else None

    def _reference(self, channel: str, version: Any, parent: Head | None, inline: list[bytes]) -> Reference | None:
        values = self.checkpoint["channel_values"]
        if channel not in self.new_versions and parent is not None and parent.versions.get(channel) == version:
            kept = parent.record.references.get(channel)
            if isinstance(kept, int) and kept < 0:
                return _put_inline(inline, parent.record.inline[-1 - kept])
            return kept
        if channel not in values:
            return None
        value = values[channel]
        if type(value) is list and value:
            before = parent.record.references.get(channel) if parent is not None else None
            return self._list(channel, value, before if isinstance(before, list) else [])
        stored = self.codec.dump(value, channel)
        if len(stored) <= INLINE_LIMIT:
            return _put_inline(inline, stored)
        return self._new(stored, stored)

    def _list(self, channel: str, values: list[Any], before: list[int]) -> list[int]:
        """Return the spans of a list, of which the leading pieces that are stored already are stored no more."""
        kept, at = 0, 0
        for number in numbers(before):
            piece = self._hot.items.get(number)
            if not self._equals(piece, values, at, channel):
                break
            kept += 1
            at += self._length(piece)
        spans = before if kept and kept == _count(before) else from_numbers(list(numbers(before))[:kept])
        tail = values[at:]
        if not tail:
            return spans
        stored = self.codec.dump(tail, channel)
        return extend(spans, self._new(stored, as_item(tail, stored)))

    def _equals(self, piece: Item | None, values: list[Any], at: int, channel: str) -> bool:
        if isinstance(piece, Batch):
            end = at + len(piece.values)
            return end <= len(values) and all(map(same, values[at:end], piece.values))
        if piece is None:
            return False
        return self.codec.dump(values[at : at + self._length(piece)], channel) == piece

    def _length(self, piece: Item | None) -> int:
        if isinstance(piece, Batch):
            return len(piece.values)
        return len(self.codec.load(piece)) if piece else 0

    def _new(self, stored: bytes, item: Item) -> int:
        number = self._hot.next_number()
        self._items[number] = (stored, item)
        return number


def _put_inline(inline: list[bytes], stored: bytes) -> int:
    inline.append(stored)
    return -len(inline)


def _count(spans: list[int]) -> int:
    return sum(last - first + 1 for first, last in zip(spans[::2], spans[1::2], strict=True))


@dataclass
class PutWrites:
    """Pending writes of one task on their way into the store. A repeated one keeps the first value."""

    codec: Codec
    ns: str
    checkpoint: str
    writes: Sequence[tuple[str, Any]]
    task: str
    path: str

    async def prepare(self) -> list[Any]:
        arguments: list[Any] = []
        for position, (channel, value) in enumerate(self.writes):
            index = WRITES_IDX_MAP.get(channel, position)
            stored = self.codec.dump(value, channel)
            write = Write(self.ns, self.checkpoint, self.task, index, self.path, channel, stored)
            arguments += ("w", write.prefix, "1" if index < 0 else "0", write.encode())
        return arguments

    def done(self) -> None:
        """Nothing is remembered of pending writes: reads always fetch them."""
