"""Walks over the checkpoints of a thread: listing, and the past of delta channels. Plain commands, no script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple, DeltaChannelHistory, get_checkpoint_id

from agent.checkpoint.keys import bounds, escape, pattern, prefix_of, thread_of
from agent.checkpoint.reading import Reader
from agent.checkpoint.records import Record, Write
from agent.checkpoint.segments import field, pieces
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

    async def _namespace(
        self, thread_id: Any, thread: str, ns: str, only: str | None
    ) -> AsyncIterator[CheckpointTuple]:
        async for records in batches(self.store, thread, ns, before=self.before, only=only):
            chosen = [record for record in records if self._matches(record)]
            for found in await fetch(self.store, self.reader, thread_id, chosen):
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


async def batches(
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


async def fetch(store: Store, reader: Reader, thread_id: Any, records: Sequence[Record]) -> Iterator[CheckpointTuple]:
    """Return these checkpoints of one namespace with values and writes, in one round trip."""
    if not records:
        return iter(())
    keys = store.keys(str(thread_id))
    wanted = sorted({name for record in records for name in record.fields()})
    async with store.client.pipeline(transaction=False) as pipe:
        if wanted:
            pipe.hmget(keys.items, wanted)
        pipe.zrangebylex(keys.writes, *_between(records))
        found = await pipe.execute()
    await store.extend(str(thread_id))
    *values, members = found
    items = dict(zip(wanted, values[0], strict=True)) if wanted else {}
    writes: dict[str, list[Write]] = {record.id: [] for record in records}
    for write in map(Write.decode, members):
        writes.setdefault(write.checkpoint, []).append(write)
    return (
        reader.assemble(
            thread_id,
            record,
            writes[record.id],
            {channel: reader.fetched(record, channel, items) for channel in record.references},
        )
        for record in records
    )


async def delta_history(
    store: Store, reader: Reader, config: RunnableConfig, channels: Sequence[str]
) -> Mapping[str, DeltaChannelHistory]:
    """Return per channel the writes since the nearest ancestor that stores its value, and that value as seed."""
    wanted = config["configurable"]
    thread, ns = str(wanted["thread_id"]), wanted.get("checkpoint_ns", "")
    path = await _ancestors(store, thread, ns, get_checkpoint_id(config), set(channels)) if channels else []
    writes = await _writes(store, thread, path)
    items_of = partial(_items, store, thread)
    return {channel: await _collect(items_of, reader, channel, path, writes) for channel in channels}


async def _writes(store: Store, thread: str, path: Sequence[Record]) -> dict[str, list[Write]]:
    """Return the pending writes of these checkpoints of one namespace, by checkpoint."""
    found: dict[str, list[Write]] = {record.id: [] for record in path}
    if found:
        low, high = _between(path)
        for member in await store.client.zrangebylex(store.keys(thread).writes, low, high):
            write = Write.decode(member)
            if write.checkpoint in found:
                found[write.checkpoint].append(write)
    return found


def _between(records: Sequence[Record]) -> tuple[bytes, bytes]:
    ids = [record.id for record in records]
    low, _ = bounds(prefix_of(records[0].ns, min(ids)))
    _, high = bounds(prefix_of(records[0].ns, max(ids)))
    return low, high


async def _ancestors(store: Store, thread: str, ns: str, id_: str | None, channels: set[str]) -> list[Record]:
    """Return the parents of a checkpoint, nearest first, back to where every channel has a stored value."""
    chain = Chain(store, thread, ns)
    target = await chain.find(id_)
    path: list[Record] = []
    missing, parent = set(channels), target.parent if target else None
    while missing and parent and (record := await chain.find(parent)):
        path.append(record)
        missing -= record.references.keys()
        parent = record.parent
    return path


class Chain:
    """Looks records up by id, fetching a page of older ones each time, as parents are mostly right before."""

    def __init__(self, store: Store, thread: str, ns: str) -> None:
        self._store = store
        self._ns = ns
        self._key = store.keys(thread).checkpoints
        self._seen: dict[str, Record] = {}

    async def find(self, id_: str | None) -> Record | None:
        """Return the record, the newest without an id, None if there is none."""
        if id_ in self._seen:
            return self._seen[id_]
        low, high = bounds(prefix_of(self._ns))
        if id_ is not None:
            high = bounds(prefix_of(self._ns, id_))[1]
        members = await self._store.client.zrevrangebylex(self._key, high, low, start=0, num=PAGE)
        records = [Record.decode(member) for member in members]
        self._seen |= {record.id: record for record in records}
        return self._seen.get(id_) if id_ is not None else next(iter(records), None)


async def _collect(
    items_of: Callable[[Record, str], Awaitable[dict[str, bytes | None]]],
    reader: Reader,
    channel: str,
    path: Sequence[Record],
    writes: Mapping[str, list[Write]],
) -> DeltaChannelHistory:
    collected: list[tuple[str, str, Any]] = []
    for record in path:
        newest_first = sorted(writes[record.id], key=lambda write: write.order, reverse=True)
        collected += [(one.task, channel, reader.load(one.value)) for one in newest_first if one.channel == channel]
        if channel in record.references:
            seed = reader.fetched(record, channel, await items_of(record, channel))
            return {"writes": collected[::-1], "seed": seed}
    return {"writes": collected[::-1]}


async def _items(store: Store, thread: str, record: Record, channel: str) -> dict[str, bytes | None]:
    reference = record.references[channel]
    if isinstance(reference, list):
        wanted = [field(piece) for piece in pieces(reference)]
    else:
        wanted = [str(reference)] if reference >= 0 else []
    values = await store.client.hmget(store.keys(thread).items, wanted) if wanted else []
    return dict(zip(wanted, values, strict=True))
