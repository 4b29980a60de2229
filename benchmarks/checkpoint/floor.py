"""The least any saver could do over a network: one GET per run, one pipelined SET of the same bytes per flush."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple


class Floor(BaseCheckpointSaver[int]):
    """Keeps the state as live objects, so nothing is serialized, compared or copied.

    As with ours, what is put in one turn of the event loop goes in one flush.
    """

    def __init__(self, client: Any, flush_bytes: int) -> None:
        """flush_bytes: what our saver sends in a flush of the same work."""
        super().__init__()
        self.client = client
        self.payload = b"x" * flush_bytes
        self.kept: dict[str, CheckpointTuple] = {}
        self.flush: asyncio.Future[None] | None = None

    async def aget_tuple(self, config: Any) -> CheckpointTuple | None:
        await self.client.get("floor")
        return self.kept.get(config["configurable"]["thread_id"])

    async def aput(self, config: Any, checkpoint: Any, metadata: Any, _: Any) -> Any:
        await self.flushed()
        thread = config["configurable"]["thread_id"]
        here = {"configurable": {"thread_id": thread, "checkpoint_ns": "", "checkpoint_id": checkpoint["id"]}}
        before = self.kept.get(thread)
        self.kept[thread] = CheckpointTuple(here, checkpoint, metadata, before.config if before else None, [])
        return here

    async def aput_writes(self, config: Any, writes: Any, task_id: str, task_path: str = "") -> None:  # noqa: ARG002
        found = self.kept.get(config["configurable"]["thread_id"])
        if found is not None and found.pending_writes is not None:
            found.pending_writes.extend((task_id, channel, value) for channel, value in writes)
        await self.flushed()

    async def flushed(self) -> None:
        """Wait for the flush of this turn of the loop."""
        if self.flush is None:
            self.flush = asyncio.ensure_future(self._send())
        await self.flush

    async def _send(self) -> None:
        self.flush = None
        async with self.client.pipeline(transaction=False) as pipe:
            pipe.set("floor", self.payload)
            await pipe.execute()
