"""Deleting, copying and pruning threads. Each change is one transaction that starts again if the thread moves."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from agent.checkpoint.history import all_threads
from agent.checkpoint.migration import StoredThread, read_thread, unlink, write_thread
from agent.checkpoint.reading import Reader
from agent.checkpoint.records import Record, Write
from agent.checkpoint.store import Store
from agent.checkpoint.unscripted import transact


async def delete_thread(store: Store, thread: str) -> None:
    """Remove every key of the thread."""
    store.hot.drop(thread)
    await store.client.unlink(*store.keys(thread).every)


async def copy_thread(store: Store, source: str, target: str) -> None:
    """Replace the target by a copy of the source as it is at one moment, with a birth mark of its own."""
    stored = await _snapshot(store, source)
    if not stored.checkpoints:
        return
    birth = stored.items[b"@"].partition(b":")[0] + b":" + os.urandom(6).hex().encode()
    async with store.client.pipeline(transaction=True) as pipe:
        write_thread(pipe, store.keys(target), replace(stored, items={**stored.items, b"@": birth}))
        await pipe.execute()
    store.hot.drop(target)


async def _snapshot(store: Store, thread: str) -> StoredThread:
    keys = store.keys(thread)

    async def change(pipe: Any) -> StoredThread:
        stored = await read_thread(pipe, keys)
        pipe.multi()
        pipe.exists(keys.checkpoints)
        return stored

    found: StoredThread = await transact(store.client, keys.stored, change)
    return found


async def prune(store: Store, reader: Reader, threads: Sequence[str], strategy: str) -> None:
    """Apply a strategy to each thread: keep_latest, or delete (delete_all, as the agent server calls it)."""
    if strategy in ("delete", "delete_all"):
        for thread in threads:
            await delete_thread(store, thread)
    elif strategy == "keep_latest":
        for thread in threads:
            await _keep(store, thread, lambda records: _needed(reader, records))
    else:
        raise ValueError(f"unknown pruning strategy {strategy!r}")


async def delete_for_runs(store: Store, reader: Reader, run_ids: Collection[str]) -> None:
    """Remove the runs' checkpoints wherever they are."""
    runs = set(run_ids)
    if not runs:
        return

    def others(records: list[Record]) -> list[Record]:
        return [record for record in records if reader.payload(record)[1].get("run_id") not in runs]

    async for thread in all_threads(store):
        await _keep(store, thread, others)


def _needed(reader: Reader, records: list[Record]) -> list[Record]:
    """Return the newest record per namespace, with the ancestors its delta channels are rebuilt from."""
    by_id = {(record.ns, record.id): record for record in records}
    newest = {record.ns: record for record in records}
    kept: dict[tuple[str, str], Record] = {}
    for record in newest.values():
        kept[record.ns, record.id] = record
        checkpoint, metadata = reader.payload(record)
        counted = set(metadata.get("counters_since_delta_snapshot", ())) & set(checkpoint["channel_versions"])
        missing, parent = counted - record.references.keys(), record.parent
        while missing and parent and (ancestor := by_id.get((record.ns, parent))):
            kept[ancestor.ns, ancestor.id] = ancestor
            missing -= ancestor.references.keys()
            parent = ancestor.parent
    return [record for record in records if (record.ns, record.id) in kept]


async def _keep(store: Store, thread: str, choose: Callable[[list[Record]], list[Record]]) -> None:
    """Keep the chosen checkpoints with their writes and values; remove everything else, garbage included."""
    keys = store.keys(thread)

    async def change(pipe: Any) -> None:
        stored = await read_thread(pipe, keys)
        records = [Record.decode(member) for member in stored.checkpoints]
        kept = choose(records)
        alive = {(record.ns, record.id) for record in kept}
        pairs = zip(stored.checkpoints, records, strict=True)
        gone = [member for member, record in pairs if (record.ns, record.id) not in alive]
        writes = [member for member in stored.writes if _owner(member) not in alive]
        used = {name.encode() for record in kept for name in record.fields()} | {b"@", b"#"}
        items = [name for name in stored.items if name not in used]
        pipe.multi()
        if not kept:
            unlink(pipe, keys)
            return
        for key, remove, members in (
            (keys.checkpoints, pipe.zrem, gone),
            (keys.writes, pipe.zrem, writes),
            (keys.items, pipe.hdel, items),
        ):
            if members:
                remove(key, *members)

    await transact(store.client, keys.stored, change)
    store.hot.drop(thread)


def _owner(member: bytes) -> tuple[str, str]:
    write = Write.decode(member)
    return write.ns, write.checkpoint
