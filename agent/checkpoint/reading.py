"""From stored bytes to the checkpoint tuples LangGraph asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import Checkpoint, CheckpointMetadata, CheckpointTuple

from agent.checkpoint.errors import UnreadableCheckpoint
from agent.checkpoint.hot import Batch, Head, HotThread, Item
from agent.checkpoint.records import Record, Reference, Write
from agent.checkpoint.serializer import Codec
from agent.checkpoint.snapshots import try_twin
from agent.checkpoint.spans import numbers
from agent.checkpoint.store import Reply, Store, newest_known


class Reader:
    """Reads checkpoints of one store."""

    def __init__(self, store: Store, codec: Codec) -> None:
        self._store = store
        self._codec = codec

    async def head(self, thread: str, ns: str, id_: str = "") -> tuple[Head, list[Write]] | None:
        """Return a checkpoint as stored, the newest if no id is given, with all its items held hot."""
        hot = self._store.hot.of(thread)
        reply = await self._store.read(thread, ns, id_, known=newest_known(hot, ns, id_))
        if reply.member is None:
            return None
        writes = [Write.decode(member) for member in reply.writes]
        known = hot.heads.get((ns, id_ or hot.newest.get(ns, ""))) if not reply.member else None
        return known or self._take(hot, reply, newest=not id_), writes

    def _take(self, hot: HotThread, reply: Reply, *, newest: bool) -> Head:
        record = Record.decode(reply.member or b"")
        fresh = iter(reply.values)
        first, last = hot.first_held, hot.last_held
        wanted = [number for number in numbers(record.spans()) if not first <= number <= last]
        batches = {
            number for value in record.references.values() if isinstance(value, list) for number in numbers(value)
        }
        for number in wanted:
            value = next(fresh)
            if value is None:
                raise UnreadableCheckpoint("a value of a stored checkpoint is missing")
            hot.hold(number, as_item(self._codec.load(value), value) if number in batches else value)
        checkpoint, _ = self._codec.load(record.payload)
        head = Head(record, checkpoint["channel_versions"])
        hot.remember(head)
        if newest:
            hot.newest[record.ns] = record.id
        return head

    def assemble(
        self, thread_id: Any, head: Head, writes: Iterable[Write], items: Mapping[int, Item]
    ) -> CheckpointTuple:
        """Return the checkpoint with its values, every one of them independent of what is remembered."""
        record, load = head.record, self._codec.load
        checkpoint, metadata = load(record.payload)
        checkpoint["channel_values"] = {
            channel: self._value(reference, record, items) for channel, reference in record.references.items()
        }
        return CheckpointTuple(
            config=config_of(thread_id, record.ns, record.id),
            checkpoint=checkpoint,
            metadata=metadata,
            parent_config=config_of(thread_id, record.ns, record.parent) if record.parent else None,
            pending_writes=[
                (write.task, write.channel, load(write.value))
                for write in sorted(writes, key=lambda write: write.order)
            ],
        )

    def payload(self, record: Record) -> tuple[Checkpoint, CheckpointMetadata]:
        """Return the checkpoint without its values, and its metadata."""
        checkpoint, metadata = self._codec.load(record.payload)
        return checkpoint, metadata

    def load(self, stored: bytes) -> Any:
        return self._codec.load(stored)

    def value(self, channel: str, record: Record, items: Mapping[int, Item]) -> Any:
        """Return one channel's value."""
        return self._value(record.references[channel], record, items)

    def _value(self, reference: Reference, record: Record, items: Mapping[int, Item]) -> Any:
        if isinstance(reference, int):
            if reference < 0:
                return self._codec.load(record.inline[-1 - reference])
            return self._open(items[reference])
        return [value for number in numbers(reference) for value in self._open(items[number])]

    def _open(self, item: Item) -> Any:
        if isinstance(item, Batch):
            return try_twin(item.values)
        return self._codec.load(item)


def as_item(values: Any, stored: bytes) -> Item:
    """Return the list piece as private copies, or as its bytes if its items are not plain."""
    copies = try_twin(values) if isinstance(values, list) else None
    return stored if copies is None else Batch(copies)


def config_of(thread_id: Any, ns: str, id_: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread_id, "checkpoint_ns": ns, "checkpoint_id": id_}}
