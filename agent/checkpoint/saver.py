"""PlainRedisSaver: LangGraph checkpoints on any Redis 6 or newer, Valkey or Redis Cluster, without modules."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    DeltaChannelHistory,
    get_checkpoint_id,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from agent.checkpoint import history, maintenance
from agent.checkpoint.connection import connect
from agent.checkpoint.fencing import token_of
from agent.checkpoint.keys import PREFIX
from agent.checkpoint.links import Links, twin_of
from agent.checkpoint.reading import Reader, config_of
from agent.checkpoint.serializer import Codec, prove_inert, strict_serializer
from agent.checkpoint.sync import BlockingSaver, LoopThread
from agent.checkpoint.writing import PutCheckpoint, PutWrites

HOT_THREADS = 128
"""Threads a process remembers so that a turn costs the same however long the conversation is."""
RANDOM_BITS = 24


class PlainRedisSaver(BlockingSaver):
    """Stores checkpoints with one round trip per read and one per put; every value is stored once.

    A write is durable as far as Redis is: it is acknowledged when Redis has acknowledged it. Code that runs under
    `agent.checkpoint.lease` writes with a fencing token; a write with an older token than the newest issued
    raises StaleWriter and changes nothing.
    """

    def __init__(
        self,
        redis_client: Any,
        *,
        ttl: int | None = None,
        serde: SerializerProtocol | None = None,
        prefix: str = PREFIX,
        hot: int = HOT_THREADS,
    ) -> None:
        """Use a redis.asyncio client whose replies are bytes; the caller closes it.

        ttl: seconds a thread lives after its last read or write, None or 0 for good. serde: None rebuilds only
        LangGraph's and LangChain's own types. Raises UnsafeSerializer.
        """
        super().__init__(serde=serde or strict_serializer())
        prove_inert(self.serde)
        make = partial(twin_of, redis_client)
        self._links = Links(redis_client, make, prefix=prefix, ttl_ms=int((ttl or 0) * 1000), hot=hot)
        self._background = LoopThread()

    @classmethod
    @asynccontextmanager
    async def from_conn_string(
        cls,
        url: str,
        *,
        ttl: int | None = None,
        serde: SerializerProtocol | None = None,
        prefix: str = PREFIX,
    ) -> AsyncIterator[PlainRedisSaver]:
        """Connect, and close the connections at the end. The forms of `url` are those of `connection.connect`."""
        make = partial(connect, url)
        saver = cls(make(), ttl=ttl, serde=serde, prefix=prefix)
        saver._links.make = make
        try:
            yield saver
        finally:
            await saver.aclose()

    # -- reading

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Return the checkpoint named in the config, or the newest of its namespace."""
        wanted = config["configurable"]
        thread, ns = str(wanted["thread_id"]), wanted.get("checkpoint_ns", "")
        reader = self._reader()
        found = await reader.head(self._links.store().hot.of(thread), thread, ns, get_checkpoint_id(config) or "")
        if found is None:
            return None
        head, writes = found
        return reader.assemble(wanted["thread_id"], head.record, writes, reader.values(head))

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangGraph's
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Yield checkpoints newest first; without a config those of every thread."""
        listing = history.Listing(
            store=self._links.store(),
            reader=self._reader(),
            metadata=filter or {},
            before=get_checkpoint_id(before) if before else None,
        )
        async for found in listing.walk(config, limit):
            yield found

    async def aget_delta_channel_history(
        self, *, config: RunnableConfig, channels: Sequence[str]
    ) -> Mapping[str, DeltaChannelHistory]:
        """Return the writes to delta channels along the parents of a checkpoint, and the value they start from."""
        return await history.delta_history(self._links.store(), self._reader(), config, channels)

    # -- writing

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Store a checkpoint. Raises StaleWriter, TooLarge, NewerFormat and what Redis raises."""
        wanted = config["configurable"]
        thread, ns = str(wanted["thread_id"]), wanted.get("checkpoint_ns", "")
        store = self._links.store()
        kept = get_checkpoint_metadata(config, metadata)
        parent = get_checkpoint_id(config)
        put = PutCheckpoint(self._codec(), self._reader(), thread, ns, parent, checkpoint, kept, new_versions)
        await store.write(thread, token_of(thread), put)
        return config_of(wanted["thread_id"], ns, checkpoint["id"])

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Store what a task wrote, before its superstep ends. Raises as `aput` does."""
        wanted = config["configurable"]
        thread, ns = str(wanted["thread_id"]), wanted.get("checkpoint_ns", "")
        operation = PutWrites(self._codec(), ns, wanted["checkpoint_id"], writes, task_id, task_path)
        await self._links.store().write(thread, token_of(thread), operation)

    # -- housekeeping

    async def adelete_thread(self, thread_id: str) -> None:
        """Delete everything of the thread, its lease and fence included; a writer still at work is refused."""
        await maintenance.delete_thread(self._links.store(), str(thread_id))

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Make the target thread an independent copy of the source; what the target held is replaced."""
        await maintenance.copy_thread(self._links.store(), str(source_thread_id), str(target_thread_id))

    async def adelete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Delete the checkpoints of these runs, with their writes, in every thread."""
        await maintenance.delete_for_runs(self._links.store(), self._reader(), run_ids)

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Keep the newest checkpoint of each namespace and what its delta channels need, or delete the threads."""
        await maintenance.prune(self._links.store(), self._reader(), [str(id_) for id_ in thread_ids], strategy)

    def get_next_version(self, current: Any, channel: None) -> Any:  # noqa: ARG002 - deprecated by LangGraph
        """Return a greater version that no fork can also give out: a counter over 24 random bits.

        Versions of other savers are followed in their own kind: text "<counter>.<random>" stays text.
        """
        draw = random.getrandbits(RANDOM_BITS)
        if isinstance(current, str):
            return f"{int(current.split('.')[0]) + 1:032}.{draw:016}"
        return (((int(current or 0) >> RANDOM_BITS) + 1) << RANDOM_BITS) | draw

    def with_allowlist(self, extra_allowlist: Collection[tuple[str, ...]]) -> BaseCheckpointSaver[Any]:
        """Return a clone that also rebuilds these types and works on the same connections."""
        return super().with_allowlist(extra_allowlist)

    async def aclose(self) -> None:
        """Finish what is being written and close this saver's connections, the given client's included."""
        await self._links.close()
        await asyncio.to_thread(self._background.stop, self._links.close())

    def _codec(self) -> Codec:
        return Codec(self.serde)

    def _reader(self) -> Reader:
        return Reader(self._links.store(), self._codec())
