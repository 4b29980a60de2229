"""Walks over the checkpoints of a thread: listing, and the past of delta channels. Plain commands, no script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple, DeltaChannelHistory, get_checkpoint_id

from agent.checkpoint.hot import Head, Item
from agent.checkpoint.keys import bounds, escape, pattern, prefix_of, thread_of
from agent.checkpoint.reading import Reader
from agent.checkpoint.records import Record, Write
from agent.checkpoint.spans import numbers
from agent.checkpoint.store import Store

PAGE = 64
"""Checkpoints fetched at once."""


@dataclass(frozen=True)
class Listing:
    """One listing with its conditions."""

    store: Store
    reader: Reader
    metadata: Mapping[str, Any]
    before: str | None

    async def walk(self, config: RunnableConfig | None, limit: int | None) -> AsyncIterator[CheckpointTuple]:
        """Yield at most `limit` matching checkpoints, newest first within the whole listing."""
        wanted = config["configurable"] if config else {}
        if "thread_id" in wanted:
            threads = [(wanted["thread_id"], str(wanted["thread_id"]))]
        else:
            threads = [(name, name) async for name in all_threads(self.store)]
        walks = [
            self._namespace(thread_id, thread, ns, get_checkpoint_id(config) if config else None)
            for thread_id, thread in threads
            for ns in await self._namespaces(thread, wanted.get("checkpoint_ns"))
        ]
        left = limit if limit is not None else -1
        if left == 0:
            return
        async for found in newest_first(walks):
            yield found
            left -= 1
            if left == 0:
                return

    async def _namespaces(self, thread: str, ns: str | None) -> list[str]:
        return [ns] if ns is not None else await namespaces(self.store, thread)

    async def _namespace(self, thread_id: Any, thread: str, ns: str, only: str | None) -> AsyncIterator[CheckpointTuple]:
        async for records in pages(self.store, thread, ns, before=self.before, only=only):
            chosen = [record for record in records if self._matches(record)]
            for found in await fetch(self.store, self.reader, thread_id, thread, chosen):
                yield found

    def _matches(self, record: Record) -> bool:
        if not self.metadata:
            return True
        _, metadata = self.reader.payload(record)
        return all(metadata.get(key) == value for key, value in self.metadata.items())


async def newest_first(walks: list[AsyncIterator[CheckpointTuple]]) -> AsyncIterator[CheckpointTuple]:
    """Merge walks that are each newest first."""
    heads = [(found, walk) for walk in walks if (found := await anext(walk, None)) is not None]
    while heads:
        at = max(range(len(heads)), key=lambda index: heads[index][0].checkpoint["id"])
        found, walk = heads[at]
        yield found
        following = await anext(walk, None)
        if following is None:
            del heads[at]
        else:
            heads[at] = (following, walk)


async def all_threads(store: Store) -> AsyncIterator[str]:
    """Yield every thread's id. Scans the key space: for operators' calls, not for a turn."""
    async for key in store.client.scan_iter(match=pattern(store.prefix), count=1000):
        yield thread_of(key.decode("utf-8", "surrogatepass"), store.prefix)


async def namespaces(store: Store, thread: str) -> list[str]:
    """Return the namespaces of a thread, by leaping from one to the next."""
    key, found, low = store.keys(thread).checkpoints, [], b"-"
    while members := await store.client.zrangebylex(key, low, b"+", start=0, num=1):
        record = Record.decode(members[0])
        found.append(record.ns)
        low = b"[" + prefix_of(record.ns) + b"\xff"
    return found


async def pages(
    store: Store, thread: str, ns: str, *, before: str | None = None, only: str | None = None
) -> AsyncIterator[list[Record]]:
    """Yield the records of a namespace, newest first, a page at a time."""
    key = store.keys(thread).checkpoints
    low, high = bounds(prefix_of(ns, only) if only else prefix_of(ns))
    if before is not None:
        high = min(high, b"(" + prefix_of(ns) + escape(before).encode())
    while members := await store.client.zrevrangebylex(key, high, low, start=0, num=PAGE):
        records = [Record.decode(member) for member in members]
        yield records
        if len(records) < PAGE:
            return
        high = b"(" + prefix_of(ns, records[-1].id)


async def fetch(
    store: Store, reader: Reader, thread_id: Any, thread: str, records: Sequence[Record]
) -> Iterator[CheckpointTuple]:
    """Return these checkpoints of one namespace with values and writes, in one round trip."""
    if not records:
        return iter(())
    keys = store.keys(thread)
    wanted = sorted({number for record in records for number in numbers(record.spans())})
    ids = [record.id for record in records]
    async with store.client.pipeline(transaction=False) as pipe:
        if wanted:
            pipe.hmget(keys.items, [str(number) for number in wanted])
        low, _ = bounds(prefix_of(records[0].ns, min(ids)))
        _, high = bounds(prefix_of(records[0].ns, max(ids)))
        pipe.zrangebylex(keys.writes, low, high)
        *values, members = await pipe.execute()
    items: dict[int, Item] = dict(zip(wanted, values[0], strict=True)) if wanted else {}
    by_checkpoint: dict[str, list[Write]] = {}
    for member in members:
        write = Write.decode(member)
        by_checkpoint.setdefault(write.checkpoint, []).append(write)
    return (
        reader.assemble(thread_id, Head(record, {}), by_checkpoint.get(record.id, ()), items) for record in records
    )


async def delta_history(
    store: Store, reader: Reader, config: RunnableConfig, channels: Sequence[str]
) -> Mapping[str, DeltaChannelHistory]:
    """Return per channel the writes since the nearest ancestor that stores its value, and that value as seed."""
    wanted = config["configurable"]
    thread, ns = str(wanted["thread_id"]), wanted.get("checkpoint_ns", "")
    found: dict[str, DeltaChannelHistory] = {channel: {"writes": []} for channel in channels}
    path = await _ancestors(store, thread, ns, get_checkpoint_id(config), set(channels)) if channels else []
    if not path:
        return found
    ids = [record.id for record in path]
    keys = store.keys(thread)
    low, _ = bounds(prefix_of(ns, min(ids)))
    _, high = bounds(prefix_of(ns, max(ids)))
    by_checkpoint: dict[str, list[Write]] = {id_: [] for id_ in ids}
    for member in await store.client.zrangebylex(keys.writes, low, high):
        write = Write.decode(member)
        if write.checkpoint in by_checkpoint:
            by_checkpoint[write.checkpoint].append(write)
    for channel in channels:
        await _collect(store, reader, thread, channel, path, by_checkpoint, found[channel])
    return found


async def _ancestors(store: Store, thread: str, ns: str, id_: str | None, channels: set[str]) -> list[Record]:
    """Return the parents of a checkpoint, nearest first, back to where every channel has a stored value."""
    path: list[Record] = []
    open_channels, parent, started = set(channels), id_, id_ is not None
    async for records in pages(store, thread, ns, before=None):
        for record in records:
            if not started:
                started, parent = True, record.parent
                continue
            if record.id != parent:
                continue
            if id_ is not None and record.id == id_:
                id_, parent = None, record.parent
                continue
            path.append(record)
            open_channels -= record.references.keys()
            parent = record.parent
            if not open_channels or parent is None:
                return path
    return path


async def _collect(
    store: Store,
    reader: Reader,
    thread: str,
    channel: str,
    path: Sequence[Record],
    writes: Mapping[str, list[Write]],
    found: DeltaChannelHistory,
) -> None:
    collected: list[tuple[str, str, Any]] = []
    for record in path:
        for write in sorted(writes[record.id], key=lambda one: one.order, reverse=True):
            if write.channel == channel:
                collected.append((write.task, channel, reader.load(write.value)))
        if channel in record.references:
            items = await _items(store, thread, record, channel)
            found["seed"] = reader.value(channel, record, items)
            break
    found["writes"] = collected[::-1]


async def _items(store: Store, thread: str, record: Record, channel: str) -> dict[int, Item]:
    reference = record.references[channel]
    if isinstance(reference, int):
        wanted = [reference] if reference >= 0 else []
    else:
        wanted = list(numbers(reference))
    if not wanted:
        return {}
    values = await store.client.hmget(store.keys(thread).items, [str(number) for number in wanted])
    return dict(zip(wanted, values, strict=True))
